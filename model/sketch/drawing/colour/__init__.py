"""Colours of art: measured, changed with their shading kept, rimmed, made of a material."""
