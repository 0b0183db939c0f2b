"""Decides which prompts are refused: by words, by phrases and by meaning. Stores nothing."""
