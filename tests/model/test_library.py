"""The bundled library: complete in every style, small, with licences; damage is reported."""

import lzma
from pathlib import Path

import numpy as np
import pytest

from model.errors import BadModel
from model.sketch.drawing.art.slots import GARMENTS
from model.sketch.drawing.vector.raster import SVG_HEAD, rasterize
from model.sketch.library import FOLDER, Library
from training.library.anchors import RESOLUTION, measure
from training.library.svg import cut, in_view, without_base

FACE = (
    '<circle cx="50" cy="50" r="48" fill="#fc0"/>'
    '<g><circle cx="35" cy="42" r="5" fill="#222"/><circle cx="65" cy="42" r="5" fill="#222"/></g>'
    '<path d="M30 65h40v6H30z" fill="#800"/>'
)


@pytest.fixture(scope="module")
def library() -> Library:
    return Library()


def test_it_fits_the_bundle() -> None:
    assert sum(file.stat().st_size for file in FOLDER.iterdir()) <= 12_000_000


def test_the_words_of_the_dictionary_are_few_and_name_concepts(library: Library) -> None:
    assert (FOLDER / "words.json.xz").stat().st_size <= 300_000
    assert len(library.narrower) > 3000
    assert len(library.english) > 10_000
    assert set(library.narrower.values()) <= set(library.concepts)


def test_every_concept_has_art_in_three_styles(library: Library) -> None:
    assert library.styles == ("fluent", "noto", "twemoji")
    assert len(library.concepts) > 1300
    shown = [library.part(style, "1F34B") for style in library.styles]
    assert [part.style for part in shown] == list(library.styles)
    own = sum(library.part("twemoji", concept).style == "twemoji" for concept in library.concepts)
    assert own / len(library.concepts) > 0.9


@pytest.mark.parametrize("style", ["fluent", "noto", "twemoji"])
def test_features_are_faces_without_their_circle(library: Library, style: str) -> None:
    assert len(library.expressions) >= 40
    for name, concept in library.expressions.items():
        whole, alone = (
            _opaque(part.body, part.size)
            for part in (library.part(style, concept), library.features(style, name))
        )
        assert 0.005 < alone < 0.75 * whole, name


def test_accessories_and_expressions_are_drawn_from_concepts(library: Library) -> None:
    assert {accessory.slot for accessory in library.accessories.values()} >= {
        "eyes",
        "head",
        "neck",
        "ears",
    }
    worn = library.accessories.values()
    drawn = {accessory.concept for accessory in worn if accessory.concept is not None}
    assert drawn | set(library.expressions.values()) <= set(library.concepts)


def test_anchors_lie_in_the_frame(library: Library) -> None:
    for concept in library.concepts:
        anchors = library.part("fluent", concept).anchors
        points = [anchors.eyes[:2], anchors.head[:2], anchors.neck[:2], *anchors.hands]
        assert all(-0.1 <= value <= 1.1 for point in points for value in point), concept
        assert anchors.face in ("none", "own", "features", "hollow")


def test_names_in_other_languages(library: Library) -> None:
    assert len(library.languages) > 20
    assert library.names("de")["1F34B"][0] == "Zitrone"
    assert library.names("en")["1F984"][0] == "unicorn"


def test_no_such_concept(library: Library) -> None:
    with pytest.raises(KeyError):
        library.part("fluent", "0000")


def test_missing_and_damaged_files_are_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(BadModel, match="lacks"):
        _ = Library(tmp_path).concepts
    (tmp_path / "concepts.json.xz").write_bytes(b"not xz")
    with pytest.raises(BadModel, match="damaged"):
        _ = Library(tmp_path).concepts
    (tmp_path / "names").mkdir()
    (tmp_path / "names" / "de.json.xz").write_bytes(lzma.compress(b"{"))
    with pytest.raises(BadModel, match="damaged"):
        Library(tmp_path).names("de")


def test_a_face_loses_its_circle_and_nothing_else() -> None:
    rest = without_base(FACE, (0, 0, 100), 1)
    assert 'r="48"' not in rest
    assert rest.count("circle") == 2
    assert "path" in rest


def test_eyes_are_found_where_they_are_drawn() -> None:
    picture = rasterize(f'{SVG_HEAD} viewBox="0 0 100 100">{FACE}</svg>', RESOLUTION)
    _, eyes, head, _, _, _, face = measure(picture, may_have_face=True)
    assert face == "own"
    assert np.allclose(eyes, (0.5, 0.42, 0.3), atol=0.03)  # type: ignore[arg-type]
    assert np.allclose(head[:2], (0.5, 0.05), atol=0.05)  # type: ignore[index]


def test_a_ring_is_too_hollow_for_a_face() -> None:
    ring = '<circle cx="50" cy="50" r="44" fill="none" stroke="#000" stroke-width="6"/>'
    picture = rasterize(f'{SVG_HEAD} viewBox="0 0 100 100">{ring}</svg>', RESOLUTION)
    assert measure(picture, may_have_face=False)[-1] == "hollow"


def test_attribution_names_every_set_and_no_share_alike() -> None:
    text = (FOLDER.parent / "ATTRIBUTION.md").read_text()
    for name in ("Microsoft", "Google", "Twitter", "Emoji One", "Mozilla", "emojibase", "MiniLM"):
        assert name in text
    assert "-SA" not in text


def _opaque(body: str, size: tuple[float, float, float, float]) -> float:
    view = " ".join(str(value) for value in size)
    return float((rasterize(f'{SVG_HEAD} viewBox="{view}">{body}</svg>', 48)[..., 3] > 64).mean())


PARTS = sorted(name for name, part in Library().accessories.items() if part.concept is None)


@pytest.mark.parametrize("style", ["fluent", "noto", "twemoji"])
@pytest.mark.parametrize("name", PARTS)
def test_every_worn_part_is_drawn_in_every_style(library: Library, style: str, name: str) -> None:
    part = library.worn(style, name)
    assert part.style == style
    largest = 1.01 if library.accessories[name].slot in GARMENTS else 0.9  # cloth is cut to fit
    assert 0.003 < _opaque(part.body, part.size) < largest
    box = part.anchors.box
    assert box.w > 0.05
    assert box.h > 0.05


def test_what_people_ask_for_can_be_worn(library: Library) -> None:
    assert set(library.accessories) >= {
        "party hat", "wizard hat", "witch hat", "cowboy hat", "chef hat", "pirate hat", "santa hat",
        "beanie", "flower crown", "halo", "horns", "moustache", "beard", "monocle", "eye patch",
        "bow tie", "cape", "wings", "tail", "face mask", "bandage", "clown nose", "boxing gloves",
        "apron", "astronaut helmet", "headband", "earrings", "lipstick", "skateboard", "surfboard",
        "star eyes", "heart eyes", "dizzy eyes", "money eyes", "tears", "sweat drop", "blush",
        "zzz",
    }  # fmt: skip


def test_shapes_outside_of_the_view_box_are_removed(library: Library) -> None:
    inside = '<path d="M1 1h5v5z"/>'
    assert in_view(inside, (0, 0, 10)) == inside
    assert in_view(f'<path d="M1 14h5v5z"/>{inside}', (0, 0, 10)).count("<path") == 1
    assert len(library.part("noto", "1F4E6").body) < 4000


def test_letters_for_signs(library: Library) -> None:
    assert set("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!?") <= set(library.letters)
    width, outline = library.letters["G"]
    assert 40 < width < 110
    assert outline.startswith("M")


def test_cuts_keep_the_chosen_shapes_and_what_they_use() -> None:
    body = (
        '<defs><linearGradient id="a"/><linearGradient id="b"/></defs>'
        '<path d="M0 0h9v9z" fill="url(#a)"/><g><path d="M1 1h9v9z" fill="url(#b)"/></g>'
    )
    first = cut(body, (0, 0, 10), (0,), None)
    assert 'id="a"' in first
    assert 'id="b"' not in first
    assert first.count("<path") == 1
    assert cut(body, (0, 0, 10), (), None).count("<path") == 2
    half = cut(body, (0, 0, 10), (1,), (0, 0, 0.5, 1))
    assert 'clip-path="url(#region)"' in half
    assert "H5V10H0z" in half
