"""Fine-tuning the painter of any model folder on captioned pictures."""
