"""Any text-to-image model of diffusers, painted by its own pipelines."""
