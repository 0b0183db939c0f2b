"""Emoji pictures with captions: where they come from, how they are split and cached."""
