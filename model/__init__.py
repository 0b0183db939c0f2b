"""Words in, emoji out: sketch, diffusion pipeline, engine. Knows nothing of chat or training."""
