"""What happens to an accepted request: queue, worker, delivery, and the limits that it uses up."""
