"""The data set of captioned emoji: sources, captions, splits, and the cache on disk."""
