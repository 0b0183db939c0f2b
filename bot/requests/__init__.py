"""Reads requests that are more than words: changes of an emoji, mixes, people's own pictures."""
