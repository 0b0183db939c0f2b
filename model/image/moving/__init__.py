"""Moving pictures as files: GIF, animated WebP, APNG, WEBM and TGS."""
