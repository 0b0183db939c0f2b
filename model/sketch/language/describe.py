"""Captions: a Scene in English."""

import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from model.sketch.drawing.art.borrowed import BOTTOMS, TOPS
from model.sketch.library import Library
from model.sketch.scene import Scene

_NUMBERS = {2: "two", 3: "three", 4: "four", 5: "five", 6: "six", 7: "seven", 8: "eight", 9: "nine"}
_IRREGULAR: Mapping[str, str] = {
    "mouse": "mice", "goose": "geese", "tooth": "teeth", "foot": "feet", "person": "people",
    "man": "men", "woman": "women", "child": "children", "leaf": "leaves", "knife": "knives",
    "wolf": "wolves", "scarf": "scarves", "loaf": "loaves", "ox": "oxen", "cactus": "cacti",
    "potato": "potatoes", "tomato": "tomatoes", "mango": "mangoes", "volcano": "volcanoes",
    "mosquito": "mosquitoes", "hero": "heroes", "superhero": "superheroes", "dice": "dice",
}  # fmt: skip
_SAME = frozenset(
    {"sheep", "deer", "moose", "bison", "fish", "squid", "shrimp", "rice", "bread", "luggage"}
)
# Singular words that end in s.
_SINGULAR_S = frozenset({"bus", "octopus", "compass", "dress", "glass", "cross", "cactus", "lotus"})
_UNCOUNTED = frozenset(
    {"rice", "bread", "luggage", "ice", "fire", "money", "sushi", "spaghetti", "armour"}
)
# Expressions that follow the noun instead of preceding it, for one thing.
_AFTER: Mapping[str, tuple[str, ...]] = {
    "in love": ("in love", "with heart eyes"),
    "rolling eyes": ("rolling its eyes",),
    "yum": ("licking its lips",),
    "rich": ("with money eyes",),
    "adoring": ("surrounded by hearts", "full of love"),
}
_WEATHERS: Mapping[str, str] = {"snow": "in the snow", "rain": "in the rain", "storm": "in a storm"}
_BEHIND: Mapping[str, tuple[str, ...]] = {
    "1F525": ("on fire", "in flames", "with fire behind it"),
    "1F4A5": ("in front of an explosion", "exploding"),
    "1F4A6": ("splashing in water", "with water drops"),
    "1FA90": ("in space",),
    "1F315": ("on the moon",),
    "1F319": ("at night",),
    "1F327": ("in the rain",),
    "2744": ("in the snow",),
    "1F3D6": ("at the beach",),
    "1F332": ("in a forest",),
    "1F334": ("in the jungle",),
    "1F30A": ("in the water",),
    "1F3D9": ("in the city",),
    "1F307": ("at sunset",),
    "2601": ("in the clouds",),
    "1F3D5": ("at a campfire",),
    "E418": ("in the kitchen",),
    "1F6CF": ("in bed",),
}


_DOING: Mapping[str, tuple[str, ...]] = {
    "eating": ("eating", "munching"),
    "throwing": ("throwing", "tossing"),
    "drinking": ("drinking", "sipping"),
    "brushing": ("brushing its teeth with",),
    "hugging": ("hugging", "cuddling"),
    "reading": ("reading",),
    "playing": ("playing",),
    "typing": ("typing on",),
    "knitting": ("knitting",),
    "carrying": ("carrying", "lifting"),
    "juggling": ("juggling",),
    "breathing": ("breathing",),
}
_DEEDS = frozenset({
    "knitting", "praying", "bowing", "melting", "lifting weights", "jumping rope", "in a puddle",
    "upside down",
    "high fiving", "shaking hands", "holding hands", "hugging", "kissing", "fighting",
    "marrying", "clinking", "talking", "making a heart", "at a table",
})  # fmt: skip
_WITH: Mapping[str, tuple[str, ...]] = {
    "high fiving": ("high fiving",), "shaking hands": ("shaking hands with",),
    "holding hands": ("holding hands with",), "talking": ("talking to",),
    "dancing": ("dancing with",), "making a heart": ("making a heart with",),
    "together": ("and",), "best friends": ("best friends with",), "facing": ("looking at",),
    "clinking": ("clinking with",), "at a table": ("at a table with",),
    "chasing": ("chasing", "running after"),
    **{act: (act,) for act in ("hugging", "kissing", "fighting", "punching", "marrying",
                               "pushing", "pulling", "feeding")},
}  # fmt: skip
_ON_BODY: Mapping[str, str] = {"on the back": "on its back", "on the head": "on its head"}


def plural(name: str) -> str:
    """The plural of a concept's English name."""
    for link in (" with ", " of ", " in ", " on "):
        if link in name:
            head, tail = name.split(link, 1)
            return f"{plural(head)}{link}{tail}"
    words = name.split(" ")
    last = words[-1]
    if last in _IRREGULAR:
        last = _IRREGULAR[last]
    elif is_plural(last) or last in _SAME:
        pass
    elif last.endswith(("s", "x", "ch", "sh", "z")):
        last += "es"
    elif last.endswith("y") and last[-2:-1] not in set("aeiou"):
        last = last[:-1] + "ies"
    else:
        last += "s"
    return " ".join([*words[:-1], last])


def is_plural(word: str) -> bool:
    """Whether an English name is already plural ("glasses", "beans")."""
    last = word.split(" ")[-1]
    return last.endswith("s") and not last.endswith("ss") and last not in _SINGULAR_S


def a(name: str) -> str:
    """The name with "a" or "an" if it takes an article."""
    if is_plural(name) or name.split(" ")[-1] in _UNCOUNTED:
        return name
    return (
        f"an {name}" if name[0] in "aeiou" and not name.startswith(("uni", "one")) else f"a {name}"
    )


def describe(library: Library, scene: Scene, rng: random.Random | None = None) -> str:
    """A caption for a Scene: always the same without an rng, a random wording with one."""
    pick = _Pick(rng)
    name = library.concepts[scene.base].name
    if scene.half is not None:
        return f"half {name} half {library.concepts[scene.half].name}"
    before, after = _qualities(scene, " with " not in name, pick)
    noun = " ".join([*before, plural(name) if scene.count > 1 else name])
    if scene.count > 1:
        noun = _counted(scene.count, noun, pick)
    elif pick.chance(0.35):
        noun = a(noun)
    return " ".join([noun, *after, *_attached(library, scene, pick)])


class _Pick:
    """Random choices; without an rng always the first option."""

    def __init__(self, rng: random.Random | None) -> None:
        self._rng = rng

    def one(self, options: Sequence[str]) -> str:
        return options[0] if self._rng is None else self._rng.choice(options)

    def chance(self, share: float) -> bool:
        return self._rng is not None and self._rng.random() < share

    def mixed(self, words: list[str]) -> list[str]:
        if self._rng is not None:
            self._rng.shuffle(words)
        return words


def _qualities(scene: Scene, may_follow: bool, pick: _Pick) -> tuple[list[str], list[str]]:
    """The qualifiers before the noun and those after it."""
    before: list[str] = []
    after: list[str] = []
    if scene.expression and scene.expression in _AFTER:
        words = pick.one(_AFTER[scene.expression])
        after.append(words.replace("its", "their") if scene.count > 1 else words)
    elif scene.expression:
        before.append(scene.expression)
    if scene.pose:
        (after if may_follow and pick.chance(0.3) else before).append(scene.pose)
    if pick.chance(0.25):
        before = pick.mixed(before)
    if scene.colour:
        before.append(scene.colour)
    if scene.material == "broken":
        before.append(scene.material)
    elif scene.material:
        after.append(f"made of {scene.material}")
    return before, after


def _counted(count: int, noun: str, pick: _Pick) -> str:
    number = _NUMBERS.get(count, str(count))
    options = [f"{number} {noun}", f"{count} {noun}"]
    group = {2: "a pair of", 3: "a trio of"}.get(count, "a group of")
    return pick.one([*options, f"{number} {noun}", f"{group} {noun}"])


def _attached(library: Library, scene: Scene, pick: _Pick) -> list[str]:
    """Clauses for accessories, held things and the background."""
    clauses = []
    if scene.accessories:
        worn = " and ".join(a(_tinted(scene, name, name)) for name in scene.accessories)
        default = "with" if not scene.held else "wearing"
        clauses.append(f"{pick.one([default, 'wearing', 'with', 'in'])} {worn}")
    if scene.text:
        clauses.append(f"{pick.one(['with a sign that says', 'saying'])} {scene.text}")
    if scene.held:
        held = " and ".join(_several(library, scene, c, n) for c, n in Counter(scene.held).items())
        verbs = _DOING.get(scene.act or "", ("holding", "holding", "with", "carrying"))
        place = _ON_BODY.get(scene.act or "")
        clauses.append(f"with {held} {place}" if place else f"{pick.one(verbs)} {held}")
    elif scene.act in _DEEDS and scene.beside is None:
        clauses.append(scene.act)
    if len(clauses) == 2 and pick.chance(0.3):
        clauses.reverse()
    clauses += _borrowed(library, scene)
    clauses += _related(library, scene, pick)
    if scene.act == "in a row":
        clauses.append("in a row")
    if scene.behind:
        thing = a(library.concepts[scene.behind].name)
        options = (f"in front of {thing}", f"with {thing} behind it", f"with {thing}")
        clauses.append(pick.one(_BEHIND.get(scene.behind, options)))
        clauses += [f"at {scene.time}"] if scene.time else []
        clauses += [_WEATHERS[scene.weather]] if scene.weather else []
    if scene.eyes != 1:
        clauses.append("with big eyes" if scene.eyes > 1 else "with small eyes")
    if scene.outline:
        clauses.append(f"with a {scene.outline} outline")
    return clauses


def _borrowed(library: Library, scene: Scene) -> Iterator[str]:
    """Clauses for what the base has of other things."""
    if scene.like:
        yield f"in the colours of {a(library.concepts[scene.like].name)}"
    for concept, cuts in ((scene.top, TOPS), (scene.bottom, BOTTOMS)):
        if concept:
            yield f"with the {cuts[concept].name} of {a(library.concepts[concept].name)}"
    if scene.mouth:
        yield f"with the mouth of {a(library.concepts[scene.mouth].name)}"


def _related(library: Library, scene: Scene, pick: _Pick) -> Iterator[str]:
    """Clauses for what the base is on, in, under and next to."""
    mounted: tuple[str, ...] = ("riding", "on", "on top of")
    if scene.act == "jumping over":
        mounted = ("jumping over",)
    elif scene.act in _ON_BODY:
        mounted = (f"{scene.act} of",)
    for concept, links, number in (
        (scene.mount, mounted, 1),
        (scene.inside, ("in", "inside"), 1),
        (scene.over, ("under", "below"), 1),
        (scene.hidden, ("behind", "hiding behind"), 1),
        (scene.beside, _WITH.get(scene.act or "", ("next to", "beside")), scene.beside_count),
    ):
        if concept:
            yield f"{pick.one(links)} {_several(library, scene, concept, number)}"


def _several(library: Library, scene: Scene, concept: str, number: int) -> str:
    """A thing in its colour, with an article or a number."""
    name = library.concepts[concept].name
    if number == 1:
        return a(_tinted(scene, concept, name))
    return f"{_NUMBERS.get(number, str(number))} {_tinted(scene, concept, plural(name))}"


def _tinted(scene: Scene, key: str, name: str) -> str:
    colour = dict(scene.tints).get(key)
    return f"{colour} {name}" if colour else name
