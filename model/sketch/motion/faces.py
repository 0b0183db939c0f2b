"""Motions of the face, which go together with the limbs of a pose."""

from model.sketch.drawing.pose.moment import Moment, Particle, Place
from model.sketch.motion.easing import hold, life, peak, rising, swing, track, wave
from model.sketch.scene import Scene


def cry(phase: float, scene: Scene) -> Moment:
    """Two sobs a loop; tears form at the eyes, and fall faster and faster."""
    sob = hold(swing(phase, 2))
    tears = [_tear(phase + 0.5 * n + 0.21 * side, side) for side in (0, 1) for n in (0, 1)]
    return Moment(
        head=Place(y=0.05 * sob, turn=2 * wave(phase)),
        figure=Place(y=0.0, wide=1 + 0.025 * sob, high=1 - 0.04 * sob, turn=1.5 * wave(phase)),
        face=Place(y=0.02 * sob),
        eyes=Place(high=1 - 0.2 * sob),
        mouth=Place(wide=1 + 0.08 * sob, high=1 - 0.12 * sob),
        tears=_drawn_tear(phase + 0.4),
        swing=-5 * sob,
        particles=tuple(tears),
    )


def _drawn_tear(phase: float) -> Place:
    """The tear of the expression itself: forms at the eye, hangs, and falls."""
    age = phase % 1.0
    falling = max(0.0, (age - 0.62) / 0.38)
    size = hold(min(1.0, age / 0.4)) * (1 - hold(falling))
    return Place(y=0.6 * falling**2, wide=size, high=size)


def _tear(phase: float, side: int) -> Particle:
    age = phase % 1.0
    falling = max(0.0, (age - 0.3) / 0.7)
    grown = hold(min(1.0, age / 0.3)) * (1.0 if age < 0.86 else hold((1 - age) / 0.14))
    x = (0.03 + 0.07 * falling) * (1 if side else -1)
    y = 0.1 + 0.5 * falling**2
    return Particle("tear", ("left eye", "right eye")[side], x, y, 0.15 * grown, -8 * x * 20)


def laugh(phase: float, scene: Scene) -> Moment:
    """Three ha's a loop of a second and more; the body rocks, tears fly off in arcs."""
    ha = swing(phase, 3)
    rock = wave(phase)
    tears = [_flung(phase + 0.5 * n + 0.25 * side, side) for side in (0, 1) for n in (0, 1)]
    return Moment(
        head=Place(y=-0.04 * ha, turn=-5 * rock),
        figure=Place(y=-0.035 * ha, wide=1 - 0.02 * ha, high=1 + 0.03 * ha, turn=4 * rock),
        face=Place(y=-0.02 - 0.015 * ha),
        mouth=Place(high=0.9 + 0.22 * ha),
        tears=Place(wide=0.9 + 0.2 * ha, high=0.9 + 0.2 * ha),
        eyes=Place(high=1 - 0.12 * ha),
        swing=10 * ha,
        particles=tuple(tears),
    )


def _flung(phase: float, side: int) -> Particle:
    age = phase % 1.0
    out = 1 if side else -1
    x, y = out * (0.1 + 0.34 * age), 0.0 - 0.34 * age + 0.62 * age**2
    return Particle(
        "tear", ("left eye", "right eye")[side], x, y, 0.11 * life(age), out * (-60 + 120 * age)
    )


def love(phase: float, scene: Scene) -> Moment:
    """A heart's beat: a strong pulse and a weaker one after it; hearts rise."""
    beat = track(phase, (0.0, 0.15), (0.1, 1.0), (0.24, 0.1), (0.36, 0.6), (0.55, 0.0))
    pulse = 1 + 0.2 * beat
    return Moment(
        head=Place(turn=5 * wave(phase)),
        figure=Place(
            y=-0.02 * beat, wide=1 + 0.03 * beat, high=1 + 0.03 * beat, turn=3 * wave(phase)
        ),
        eyes=Place(wide=pulse, high=pulse),
        swing=6 * beat,
        particles=rising(phase, "heart", 4, high=0.36, size=0.2),
    )


def look(phase: float, scene: Scene) -> Moment:
    """Looks to one side and the other; eyes lead, the head follows, a blink hides each turn."""
    side = (
        (0.0, 0.0),
        (0.06, 0.0),
        (0.2, 1.0),
        (0.4, 1.0),
        (0.55, -1.0),
        (0.72, -1.0),
        (0.86, 0.0),
    )
    eyes, head = track(phase, *side), track(phase - 0.04, *side)
    shut = max(peak(phase, when, 0.055) for when in (0.12, 0.475, 0.79))
    return Moment(
        head=Place(turn=5 * head, x=0.02 * head),
        figure=Place(turn=1.5 * head, lean=2 * head),
        face=Place(x=0.06 * head, wide=1 - 0.03 * abs(head)),
        eyes=Place(x=0.12 * eyes, high=1 - 0.92 * shut),
        swing=2 * wave(phase, 2),
    )


def nod(phase: float, scene: Scene) -> Moment:
    """Up a little first (anticipation), then twice down."""
    down = track(
        phase, (0.0, 0.0), (0.1, -0.45), (0.28, 1.0), (0.46, -0.2), (0.62, 0.75), (0.8, -0.08),
        (0.92, 0.0),
    )  # fmt: skip
    return Moment(
        head=Place(y=0.1 * down, high=1 - 0.06 * abs(down)),
        figure=Place(wide=1 + 0.03 * down, high=1 - 0.055 * down),
        limbless=Place(y=0.01 * down, high=1 - 0.03 * down),
        face=Place(y=0.085 * down, high=1 - 0.05 * abs(down)),
        eyes=Place(high=1 - 0.35 * max(0.0, down)),
        hat=Place(y=0.03 * down),
        swing=-4 * down,
    )


def refuse(phase: float, scene: Scene) -> Moment:
    """Shakes the head twice, the second time less; the body turns a little with it."""
    side = track(
        phase, (0.0, 0.0), (0.14, 1.0), (0.34, -1.0), (0.54, 0.85), (0.72, -0.6), (0.88, 0.12)
    )
    return Moment(
        head=Place(x=0.05 * side, turn=3 * side, wide=1 - 0.05 * abs(side)),
        figure=Place(lean=4 * side, wide=1 - 0.03 * abs(side)),
        limbless=Place(lean=3 * side, turn=2 * side),
        face=Place(x=0.1 * side, wide=1 - 0.07 * abs(side)),
        eyes=Place(high=1 - 0.25 * abs(side)),
        swing=3 * abs(side),
    )
