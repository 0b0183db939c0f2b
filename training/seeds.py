"""Chance that derives from numbers, so that it is the same wherever and whenever it is drawn."""

import torch


def seeded(*numbers: int) -> torch.Generator:
    """A generator of these numbers' own."""
    return torch.Generator().manual_seed(hash(numbers) & 0x7FFF_FFFF_FFFF)
