"""The chat side: requests in, emoji out. Knows the model only through its engine."""
