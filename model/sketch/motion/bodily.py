"""Motions of the whole body: with limbs where the figure has drawn ones."""

from model.sketch.drawing.pose.moment import Moment, Particle, Place
from model.sketch.motion import limbs
from model.sketch.motion.easing import fall, hold, life, peak, rising, swing, track, wave
from model.sketch.scene import Scene

# How far arms swing: those that hold something do not carry it before the face.
_FREE, _BUSY = 1.0, 0.3


def squash(amount: float) -> tuple[float, float]:
    """Width and height of the same area, `amount` lower (squash) or higher (stretch, negative)."""
    return 1 / (1 - amount), 1 - amount


def dance(phase: float, scene: Scene) -> Moment:
    """Two beats a loop: the body dips on each; notes rise."""
    up = swing(phase, 2)
    wide, high = squash(0.05 * (1 - 2 * up))
    to = 1 - 2 * hold(swing(phase))
    return Moment(
        head=Place(turn=6 * to, y=0.05 * (1 - 2 * up)),
        figure=Place(y=-0.05 * up, wide=wide, high=high, x=-0.03 * to),
        limbless=Place(y=-0.05 * up, lean=7 * to, turn=3 * to),
        pose=limbs.dancing(phase),
        held=Place(turn=12 * wave(phase, 1, 0.1)),
        marks=tuple(_rising_mark(phase + 0.5 * number) for number in (0, 1)),
        eyes=_blinks(phase, 0.5),
    )


def _rising_mark(phase: float) -> Place:
    age = (phase + 0.35) % 1.0
    grown = life(age)
    return Place(
        y=0.1 - 0.26 * age, x=0.03 * wave(age), turn=12 * wave(age, 1, 0.3), wide=grown, high=grown
    )


def run(phase: float, scene: Scene) -> Moment:
    """A step each half of the loop, with a moment in the air after each."""
    air = swing(phase, 2, -0.1)
    wide, high = squash(0.035 * (1 - 2 * air))
    return Moment(
        head=Place(turn=2.5 * wave(phase, 2), y=0.04 * wave(phase, 2, 0.15)),
        figure=Place(y=-0.06 * air, wide=wide, high=high),
        limbless=Place(
            y=-0.1 * swing(phase, 2), turn=7 * wave(phase), lean=3 * wave(phase, 1, 0.12)
        ),
        pose=limbs.running(phase, _FREE if not scene.held else _BUSY),
        held=Place(turn=10 * wave(phase, 2, 0.1)),
        marks=tuple(_streak(phase + number / 3) for number in range(3)),
        back=Place(turn=6 * wave(phase, 2, 0.15)),
    )


def _streak(phase: float) -> Place:
    """A speed line that shoots back and fades by shrinking."""
    age = phase % 1.0
    return Place(x=0.06 - 0.14 * age, wide=max(0.02, life(age, 0.3, 0.5)))


def walk(phase: float, scene: Scene) -> Moment:
    wide, high = squash(0.02 * (1 - 2 * swing(phase, 2, 0.06)))
    return Moment(
        head=Place(turn=3 * wave(phase, 1, 0.15), y=0.03 * wave(phase, 2, 0.1)),
        figure=Place(wide=wide, high=high),
        limbless=Place(
            y=-0.035 * swing(phase, 2), turn=4.5 * wave(phase), lean=2 * wave(phase, 1, 0.1)
        ),
        pose=limbs.walking(phase, _FREE if not scene.held else _BUSY),
        held=Place(turn=7 * wave(phase, 1, 0.1)),
        eyes=_blinks(phase, 0.75),
    )


def greet(phase: float, scene: Scene) -> Moment:
    """Waves: the forearm leads, the body answers."""
    pulse = 0.86 + 0.2 * swing(phase, 2, 0.1)
    return Moment(
        head=Place(turn=6 * wave(phase, 1, 0.1)),
        figure=Place(y=-0.015 * swing(phase, 2), turn=2 * wave(phase)),
        limbless=Place(turn=5 * wave(phase, 2, -0.125), y=-0.02 * swing(phase, 2)),
        pose=limbs.waving(phase),
        held=Place(turn=9 * wave(phase, 2, 0.1)),
        marks=(Place(wide=pulse, high=pulse), Place(wide=2 - pulse, high=2 - pulse)),
        eyes=_blinks(phase, 0.3),
    )


def jump(phase: float, scene: Scene) -> Moment:
    """Anticipation, stretch, a throw's arc, squash, and coming to rest."""
    height = fall(phase, 0.24)
    low = track(
        phase, (0.0, 0.0), (0.16, -0.08), (0.22, -0.04), (0.29, 0.13), (0.42, -0.03), (0.52, 0.0),
        (0.68, 0.1), (0.77, -0.1), (0.88, -0.06),
    )  # fmt: skip
    wide, high = squash(low)
    shadow = 1 - 0.45 * height
    return Moment(
        head=Place(y=0.35 * low),
        figure=Place(y=-0.28 * height, wide=wide, high=high),
        pose=limbs.jumping(phase),
        held=Place(turn=-14 * wave(phase, 1, 0.08)),
        marks=(Place(wide=shadow, high=shadow),),
        eyes=Place(
            high=track(phase, (0.0, 1.06), (0.26, 0.7), (0.5, 1.0), (0.68, 0.6), (0.8, 1.0))
        ),
    )


def cheer(phase: float, scene: Scene) -> Moment:
    """Two hops with the arms up."""
    up = hold(swing(phase, 2, 0.25))
    wide, high = squash(0.09 * (1 - up) - 0.03)
    return Moment(
        head=Place(turn=4 * wave(phase), y=0.05 * (1 - up)),
        figure=Place(y=-0.09 * up, wide=wide, high=high),
        limbless=Place(turn=3 * wave(phase)),
        pose=limbs.cheering(phase),
        held=Place(turn=12 * wave(phase, 2, 0.1)),
        mouth=Place(high=0.9 + 0.2 * up),
    )


def kick(phase: float, scene: Scene) -> Moment:
    to = track(phase, (0.0, 0.0), (0.24, 0.0), (0.56, 1.0), (0.66, 1.0), (0.88, 0.0))
    return Moment(
        head=Place(turn=-5 * to),
        figure=Place(lean=5 * to),
        limbless=Place(turn=-4 + 12 * to),
        pose=limbs.kicking(phase),
        held=Place(turn=10 * wave(phase, 1, 0.1)),
    )


def shrug(phase: float, scene: Scene) -> Moment:
    up = 1 - track(phase, (0.0, 0.0), (0.3, 0.0), (0.5, 1.0), (0.7, 1.0), (0.88, 0.0))
    return Moment(
        head=Place(turn=7 * up, y=0.05 * up),
        figure=Place(high=1 - 0.035 * (1 - up), wide=1 + 0.02 * (1 - up)),
        limbless=Place(y=-0.03 * up, turn=3 * up),
        pose=limbs.shrugging(phase),
        face=Place(x=0.04 * up),
        eyes=Place(y=-0.08 * up),
    )


def flex(phase: float, scene: Scene) -> Moment:
    """Gathers, then swells: anticipation and exaggeration."""
    opened = track(phase, (0.0, 0.0), (0.2, 0.0), (0.55, 1.0), (0.8, -0.15))
    return Moment(
        head=Place(turn=3 * wave(phase), y=0.03 * opened),
        figure=Place(wide=1.04 - 0.07 * opened, high=1.01 - 0.05 * opened),
        limbless=Place(turn=2 * wave(phase, 2)),
        pose=limbs.flexing(phase),
        eyes=Place(high=0.86 + 0.14 * opened),
        particles=tuple(
            Particle("spark", "middle", side * 0.56, -0.36, 0.2 * _flash(phase), 20 * side)
            for side in (-1, 1)
        ),
    )


def _flash(phase: float) -> float:
    """Sparks when the muscles are hardest, once a loop."""
    return track(phase, (0.0, 1.0), (0.16, 0.8), (0.34, 0.0), (0.82, 0.0))


def sleep(phase: float, scene: Scene) -> Moment:
    """One slow breath a loop; letters rise, larger on their way."""
    breath = swing(phase)
    letters: tuple[Particle, ...] = ()
    if scene.pose != "sleeping" and scene.expression != "sleeping":
        letters = tuple(_letter(phase, number) for number in range(3))
    return Moment(
        head=Place(turn=3 - 2 * breath, y=0.05 - 0.03 * breath),
        figure=Place(wide=1 - 0.012 * breath, high=1 + 0.045 * breath),
        limbless=Place(turn=1.2 * wave(phase)),
        face=Place(y=0.05 - 0.02 * breath),
        mouth=Place(wide=1 - 0.1 * breath, high=1 + 0.15 * breath),
        marks=tuple(_dozing(phase + number / 3) for number in range(3)),
        particles=letters,
    )


def _dozing(phase: float) -> Place:
    return Place(y=-0.03 * wave(phase), x=0.02 * wave(phase, 1, 0.2), turn=5 * wave(phase, 1, 0.1))


def _letter(phase: float, number: int) -> Particle:
    age = (phase + number / 3) % 1.0
    size = (0.1 + 0.12 * age) * life(age, 0.2, 0.2)
    return Particle(
        "z", "top", 0.3 + 0.24 * age + 0.03 * wave(age), 0.1 - 0.3 * age, size, 8 * wave(age)
    )


def fire(phase: float, scene: Scene) -> Moment:
    """Flames lean and stretch from the ground up, each in its own time; embers rise."""
    shift = 0.012 * wave(phase, 3)
    return Moment(
        figure=Place(x=shift, y=-0.02 * swing(phase, 2)),
        behind=tuple(
            _flame(phase + lag, grows) for lag, grows in ((0.0, 0.75), (0.3, 1.2), (0.7, 1.2))
        ),
        particles=(
            *_front_flames(phase),
            *rising(phase, "ember", 5, high=0.34, size=0.07, wide=0.5),
        ),
        eyes=_blinks(phase, 0.6),
    )


def _flame(phase: float, grows: float) -> Place:
    lean = grows * (9 * wave(phase) + 4 * wave(phase, 2, 0.2))
    high = 1 + grows * (0.07 * wave(phase, 2) + 0.04 * wave(phase, 3, 0.1))
    return Place(lean=lean, high=high, wide=1 - 0.4 * (high - 1))


def _front_flames(phase: float) -> tuple[Particle, ...]:
    places = ((-0.42, 0.26), (-0.16, 0.17), (0.14, 0.2), (0.4, 0.24))
    return tuple(
        Particle(
            "flame",
            "feet",
            x,
            -0.42 * size,
            size,
            5 * wave(phase, 1, 0.3 * n),
            (phase + 0.29 * n) % 1,
        )
        for n, (x, size) in enumerate(places)
    )


def _blinks(phase: float, when: float) -> Place:
    """Eyes that shut for a moment around a phase."""
    return Place(high=1 - 0.9 * peak(phase, when, 0.07))
