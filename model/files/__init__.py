"""Files on disk: weights, manifests, LoRAs, the promoted model."""
