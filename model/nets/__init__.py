"""The networks, in plain torch, with the weight names of diffusers and transformers."""
