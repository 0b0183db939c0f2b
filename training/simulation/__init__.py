"""Raters with a hidden taste vote through the bot's own service; does the painter learn it?"""
