"""Recognises prompts that mean harm, whatever their words."""
