"""Follow-through: what is loose goes on moving when the body stops, derived from any motion."""

from collections.abc import Callable
from dataclasses import replace

from model.sketch.drawing.pose.moment import AT_REST, Moment, Place
from model.sketch.scene import Scene

At = Callable[[float, Scene], Moment]
# How much later hats, ties and capes move, as a share of the loop.
_LAG = 0.06
_LIFTED, _TURNED, _NODDED = 0.09, 9.0, 5.0


def followed(at: At, phase: float, scene: Scene) -> Moment:
    """The moment of a motion, with heads, hats, ties, wings and held things drawn after."""
    now, past = at(phase, scene), at(phase - _LAG, scene)
    drop = now.figure.y - past.figure.y
    turn = _within(_turn(past) - _turn(now), _TURNED)
    lift = -min(_LIFTED, max(0.0, 0.8 * drop))
    sway = _within(_sway(past) - _sway(now), _NODDED)
    return replace(
        now,
        head=_moved(now.head, y=-0.5 * _within(drop, 0.1), turn=sway),
        hat=_moved(now.hat, y=lift, turn=0.5 * turn),
        hang=_moved(now.hang, turn=1.6 * turn, high=1 - 0.8 * drop),
        back=_moved(now.back, turn=0.8 * turn),
        held=_moved(now.held, turn=1.2 * turn + 90 * _within(drop, 0.1)),
    )


def together(face: At, body: At, times: float) -> At:
    """A motion of the face on top of the limbs of another, which runs a whole number of times."""
    cycles = max(1, round(times))

    def at(phase: float, scene: Scene) -> Moment:
        over, under = face(phase, scene), body(phase * cycles % 1.0, scene)
        figure = replace(
            over.figure,
            x=over.figure.x + under.figure.x,
            y=over.figure.y + under.figure.y,
            wide=over.figure.wide * under.figure.wide,
            high=over.figure.high * under.figure.high,
        )
        return replace(
            over,
            figure=figure,
            head=over.head if over.head != AT_REST else under.head,
            pose=under.pose,
            limbless=under.limbless,
            marks=under.marks,
            held=under.held,
        )

    return at


def _turn(moment: Moment) -> float:
    tilt = moment.pose.tilt if moment.pose is not None else 0.0
    return moment.figure.turn + moment.figure.lean + tilt + 60 * moment.face.x


def _sway(moment: Moment) -> float:
    """The turn of a body that has limbs of its own."""
    return _turn(moment) + moment.limbless.turn + moment.limbless.lean


def _within(value: float, most: float) -> float:
    return max(-most, min(most, value))


def _moved(place: Place, y: float = 0.0, turn: float = 0.0, high: float = 1.0) -> Place:
    return replace(place, y=place.y + y, turn=place.turn + turn, high=place.high * high)
