"""Calls of the HTTP API that are generated from its OpenAPI document."""

import atexit
from contextlib import ExitStack
from functools import cache

from tests.support.generated_calls import Calls, calls

CALLS = 5_000
CASES, OPERATIONS = 4, 28
ROUNDS = -(-CALLS // (CASES * OPERATIONS))


def one(seed: int) -> None:
    """Generated calls of each operation. Raises for an answer that the document denies."""
    # The first case of a round is always the simplest one.
    _served().check(seed % 2**32, CASES)


@cache
def _served() -> Calls:
    stack = ExitStack()
    atexit.register(stack.close)
    return stack.enter_context(calls())
