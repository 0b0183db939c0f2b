"""Tracing: a painted picture -> a small SVG of flat areas."""
