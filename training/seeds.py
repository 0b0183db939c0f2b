"""Random generators that are seeded by numbers: the same in every process and on every machine."""

from hashlib import sha256

import torch


def seeded(*numbers: int) -> torch.Generator:
    """A CPU generator whose seed is a SHA-256 hash of `numbers`.

    Python's own `hash` differs between versions of the interpreter, and for strings between
    processes.
    """
    digest = sha256(repr(numbers).encode()).digest()
    return torch.Generator().manual_seed(int.from_bytes(digest[:8], "big") >> 1)
