"""Curves of the phase, and which of the twelve principles of animation each serves.

Phases are periodic: 1 is 0 again, and so is every curve.
"""

import math

from model.sketch.drawing.pose.moment import Particle


def wave(phase: float, beats: int = 1, lag: float = 0.0) -> float:
    """A sine, -1 to 1: arcs; with a `lag`, overlapping action."""
    return math.sin(2 * math.pi * beats * (phase - lag))


def swing(phase: float, beats: int = 1, lag: float = 0.0) -> float:
    """From 0 up to 1 and back: slow in and slow out."""
    return 0.5 - 0.5 * math.cos(2 * math.pi * beats * (phase - lag))


def hold(share: float) -> float:
    """Stays longer near 0 and near 1: poses that read before they change (timing)."""
    return share * share * (3 - 2 * share)


def track(phase: float, *keys: tuple[float, float]) -> float:
    """Keyframes (phase, value), first at 0, slow in and slow out between them (pose to pose)."""
    phase %= 1.0
    start, value = keys[0]
    for end, following in (*keys[1:], (1.0, keys[0][1])):
        if phase <= end:
            share = (phase - start) / (end - start) if end > start else 1.0
            return value + (following - value) * hold(share)
        start, value = end, following
    return value


def fall(phase: float, width: float) -> float:
    """Height 0 to 1 of a throw whose highest point is at phase 0: arcs under gravity."""
    return max(0.0, 1.0 - (_distance(phase, 0.0) / width) ** 2)


def peak(phase: float, when: float, width: float) -> float:
    """From 0 up to 1 at the phase `when` and back, such as a blink; 0 further away than `width`."""
    return hold(max(0.0, 1 - _distance(phase, when) / width))


def _distance(phase: float, when: float) -> float:
    return abs((phase - when + 0.5) % 1.0 - 0.5)


def life(age: float, birth: float = 0.22, death: float = 0.25) -> float:
    """The size of what appears at age 0 and is gone at age 1: appears and leaves without a jump."""
    if age < birth:
        return hold(age / birth)
    return hold((1 - age) / death) if age > 1 - death else 1.0


def rising(
    phase: float, kind: str, count: int, *, high: float, size: float, wide: float = 0.42
) -> tuple[Particle, ...]:
    """Things that rise around the upper body, swaying on their way (secondary action)."""
    particles = []
    for number in range(count):
        age = (phase + number / count + 0.1) % 1.0
        side = (-1, 1, -0.55, 0.6, -0.1)[number % 5]
        sway = 0.05 * wave(age, 1, number * 0.37)
        y = 0.16 + 0.1 * (number % 2) - high * (1 - (1 - age) ** 1.6)
        grown = size * life(age) * (1.0, 0.78, 0.9)[number % 3]
        turn = 14 * wave(age, 1, 0.2 * number)
        particles.append(Particle(kind, "top", wide * side + sway, y, grown, turn))
    return tuple(particles)
