"""Simulated raters vote by a hidden taste, to test whether the model learns it from votes."""
