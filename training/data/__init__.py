"""The data set of captioned emoji: sources, captions, splits, and the cache on disk."""

COMPOSITES = 100_000
"""How many composed images a data set has by default."""
