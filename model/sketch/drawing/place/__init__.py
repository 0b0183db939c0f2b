"""Places: their grounds and their weather, as markup in a frame of 100 units."""
