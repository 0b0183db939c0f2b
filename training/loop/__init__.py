"""The training loop; knows no task."""
