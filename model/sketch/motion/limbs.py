"""Arms and legs of poses in motion: the still pose is one phase of each."""

from collections.abc import Sequence
from dataclasses import replace

from model.sketch.drawing.pose.poses import Bend, Pose, still_pose
from model.sketch.motion.easing import hold, swing, track, wave

Bends = tuple[Bend, Bend]
# Forearms and shins follow upper arms and thighs by this much of a loop (overlapping action).
_LAG = 0.05
# Where feet point: the same way in every frame.
_APART, _AHEAD = (-1.0, 1.0), (1.0, 1.0)


def dancing(phase: float) -> Pose:
    """From the still to its mirror image and back, held at both (pose to pose)."""
    still = still_pose("dancing")
    assert still.legs is not None
    return replace(
        still,
        feet=_APART,
        arms=_to_mirror(still.arms, phase),
        legs=_to_mirror(still.legs, phase + 0.03),
        tilt=still.tilt * (1 - 2 * hold(swing(phase))),
    )


def _to_mirror(bends: Sequence[Bend], phase: float) -> Bends:
    upper, lower = (hold(swing(phase, 1, lag)) for lag in (0.0, _LAG))
    left, right = bends
    (a, b), (c, d) = left, right
    return (
        (a + upper * (-c - a), b + lower * (-d - b)),
        (c + upper * (-a - c), d + lower * (-b - d)),
    )


def running(phase: float, arms_swing: float = 1.0) -> Pose:
    """Thighs as a pendulum; the knee bends most when the leg comes forward."""
    legs = tuple(_step(phase + lag, 24, 52, 65, 44) for lag in (0.5, 0.0))
    arms = tuple(_pumped(phase, lag, -17, 55, 84, arms_swing) for lag in (0.5, 0.0))
    tilt = 12 + 2 * wave(phase, 2)
    return replace(
        still_pose("running"),
        feet=_AHEAD,
        arms=(arms[0], arms[1]),
        legs=(legs[0], legs[1]),
        tilt=tilt,
    )


def walking(phase: float, arms_swing: float = 1.0) -> Pose:
    """Legs as pendulums, the arms against them."""
    legs = tuple(_step(phase + lag, 3, 29, 19, 17) for lag in (0.5, 0.0))
    arms = tuple(_pumped(phase, lag, -4, 38, 29, arms_swing) for lag in (0.5, 0.0))
    tilt = 4 + 3 * wave(phase, 1, 0.1)
    return replace(
        still_pose("walking"),
        feet=_AHEAD,
        arms=(arms[0], arms[1]),
        legs=(legs[0], legs[1]),
        tilt=tilt,
    )


def _step(phase: float, middle: float, swings: float, bent: float, more: float) -> Bend:
    """A leg that is foremost at phase 0: directions of thigh and shin."""
    thigh = middle + swings * wave(phase + 0.25)
    return thigh, thigh - (bent - more * wave(phase))


def _pumped(
    phase: float, lag: float, middle: float, swings: float, bent: float, share: float
) -> Bend:
    """An arm that is foremost at phase `lag`; with a smaller `share` it stays nearer to that."""
    at = share * wave(phase + lag + 0.25) + (1 - share) * wave(lag + 0.25)
    upper = middle + swings * at
    return upper, upper + bent + 10 * share * wave(phase + lag + 0.25 - _LAG)


def waving(phase: float) -> Pose:
    """Two waves: the forearm swings, the upper arm follows a little."""
    still = still_pose("waving")
    left, (upper, lower) = still.arms
    far = hold(swing(phase, 2))
    arm = upper - 9 * swing(phase, 2, -_LAG), lower - 62 * far
    return replace(still, feet=_APART, arms=(left, arm), tilt=still.tilt + 4 * swing(phase, 1))


def flexing(phase: float) -> Pose:
    """The forearms open a little and close with force: anticipation."""
    still = still_pose("flexing")
    opened = track(phase, (0.0, 0.0), (0.2, 0.0), (0.55, 1.0), (0.8, -0.12))
    arms = tuple((side * (94 - 14 * opened), side * (198 - 66 * opened)) for side in (-1.0, 1.0))
    legs = ((-14 - 10 * opened, -2 + 12 * opened), (14 + 10 * opened, 2 - 12 * opened))
    return replace(still, feet=_APART, arms=(arms[0], arms[1]), legs=legs)


_CROUCH = Pose(arms=((-66, -40), (66, 40)), legs=((-66, 52), (66, -52)))
_BACK = Pose(arms=((-58, -86), (58, 86)), legs=((-70, 58), (70, -58)))
_REACH = Pose(arms=((-150, -172), (150, 172)), legs=((-10, -4), (10, 4)))
_STAND = Pose(arms=((-34, -18), (34, 18)), legs=((-8, -2), (8, 2)))


def jumping(phase: float) -> Pose:
    """The highest point, landing in a crouch, standing, anticipation, take-off."""
    still = still_pose("jumping")
    keys = (
        (0.0, still), (0.2, _REACH), (0.3, _CROUCH), (0.46, _STAND), (0.56, _STAND),
        (0.7, _BACK), (0.79, _REACH),
    )  # fmt: skip
    return _between(still, keys, phase)


def cheering(phase: float) -> Pose:
    """Two cheers: arms come down to the shoulders and shoot up."""
    still = still_pose("cheering")
    low = Pose(arms=((-84, -150), (84, 150)), legs=((-34, 22), (34, -22)))
    keys = ((0.0, still), (0.12, still), (0.32, low), (0.5, still), (0.62, still), (0.82, low))
    return _between(still, keys, phase)


def kicking(phase: float) -> Pose:
    """The leg swings back, kicks and comes to rest in the air."""
    still = still_pose("kicking")
    back = Pose(arms=((-30, -20), (88, 40)), legs=((10, -2), (-34, -96)), tilt=8)
    keys = ((0.0, still), (0.24, still), (0.56, back), (0.66, back), (0.88, still))
    return _between(still, keys, phase)


def shrugging(phase: float) -> Pose:
    still = still_pose("shrugging")
    low = Pose(arms=((-32, -34), (32, 34)), legs=still.legs)
    keys = ((0.0, still), (0.3, still), (0.5, low), (0.7, low), (0.88, still))
    return _between(still, keys, phase)


def _between(still: Pose, keys: Sequence[tuple[float, Pose]], phase: float) -> Pose:
    """The pose at a phase between key poses."""

    def at(pick: int, side: int, half: int) -> float:
        def angle(pose: Pose) -> float:
            limbs = pose.arms if pick == 0 else pose.legs
            assert limbs is not None
            return limbs[side][half]

        lag = _LAG * 0.5 * half
        return track(phase - lag, *((when, angle(pose)) for when, pose in keys))

    arms, legs = (
        tuple((at(pick, side, 0), at(pick, side, 1)) for side in (0, 1)) for pick in (0, 1)
    )
    tilt = track(phase, *((when, pose.tilt) for when, pose in keys))
    return replace(still, feet=_APART, arms=(arms[0], arms[1]), legs=(legs[0], legs[1]), tilt=tilt)
