"""A base in its colour with face, clothes and trunk, before it does anything."""
