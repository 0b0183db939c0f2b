"""The motions by name: what each asks of a Scene, and which one a Scene asks for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from model.sketch.drawing.layout.arrange import FIRE
from model.sketch.drawing.pose.moment import Moment
from model.sketch.motion import bodily, faces, wholes
from model.sketch.motion.follow import followed, together
from model.sketch.scene import Scene

At = Callable[[float, Scene], Moment]
# Figures of a group are this much of a loop later, in turn (overlapping action).
_LAGS = (0.0, 0.12, -0.09)


@dataclass(frozen=True, slots=True)
class Motion:
    """A loop of `seconds`; `at` maps the phase, 0 to 1, and the Scene to the places of parts.

    The Scene takes the `pose` and the first of the `expressions`, unless it has one of them or its
    base shows the motion, as a crying cat does. A
    motion of the `face` goes on top of the Scene's pose. `whole` pictures, such as painted ones,
    can do it as well. One that is `cut` leaves the frame.
    """

    name: str
    seconds: float
    at: At
    pose: str | None = None
    expressions: tuple[str, ...] = ()
    behind: str | None = None
    face: bool = False
    whole: bool = False
    cut: bool = False

    def dressed(self, scene: Scene) -> Scene:
        """The Scene with what the motion needs."""
        if _SHOWN.get(scene.base) == self.name:
            return scene
        if self.pose is not None:
            scene = replace(scene, pose=self.pose)
        if self.expressions and scene.expression not in self.expressions:
            scene = replace(scene, expression=self.expressions[0])
        if self.behind is not None and scene.behind is None and not scene.inside:
            scene = replace(scene, behind=self.behind)
        return scene

    def moments(self, scene: Scene, fps: float) -> list[tuple[Moment, ...]]:
        """For each frame, at least two, the moments of a group's figures."""
        count = max(2, round(self.seconds * fps))
        under = _POSED.get(scene.pose or "") if self.face else None
        at = self.at if under is None else together(self.at, under.at, self.seconds / under.seconds)
        return [
            tuple(followed(at, number / count - lag, scene) for lag in _LAGS)
            for number in range(count)
        ]


def offered(scene: Scene) -> list[Motion]:
    """All motions for a Scene, those that its words ask for first."""
    asked = [
        *(MOTIONS[_WORDS[word]] for word in scene.unread if word in _WORDS),
        _POSED.get(scene.pose or ""),
        MOTIONS[_SHOWN[scene.base]] if scene.base in _SHOWN else None,
        MOTIONS["run"] if scene.act == "chasing" else None,
        _FELT.get(scene.expression or ""),
        MOTIONS["fire"] if scene.behind == FIRE else None,
        MOTIONS["love"] if "heart eyes" in scene.accessories else None,
        MOTIONS["party"] if "party hat" in scene.accessories else None,
        MOTIONS["bounce"],
        *MOTIONS.values(),
    ]
    return list({motion.name: motion for motion in asked if motion is not None}.values())


def answered(scene: Scene) -> frozenset[str]:
    """The unread words of a Scene that its first motion shows, such as "spinning"."""
    return frozenset(word for word in scene.unread if word in _WORDS)


_CRYING = ("crying", "sobbing", "tearful")
_LAUGHING = ("laughing",)
_LOVING = ("in love", "adoring")
_ASLEEP = ("relieved", "sleeping", "sleepy")
MOTIONS: Mapping[str, Motion] = {
    motion.name: motion
    for motion in (
        Motion("bounce", 1.6, wholes.bounce, whole=True),
        Motion("dance", 1.0, bodily.dance, pose="dancing"),
        Motion("party", 1.4, wholes.party, face=True, whole=True),
        Motion("jump", 1.3, bodily.jump, pose="jumping"),
        Motion("wave", 1.1, bodily.greet, pose="waving"),
        Motion("laugh", 1.1, faces.laugh, expressions=_LAUGHING, face=True),
        Motion("love", 1.4, faces.love, expressions=_LOVING, face=True),
        Motion("cry", 1.5, faces.cry, expressions=_CRYING, face=True),
        Motion("run", 0.7, bodily.run, pose="running"),
        Motion("walk", 1.1, bodily.walk, pose="walking"),
        Motion("cheer", 1.2, bodily.cheer, pose="cheering"),
        Motion("flex", 1.1, bodily.flex, pose="flexing"),
        Motion("kick", 1.1, bodily.kick, pose="kicking"),
        Motion("shrug", 1.5, bodily.shrug, pose="shrugging"),
        Motion("fire", 1.2, bodily.fire, behind=FIRE, face=True),
        Motion("sleep", 2.6, bodily.sleep, expressions=_ASLEEP),
        Motion("look", 2.6, faces.look, face=True),
        Motion("nod", 1.3, faces.nod, face=True),
        Motion("no", 1.2, faces.refuse, face=True),
        Motion("spin", 1.4, wholes.spin, whole=True),
        Motion("wobble", 1.2, wholes.wobble, whole=True),
        Motion("float", 2.0, wholes.hover, whole=True),
        Motion("shake", 1.0, wholes.shake, whole=True),
        Motion("pop", 1.6, wholes.pop, whole=True),
        Motion("peek", 2.6, wholes.peek, whole=True, cut=True),
    )
}
# By pose and by expression, what a Scene asks for.
_POSED: Mapping[str, Motion] = {
    **{motion.pose: motion for motion in MOTIONS.values() if motion.pose is not None},
    "sleeping": MOTIONS["sleep"], "flying": MOTIONS["float"], "meditating": MOTIONS["float"],
}  # fmt: skip
_FELT: Mapping[str, Motion] = {
    **{felt: motion for motion in MOTIONS.values() for felt in motion.expressions},
    "furious": MOTIONS["shake"], "scared": MOTIONS["shake"], "anguished": MOTIONS["shake"],
    "dizzy": MOTIONS["wobble"], "woozy": MOTIONS["wobble"], "zany": MOTIONS["wobble"],
    "suspicious": MOTIONS["look"], "rolling eyes": MOTIONS["look"], "starstruck": MOTIONS["party"],
    "cool": MOTIONS["nod"], "relieved": MOTIONS["bounce"],
}  # fmt: skip
# Concepts that show a motion by themselves.
_SHOWN: Mapping[str, str] = {
    concept: name
    for name, concepts in (
        ("cry", "1F622 1F62D 1F63F"),
        ("laugh", "1F602 1F923 1F639 1F606"),
        ("love", "1F60D 1F970 1F618 1F63B 2764 1F495 1F496 1F498"),
        ("sleep", "1F634 1F62A"),
        ("dance", "1F483 1F57A"),
        ("run", "1F3C3 1F3C3-200D-2640 1F3C3-200D-2642"),
        ("walk", "1F6B6 1F6B6-200D-2640 1F6B6-200D-2642"),
        ("wave", "1F44B"),
        ("flex", "1F4AA 1F3CB"),
        ("party", "1F389 1F973 1FAA9"),
        ("float", "1F47B 1F388 1F6F8 1FAB6 1F681"),
        ("look", "1F440 1F644"),
        ("spin", "1F32A 2699 1F3A1 1F4BF"),
        ("shake", "1F976 1F621 1F92C 23F0 1F4F3"),
        ("wobble", "1F525 1F36E 1F974 1F635"),
        ("nod", "1F44D"),
        ("no", "1F645 1F44E"),
    )
    for concept in concepts.split()
}
# Words that mean nothing to a still picture.
_WORDS: Mapping[str, str] = {
    word: name
    for name, words in (
        ("spin", "spin spinning spins rotating rotates twirling twirls whirling revolving"),
        ("wobble", "wobble wobbling wobbles wobbly jiggling jiggles jiggly swaying sways"),
        ("float", "float floating floats hovering drifting levitating bobbing"),
        ("shake", "shake shaking shakes trembling shivering vibrating vibrates intensifies"),
        ("nod", "nod nodding nods agreeing yes"),
        ("no", "refusing refuses disagreeing no nope"),
        ("look", "blink blinking blinks glancing watching looking around"),
        ("peek", "peek peeking peeks"),
        ("pop", "popping pops appearing appears"),
        ("party", "disco rave raving partying"),
        ("bounce", "bouncy bounces"),
    )
    for word in words.split()
}
