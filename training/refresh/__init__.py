"""Votes into weights."""
