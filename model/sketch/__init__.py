"""Words -> Scene -> vector composition."""
