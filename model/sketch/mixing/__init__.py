"""Mixes two to four emoji into Scenes, each with words that say what was mixed."""
