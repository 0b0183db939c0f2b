"""Reads captioned images to fine-tune on: Kaggle's emoji, open emoji sets, folders, the hub."""

from training.reading.reader import Reading, read

__all__ = ["Reading", "read"]
