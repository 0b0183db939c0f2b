"""Trains the classifier of prompts that moderation asks beside its word lists."""
