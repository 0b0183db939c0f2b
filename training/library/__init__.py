"""Builds the parts library that sketches are composed from, out of the open emoji sets."""
