"""From words to emoji: sketch, diffusion pipeline, engine. Imports neither `bot` nor `training`."""
