"""Scores, comparisons, the gate, promotion."""
