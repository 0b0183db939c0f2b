"""Packs: characters in moods, their names, their files and the archives that chats import."""

import io
import tarfile
import zipfile

import pytest

from model.errors import BadRequest
from model.image.export import EMOJI_BYTES
from model.image.packs import (
    FORMATS,
    NAME_LENGTH,
    PackFile,
    PackPicture,
    archive_name,
    archived,
    check_format,
    pack_file,
    shortcodes,
)
from model.image.sheet import pack_sheet
from model.recipe import Candidate
from model.sketch.drawing.compose import compose
from model.sketch.drawing.vector.raster import rasterize
from model.sketch.moods import DEFAULT, MOST_MOODS, Mood, in_mood, moods
from model.sketch.redraw import bundled
from model.sketch.scene import Scene

FROG = Scene("1F438", accessories=("wizard hat",), held=("1FA84",))
CHARACTERS = {
    "frog": FROG,
    "lemon": Scene("1F34B"),
    "cat": Scene("1F408"),
    "dancing lemon": Scene("1F34B", pose="dancing", accessories=("sunglasses",)),
    "dog on a bicycle": Scene("1F415", mount="1F6B2"),
    "cat in a box": Scene("1F408", inside="1F4E6"),
    "half cat half dog": Scene("1F431", half="1F436"),
    "sign": Scene("1FAA7", text="HI"),
    "cowboy": Scene("1F920"),
    "eating panda": Scene("1F43C", act="eating", held=("1F355",)),
}


@pytest.mark.parametrize("name", CHARACTERS)
def test_a_pack_has_as_many_different_pictures_as_moods(name: str) -> None:
    library = bundled()
    drawn = {
        mood: compose(library, in_mood(library, CHARACTERS[name], own), "fluent", 5).svg
        for mood, own in DEFAULT.items()
    }
    assert len(set(drawn.values())) == len(DEFAULT)


def test_a_character_stays_what_it_is() -> None:
    library = bundled()
    for name, scene in CHARACTERS.items():
        for own in DEFAULT.values():
            changed = in_mood(library, scene, own)
            assert (changed.mount, changed.inside) == (scene.mount, scene.inside), name
            assert changed.half == scene.half
            assert set(scene.accessories) <= set(changed.accessories)
            # A wizard's hat is not hidden under a party hat.
            assert sum(library.accessories[n].slot == "head" for n in changed.accessories) <= 1
            # Who had arms and legs keeps them, unless the pose gives them.
            assert changed.pose is not None or scene.pose is None
            assert changed.act is None
    assert in_mood(library, FROG, DEFAULT["love"]).held == FROG.held
    assert in_mood(library, CHARACTERS["cowboy"], DEFAULT["sad"]).accessories == ("cowboy hat",)
    cool = Scene("1F34B", expression="cool")
    for mood, own in DEFAULT.items():
        assert "sunglasses" in in_mood(library, cool, own).accessories, mood
    assert in_mood(library, cool, moods(library, "cheering")["cheering"]).expression == "cool"
    assert in_mood(library, CHARACTERS["dog on a bicycle"], DEFAULT["wave"]).held == ("1F44B",)


def test_people_choose_their_moods() -> None:
    library = bundled()
    assert moods(library) == moods(library, " , ") == DEFAULT
    chosen = moods(library, "Happy,  in  LOVE, cheering, happy")
    assert chosen == {
        "happy": DEFAULT["happy"],
        "in love": Mood("in love"),
        "cheering": Mood(pose="cheering"),
    }
    with pytest.raises(
        BadRequest,
        match=r"do not know the mood 'hangry'\. Did you mean 'angry'\? The usual ones are happy",
    ):
        moods(library, "happy, hangry")
    with pytest.raises(BadRequest, match=f"at most {MOST_MOODS}"):
        moods(library, ", ".join(library.expressions))


@pytest.mark.parametrize(
    ("titles", "first"),
    [
        (("Wizard Frog!", ""), "wizard_frog_in_love"),
        (("Crème brûlée",), "creme_brulee_in_love"),
        (("🍋+😎", "lemon with sunglasses"), "lemon_with_sunglasses_in_love"),
        (("Dancing Lemon with Sunglasses",), "dancing_lemon_in_love"),
        (("🍋", ""), "emoji_in_love"),
        (("x" * 60,), "x" * 24 + "_in_love"),
    ],
)
def test_names_are_what_all_chats_take(titles: tuple[str, ...], first: str) -> None:
    names = shortcodes(["in love", "in-love", "ok"], *titles)
    assert names[0] == first
    assert len(set(names)) == 3
    assert all(2 <= len(name) <= NAME_LENGTH for name in names)
    assert all(name.isascii() and name.replace("_", "").isalnum() for name in names)


def _sketch(motion: str | None = None) -> PackPicture:
    sketch = compose(bundled(), FROG, "noto", 5)
    rgba = rasterize(sketch.svg)
    picture = Candidate(rgba, 0.0, 5, 0.0, sketch.svg, sketch.parts)
    return PackPicture("happy", picture, {"scene": FROG.to_dict(), "style": "noto"}, motion)


def test_archives_are_those_that_chats_import() -> None:
    member = _sketch()
    sheet = io.BytesIO()
    pack_sheet({"frog_happy": member.picture}).save(sheet, "PNG")
    for name, kind in FORMATS.items():
        file = pack_file("frog_happy", member, kind.form(None))
        packed = archived(name, "frog", [file], sheet.getvalue(), "MIT")
        assert packed == archived(name, "frog", [file], sheet.getvalue(), "MIT")
        found = _unpacked(packed)
        assert len(file.data) <= min(EMOJI_BYTES, 128_000)
        folder = "frog/" if name == "zip" else ""
        assert found[f"{folder}frog_happy.png"] == file.data
        assert found[f"{folder}LICENCE.txt"] == b"MIT"
        # Mastodon would import the sheet as an emoji.
        assert [each for each in found if each.endswith("sheet.png")] == (
            ["frog/sheet.png"] if name == "zip" else []
        )
    assert archive_name("mastodon", "Wizard frog") == "wizard_frog-mastodon.tar.gz"
    with pytest.raises(BadRequest, match="no pack for 'teams': choose zip, mastodon, slack"):
        check_format("teams")


@pytest.mark.parametrize(
    ("name", "suffix", "magic", "most"),
    [("slack", ".gif", b"GIF89a", 128_000), ("mastodon", ".png", b"\x89PNG", 256 * 1024 - 1)],
)
def test_moving_pictures_keep_to_the_limits(
    name: str, suffix: str, magic: bytes, most: int
) -> None:
    kind = FORMATS[name]
    file = pack_file("frog_happy", _sketch("asked"), kind.form("asked"))
    assert isinstance(file, PackFile)
    assert file.suffix == suffix
    assert file.data.startswith(magic)
    assert len(file.data) <= most


def _unpacked(data: bytes) -> dict[str, bytes]:
    if data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return {name: archive.read(name) for name in archive.namelist()}
    found = {}
    with tarfile.open(fileobj=io.BytesIO(data), mode="r:gz") as archive:
        for entry in archive:
            file = archive.extractfile(entry)
            assert file is not None
            found[entry.name] = file.read()
    return found
