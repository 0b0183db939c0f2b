"""A Scene composed into one SVG."""
