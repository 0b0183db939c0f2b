"""How torch's threads wait for each other. Does not import torch."""

import os

POLICY = "OMP_WAIT_POLICY"


def sleep_while_waiting() -> None:
    """Let OpenMP's threads sleep at a barrier instead of spinning.

    Call before torch is imported, which is when OpenMP reads the policy. Once another process is
    busy, a spinning thread takes the core from the thread it waits for, and painting takes up to 30
    times as long. A policy that the environment already sets is kept.
    """
    os.environ.setdefault(POLICY, "PASSIVE")
