"""Pictures with captions to fine-tune on: Kaggle's emoji, the open sets, folders, the hub."""

from training.reading.reader import Reading, read

__all__ = ["Reading", "read"]
