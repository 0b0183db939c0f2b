"""Changes of a Scene in words; what they do not speak of stays as it was, pixel by pixel."""

import re
import tomllib
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from model.errors import BadRequest
from model.sketch.drawing.compose import compose, rasterize
from model.sketch.language.change_phrases import is_comment, steps_back
from model.sketch.language.changes import EYES, Changes
from model.sketch.language.describe import describe
from model.sketch.language.translation.translator import Translator
from model.sketch.redraw import bundled
from model.sketch.scene import STYLES, Scene
from tests.support.change_chains import IDS, chains

CAT, LEMON, ROBOT, SMILEY, BALLOON = "1F408", "1F34B", "1F916", "1F642", "1F388"
CHANGES = Changes(bundled())


def after(scene: Scene, *words: str, language: str | None = None) -> Scene:
    for one in words:
        scene = CHANGES.read(scene, one, STYLES, "fluent", language).scene
    return scene


def test_chains_of_changes_are_read_as_people_mean_them() -> None:
    found = list(chains())
    assert len(found) >= 60
    for name, steps in found:
        assert len(steps) == 3, name
        scene, style = Scene(IDS[name]), "fluent"
        for words, expected in steps:
            if expected.startswith("! "):
                with pytest.raises(BadRequest, match=re.escape(expected[2:])):
                    CHANGES.read(scene, words, STYLES, style)
                continue
            changed = CHANGES.read(scene, words, (*STYLES, "ink"), style)
            scene, style = changed.scene, changed.style or style
            said = describe(bundled(), scene)
            said += f" [{changed.style}]" if changed.style else ""
            if changed.moves is not None:
                said += " [moves]" if changed.moves else " [still]"
            assert said == expected, (name, words)


def test_words_for_going_back() -> None:
    for words in ("back", "Go back!", "undo", "undo that", "one step back please", "previous one"):
        assert steps_back(words) == 1, words
    for words in ("back to the start", "original", "undo everything"):
        assert steps_back(words) == 0, words
    for words in ("with a backpack", "on its back", "undo the hat", ""):
        assert steps_back(words) is None, words


TABLE = Path(__file__).with_name("changes_in_languages.toml")
IN_OTHER_LANGUAGES = tomllib.loads(TABLE.read_text("utf-8"))


@pytest.mark.parametrize("language", IN_OTHER_LANGUAGES)
def test_changes_are_read_in_other_languages(language: str) -> None:
    hat, blue, bare, two, angrier, style, back = IN_OTHER_LANGUAGES[language]["changes"]
    cool = Scene(CAT, accessories=("sunglasses",))
    assert len(after(cool, hat, language=language).accessories) == 2
    assert after(cool, blue, language=language).colour == "blue"
    assert not after(cool, bare, language=language).accessories
    assert after(cool, two, language=language).count == 2
    assert after(cool, angrier, language=language).expression == "angry"
    assert CHANGES.read(cool, style, STYLES, "fluent", language).style == "noto"
    assert CHANGES.steps_back(back, language) == 1


def test_one_thing_is_worn_instead_of_another_in_any_word_order() -> None:
    cool = Scene(CAT, accessories=("sunglasses",))
    for words, language in (
        ("a crown instead of the glasses", None),
        ("the glasses replaced by a crown", None),
        ("statt der Brille eine Krone", "de"),
        ("gözlük yerine taç", "tr"),
        ("メガネの代わりに王冠", "ja"),
    ):
        assert after(cool, words, language=language).accessories == ("crown",), words


def test_a_chat_language_decides_between_two() -> None:
    assert after(Scene(LEMON), "instead of the lemon a cat").base == CAT
    no_style = "no estilo noto"
    with pytest.raises(BadRequest, match="to take away"):
        CHANGES.read(Scene(CAT), no_style, STYLES, "fluent")
    assert CHANGES.read(Scene(CAT), no_style, STYLES, "fluent", "pt").style == "noto"


def test_no_dictionary_is_loaded_to_see_that_nobody_goes_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    changes = Changes(bundled())
    monkeypatch.setattr(Translator, "best", None)
    for words in ("angrier", "with a qwzx", "mach es blau", "帽子をかぶって"):
        assert changes.steps_back(words, "de") is None


def test_comments_are_no_changes() -> None:
    for words in (one for table in IN_OTHER_LANGUAGES.values() for one in table["comments"]):
        assert is_comment(words), words
    for words in ("lol", "so cute!!", "hahaha", "👍", "Thanks, I love it", "😂😂", "that's me"):
        assert is_comment(words), words
    for words in ("cuter", "make it nice and blue", "no hat", "with love", "two of them", "angry"):
        assert not is_comment(words), words


@pytest.mark.parametrize(
    "words", ["", "  ", "!?", "frobnicate", "with a qwzx", "a hat and a qwzx", "the", "☃️☃️qwzx"]
)
def test_what_is_not_understood_changes_nothing(words: str) -> None:
    with pytest.raises(BadRequest, match=r"I did not understand|like that already"):
        CHANGES.read(Scene(CAT, accessories=("cape",)), words, STYLES, "fluent")


def test_more_than_can_be_drawn_is_said() -> None:
    dressed = after(Scene(CAT), "with a hat, sunglasses and a scarf", "with boots and a cape")
    for scene, words, says in (
        (dressed, "with headphones", "wears 5 things already"),
        (Scene(CAT, held=(BALLOON, "1F355")), "holding a rose", "hands are full"),
        (Scene(CAT, eyes=EYES[-1]), "bigger eyes", "cannot be larger"),
        (Scene(CAT, eyes=EYES[0]), "smaller eyes", "cannot be smaller"),
        (Scene(CAT), "less happy", "does not look happy"),
        (Scene(CAT), "without the hat", "no “hat” to take away"),
        (Scene(CAT), "bigger", "always fills its picture"),
        (Scene(CAT, colour="blue"), "make it blue", "like that already"),
    ):
        with pytest.raises(BadRequest, match=says):
            CHANGES.read(scene, words, STYLES, "fluent")


def pixels(scene: Scene, style: str, frame: str | None = None) -> npt.NDArray[np.float64]:
    """A Scene as premultiplied pixels, in the frame of another picture."""
    svg = compose(bundled(), scene, style, 7).svg
    if frame is not None:
        svg = re.sub(r'<g transform="[^"]*">', frame, svg, count=1)
    drawn = rasterize(svg, 128).astype(float)
    return np.asarray(drawn[..., :3] * drawn[..., 3:] / 255)


def frame_of(scene: Scene, style: str) -> str:
    found = re.search(r'<g transform="[^"]*">', compose(bundled(), scene, style, 7).svg)
    assert found is not None
    return found[0]


def difference(one: Scene, other: Scene, style: str) -> npt.NDArray[np.bool_]:
    """Where two Scenes differ, both in the frame of the second one."""
    frame = frame_of(other, style)
    apart = np.abs(pixels(one, style, frame) - pixels(other, style, frame))
    return np.asarray(apart.max(axis=-1) > 8)


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize(
    ("scene", "add", "colour"),
    [
        (Scene(LEMON, pose="dancing", expression="happy"), "with a top hat", "make the hat blue"),
        (Scene(ROBOT, held=("1F355",)), "holding a balloon", "make the balloon green"),
        (Scene(SMILEY, count=2), "with a bow tie", "make the bow tie green"),
    ],
)
def test_only_what_is_spoken_of_changes(style: str, scene: Scene, add: str, colour: str) -> None:
    more = after(scene, add)
    tinted = after(more, colour)
    added, painted = difference(scene, more, style), difference(more, tinted, style)
    assert added.any()
    assert painted.any()
    assert added.mean() < 0.35, "most of the picture stays"
    # Where the new thing has the colour of what it hides, adding it changes no pixel.
    assert (painted & ~added).sum() < 40, "a colour changes what was added and nothing else"
    without = after(tinted, f"without the {add.rpartition(' a ')[2]}")
    assert compose(bundled(), without, style, 7) == compose(bundled(), scene, style, 7)


@pytest.mark.parametrize("style", STYLES)
def test_eyes_change_around_the_eyes_and_a_border_around_all(style: str) -> None:
    scene = Scene(SMILEY)
    larger, sticker = after(scene, "bigger eyes"), after(scene, "as a sticker")
    eyes = difference(scene, larger, style)
    assert eyes.any()
    assert not eyes[80:].any(), "the mouth stays"
    ring = difference(scene, sticker, style)
    assert ring.any()
    assert not ring[40:88, 40:88].any(), "the face stays"
