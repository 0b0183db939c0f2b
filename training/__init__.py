"""Offline: the library, the data, training from scratch, evaluation."""
