"""Composes a Scene into one SVG."""
