"""Geometry, markup and pixels: no emoji, no colours."""
