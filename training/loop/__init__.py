"""The training loop, for any task."""
