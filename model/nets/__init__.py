"""The networks in plain torch. Weights are named as in diffusers and transformers."""
