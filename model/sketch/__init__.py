"""Reads a prompt into a Scene and composes the Scene from vector parts."""
