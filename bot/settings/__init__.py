"""The settings in config.toml: names, types and defaults. Imports nothing that uses them."""
