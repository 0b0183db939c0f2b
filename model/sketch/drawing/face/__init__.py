"""Faces: where eyes and mouth are in the art, and the expressions drawn there."""
