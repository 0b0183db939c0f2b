"""Pictures: pixels, cut-outs, file formats, contact sheets."""
