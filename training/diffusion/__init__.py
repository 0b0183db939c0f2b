"""What pretraining, fine-tuning and refreshing share about diffusion models."""
