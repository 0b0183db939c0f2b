"""What a fine-tune and a refresh share: the plan, the data, the run's folder, what it writes."""
