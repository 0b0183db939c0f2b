"""Finished emoji: who may see or change them, votes, links, packs, moving files, downloads."""
