"""The bundled model, trained from scratch."""
