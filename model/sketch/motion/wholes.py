"""Motions of a picture as a whole, which painted pictures can do too."""

from model.sketch.drawing.pose.moment import Moment, Particle, Place
from model.sketch.motion.bodily import squash
from model.sketch.motion.easing import hold, life, swing, track, wave
from model.sketch.scene import Scene


def bounce(phase: float, scene: Scene) -> Moment:
    """Two soft bounces with squash and stretch, and a blink in the second."""
    up = swing(phase, 2)
    wide, high = squash(0.045 * (1 - 2 * up) * (0.4 + 0.6 * abs(1 - 2 * up)))
    shut = hold(max(0.0, 1 - abs(phase % 1.0 - 0.62) / 0.045))
    return Moment(
        figure=Place(y=-0.07 * up, wide=wide, high=high),
        eyes=Place(high=1 - 0.92 * shut),
        swing=9 * swing(phase, 2, 0.08) - 4,
    )


def wobble(phase: float, scene: Scene) -> Moment:
    """Jelly: the top swings out and back, and again less (follow-through)."""
    lean = 9 * wave(phase, 1, -0.25) + 4 * wave(phase, 2, -0.15)
    low = 0.035 * wave(phase, 2, -0.1)
    wide, high = squash(low)
    return Moment(figure=Place(lean=lean, wide=wide, high=high), swing=7 * wave(phase, 2, 0.1))


def hover(phase: float, scene: Scene) -> Moment:
    """Up and down on air; wings beat."""
    beat = swing(phase, 3)
    return Moment(
        figure=Place(
            x=0.02 * wave(phase, 1, 0.25), y=-0.09 * swing(phase), turn=2.5 * wave(phase, 1, 0.1)
        ),
        back=Place(turn=3 * wave(phase, 1, 0.2), high=1 - 0.12 * beat),
        marks=(Place(high=1 - 0.45 * beat, y=0.04 * beat),),
        swing=8 * wave(phase, 1, 0.15),
        eyes=Place(high=1 - 0.9 * hold(max(0.0, 1 - abs(phase % 1.0 - 0.7) / 0.05))),
    )


def shake(phase: float, scene: Scene) -> Moment:
    """Trembles more and less, three times a second."""
    force = 0.6 + 0.4 * swing(phase)
    return Moment(
        figure=Place(
            x=0.03 * force * wave(phase, 3),
            y=0.016 * force * wave(phase, 2, 0.1),
            turn=2.2 * force * wave(phase, 3, 0.12),
        ),
        eyes=Place(high=1 + 0.08 * force),
        swing=6 * force * wave(phase, 3, 0.1),
    )


def spin(phase: float, scene: Scene) -> Moment:
    """Turns back a little first (anticipation), whirls once, and swings past its rest."""
    turn = track(phase, (0.0, 0.0), (0.16, -16.0), (0.78, 372.0), (0.9, 357.0), (0.9999, 360.0))
    fast = hold(max(0.0, 1 - abs(phase % 1.0 - 0.47) / 0.3))
    return Moment(as_one=True, middle=Place(turn=turn, wide=1 + 0.03 * fast, high=1 - 0.03 * fast))


def party(phase: float, scene: Scene) -> Moment:
    """All hues in a loop while the head goes round; strips of paper fall."""
    return Moment(
        figure=Place(
            x=0.06 * wave(phase, 1, 0.25), y=-0.05 * swing(phase, 2), lean=6 * wave(phase, 1, 0.1)
        ),
        swing=16 * swing(phase, 2, 0.1),
        particles=tuple(_paper(phase, number) for number in range(6)),
        hue=360 * (phase % 1.0),
    )


def _paper(phase: float, number: int) -> Particle:
    age = (phase + number * 0.37) % 1.0
    x = (-0.6, -0.36, -0.12, 0.14, 0.38, 0.6)[number] + 0.05 * wave(age, 1, number * 0.2)
    kind = ("confetti", "streamer")[number % 2]
    return Particle(kind, "top", x, -0.2 + 0.75 * age, 0.13 * life(age), 200 * age + 60 * number)


def pop(phase: float, scene: Scene) -> Moment:
    """Gone, then there, larger than it is for a moment (overshoot)."""
    size = track(
        phase, (0.0, 1.0), (0.34, 1.0), (0.42, 1.07), (0.54, 0.03), (0.6, 0.03), (0.72, 1.13),
        (0.82, 0.95), (0.91, 1.02),
    )  # fmt: skip
    return Moment(as_one=True, middle=Place(wide=size, high=size, turn=20 * min(0.0, size - 1)))


def peek(phase: float, scene: Scene) -> Moment:
    """Looks over the lower edge of the frame, to both sides, and ducks."""
    low = track(
        phase, (0.0, 0.33), (0.5, 0.33), (0.56, 0.28), (0.68, 2.2), (0.74, 2.2), (0.86, 0.26),
        (0.94, 0.35),
    )  # fmt: skip
    side = track(
        phase,
        (0.0, 0.0),
        (0.08, 0.0),
        (0.16, 1.0),
        (0.27, 1.0),
        (0.36, -1.0),
        (0.47, -1.0),
        (0.54, 0.0),
    )
    shut = hold(max(0.0, 1 - abs(phase % 1.0 - 0.315) / 0.035))
    return Moment(
        as_one=True,
        figure=Place(y=low, turn=1.5 * side),
        face=Place(x=0.05 * side),
        eyes=Place(x=0.12 * side, high=1 - 0.92 * shut),
    )
