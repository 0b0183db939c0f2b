"""Fine-tuning the painter of a model folder on captioned pictures."""
