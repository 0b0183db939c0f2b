"""Scoring models, comparing them, the gate before promotion, and promotion."""
