"""A prompt read into a Scene."""
