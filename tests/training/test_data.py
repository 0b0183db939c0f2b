"""The data set: emoji sets, captions, splits, the cache, loading it, the contact sheet."""

import random
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from model.errors import Unavailable
from model.sketch.library import Library
from model.sketch.random_scene import BEHIND
from model.sketch.scene import Scene
from tests.support import small_sets
from training.data import split
from training.data.build import Options, Summary, build, digest
from training.data.captions import VARIANTS, icon_captions
from training.data.colour_names import colours
from training.data.composites import CompositeTask, composite_row
from training.data.contact_sheet import write_sheet
from training.data.dataset import load, newest, pictures
from training.data.emoji_sets import SETS, Packages, square_svg
from training.data.names import NamedEmoji, concept_id, spoken
from training.data.render import Failure, decode
from training.data.sampling_weights import icon_weight

LEMON = NamedEmoji("1F34B", "lemon", ("citrus", "fruit", "jealous"), "food-drink", "food-fruit")
LICENCES = {set_.style: "MIT" for set_ in SETS}


@pytest.fixture
def packages(tmp_path: Path) -> Packages:
    return small_sets.write(tmp_path / "emoji-sets")


@pytest.fixture
def built(packages: Packages, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("EMOJISMITH_HOME", str(tmp_path / "home"))
    return build(Options(composites=6), 1, packages)


def test_icons_find_their_emoji_and_leave_out_tones_and_doubles(packages: Packages) -> None:
    found = {icon.name: icon.emoji for icon in packages.icons(SETS[0])}
    concepts = {name: emoji.concept if emoji else None for name, emoji in found.items()}
    assert concepts == {
        "lemon": "1F34B",
        "waving-hand": "1F44B",
        "scooter": "1F6F5",
        "nothing-known": None,
    }


def test_an_icon_that_is_not_square_gets_a_wider_view() -> None:
    svg = square_svg({"body": "", "width": 32, "left": 4}, {"width": 16, "height": 16})
    assert 'viewBox="4 -8 32 32"' in svg


def test_without_npm_one_sentence_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Unavailable, match=r"install Node\.js"):
        Packages(tmp_path).install()


def test_npm_that_fails_is_quoted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    npm = tmp_path / "npm"
    npm.write_text("#!/bin/sh\necho 'npm error offline' >&2\nexit 1\n")
    npm.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin")
    with pytest.raises(Unavailable, match="npm error offline"):
        Packages(tmp_path).install()


def test_concepts_and_names() -> None:
    assert concept_id("1f441-fe0f-200d-1f5e8-fe0f") == "1F441-200D-1F5E8"
    assert spoken("flag: Chad") == "flag of chad"
    assert spoken("woman: red hair") == "woman with red hair"


def test_captions_vary_and_start_with_the_name() -> None:
    captions = icon_captions(LEMON, "twemoji", ("yellow", "green"), random.Random(3))
    assert captions[0] == "lemon"
    assert len(set(captions)) == VARIANTS
    text = " ".join(captions)
    assert "yellow" in text
    assert "jealous" not in text
    assert "twemoji" not in text


def test_colours_are_named_by_area() -> None:
    picture = np.zeros((128, 128, 4), np.uint8)
    picture[:80] = (221, 46, 68, 255)
    picture[80:120] = (255, 204, 77, 255)
    assert colours(picture) == ("red", "yellow")
    assert colours(np.zeros((128, 128, 4), np.uint8)) == ()


def test_flags_and_clocks_count_less() -> None:
    flag = NamedEmoji("1F1E8-1F1ED", "flag: Switzerland", (), "flags", "country-flag")
    clock = NamedEmoji("1F550", "one o'clock", (), "travel-places", "time")
    assert icon_weight(LEMON, "noto") == 1
    assert max(icon_weight(flag, "noto"), icon_weight(clock, "noto")) <= 0.05
    assert icon_weight(LEMON, "fxemoji") < 1


def test_a_twentieth_of_the_concepts_is_held_out_and_no_building_part() -> None:
    library = Library()
    things = {split.root(c.id) for c in library.concepts.values() if c.kind not in ("face", "flag")}
    held = [concept for concept in things if split.concept_is_held_out(concept)]
    assert 0.03 < len(held) / len(things) < 0.07
    accessories = library.accessories.values()
    worn = [
        accessory.concept
        for accessory in accessories
        if library.worn("fluent", accessory.name).concept == accessory.concept
    ]
    parts = [*worn, *library.expressions.values(), *BEHIND]
    assert [part for part in parts if not split.is_building_part(part)] == []


def test_variants_follow_their_base() -> None:
    assert split.root("1F469-200D-1F373") == split.root("1F468-200D-1F373")
    assert split.root("1F3C3-200D-2640") == "1F3C3"
    assert split.root("1F431") == split.root("1F408-200D-2B1B") == "1F408"


@pytest.mark.parametrize(
    "scene",
    [
        Scene("1F984", expression="angry"),
        Scene("1F984", expression="angry", pose="dancing", accessories=("crown",)),
        Scene("1F34B", pose="dancing", accessories=("sunglasses",)),
        Scene("1F34B", pose="dancing", accessories=("crown", "sunglasses"), held=("1F355",)),
        Scene("1F408", accessories=("top hat",)),
        Scene("1F431", accessories=("top hat",), colour="blue"),
        Scene("1F642", expression="jealous"),
    ],
)
def test_the_readme_is_never_trained_on(scene: Scene) -> None:
    assert split.split_of(scene) == split.COMBINATION


def test_pairs_are_held_out_whatever_else_is_shown() -> None:
    expressions = sorted(Library().expressions)
    held = [e for e in expressions if split.combination_is_held_out(Scene("1F34B", expression=e))]
    more = [Scene("1F34B", expression=e, colour="blue", count=2) for e in held]
    assert all(map(split.combination_is_held_out, more))
    assert split.split_of(Scene("1F34B")) == split.TRAIN
    assert split.split_of(Scene("1F34B", held=("1F955",))) == split.CONCEPT  # a held-out carrot


def test_the_same_combination_has_one_key() -> None:
    one, other = Scene("1F34B", unread=("very",)), Scene("1F34B")
    assert split.combination_key(one) == split.combination_key(other)
    assert split.combination_key(one) != split.combination_key(Scene("1F34B", count=2))


def test_composites_show_a_scene_in_two_styles_and_repeat() -> None:
    rows = [composite_row(CompositeTask(number, 5, 0.2, LICENCES)) for number in (8, 9)]
    again = composite_row(CompositeTask(9, 5, 0.2, LICENCES))
    assert not any(isinstance(row, Failure) for row in rows)
    one, other = (row for row in rows if not isinstance(row, Failure))
    assert one["scene"] == other["scene"]
    assert one["captions"] == other["captions"]
    assert one["style"] != other["style"]
    assert again == other


def test_the_data_set_is_built_once_and_read_back(built: Path, packages: Packages) -> None:
    summary = Summary.read(built)
    rows = load(built)
    assert newest() == built
    assert built.name == summary.digest == digest(Options(composites=6), packages)
    assert len(rows) == summary.rows == 7 * 3 + 6
    assert summary.failures == {
        f"{set_.package}/nothing-known": "no emoji has this name" for set_ in SETS
    }
    stamp = (built / "summary.json").stat().st_mtime_ns
    assert build(Options(composites=6), 1, packages) == built
    assert (built / "summary.json").stat().st_mtime_ns == stamp
    assert [path.name for path in built.parent.iterdir()] == [built.name]


def test_pictures_come_in_the_asked_order(built: Path) -> None:
    rows = load(built)
    order = [20, 0, 3, 0]
    images = pictures(rows, order)
    assert images.shape == (4, 128, 128, 4)
    assert np.array_equal(images[2], decode(rows[3]["image"]))
    assert np.array_equal(images[1], images[3])


def test_another_seed_is_another_data_set(packages: Packages) -> None:
    assert digest(Options(6, seed=1), packages) != digest(Options(6, seed=2), packages)


def test_no_data_set_is_said_in_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EMOJISMITH_HOME", str(tmp_path))
    with pytest.raises(Unavailable, match="python -m training data"):
        newest()


def test_a_picture_with_nothing_in_it_is_counted(
    packages: Packages, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EMOJISMITH_HOME", str(tmp_path / "home"))
    icons = tmp_path / "emoji-sets/node_modules/@iconify-json/noto/icons.json"
    bad = {"lemon": {"body": "<g/>"}, "scooter": {"body": "<unclosed"}}
    small_sets.put(icons, {"icons": bad, "width": 16, "height": 16})
    failures = Summary.read(build(Options(composites=0), 1, packages)).failures
    assert "nothing is visible" in failures["noto/lemon"]
    assert failures["noto/scooter"]


def test_the_sheet_shows_rows(built: Path, tmp_path: Path) -> None:
    write_sheet(load(built), tmp_path / "sheet.png", count=10)
    with Image.open(tmp_path / "sheet.png") as sheet:
        assert sheet.size == (1280, 2 * 260)
