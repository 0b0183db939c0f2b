"""The settings in config.toml: names, types and defaults. Knows nothing that uses them."""
