"""Words in, emoji out: the sketch, the diffusion pipeline, the engine. Knows nothing of chat or training."""
