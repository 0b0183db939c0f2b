"""Training on people's votes."""
