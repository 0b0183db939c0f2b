"""Diffusion training that pretraining, fine-tuning and refreshing share."""
