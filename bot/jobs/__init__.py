"""The way of a request after it is accepted: queue, worker, delivery, and the limits it uses up."""
