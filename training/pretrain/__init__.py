"""Training the bundled model from scratch."""
