"""The composer: its parts, the frame, repeatability, and variation by seed."""

import random
import re
from itertools import pairwise
from xml.etree import ElementTree

import numpy as np
import numpy.typing as npt
import pytest

from model.sketch.drawing.art import pieces
from model.sketch.drawing.art.pieces import UNIT, Table
from model.sketch.drawing.art.wearer import is_whole
from model.sketch.drawing.body.body import DrawingContext, draw_body
from model.sketch.drawing.body.limb_ink import limb_ink
from model.sketch.drawing.colour import rim
from model.sketch.drawing.colour.oklch import parse_colour, to_hex
from model.sketch.drawing.colour.recolour import COLOURS, RAINBOW, dominant, recolour
from model.sketch.drawing.compose import POSES, Sketch, compose, rasterize
from model.sketch.drawing.face.expression import lay_features
from model.sketch.drawing.pose.poses import Ink
from model.sketch.drawing.vector.geometry import Affine, Bounds, convex_hull
from model.sketch.language.describe import describe, plural
from model.sketch.library import Library
from model.sketch.random_scene import random_scene
from model.sketch.scene import STYLES, Scene

LEMON, CAT, PIZZA, ROSE, FIRE, FOX = "1F34B", "1F431", "1F355", "1F339", "1F525", "1F98A"
SMILEY, STRAWBERRY, MELON = "1F642", "1F353", "1F349"
SCENES = (
    Scene(LEMON, pose="dancing", accessories=("sunglasses",)),
    Scene(CAT, accessories=("top hat",), held=(ROSE,)),
    Scene(PIZZA, expression="crying"),
    Scene(CAT, expression="angry", behind=FIRE),
    Scene(SMILEY, expression="jealous", held=(PIZZA, ROSE)),
    Scene(STRAWBERRY, colour="blue", accessories=("crown",), count=3),
)


@pytest.fixture(scope="module")
def library() -> Library:
    return Library()


def pixels(sketch: Sketch) -> npt.NDArray[np.float64]:
    return rasterize(sketch.svg, 64).astype(np.float64)


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: "-".join(scene.to_dict()))
def test_stays_inside_the_frame_with_unique_ids(library: Library, scene: Scene, style: str) -> None:
    sketch = compose(library, scene, style, seed=3)
    assert 'viewBox="0 0 128 128"' in sketch.svg
    alpha = rasterize(sketch.svg)[..., 3]
    assert alpha.any()
    assert not np.concatenate([alpha[:2].ravel(), alpha[-2:].ravel()]).any()
    assert not np.concatenate([alpha[:, :2].ravel(), alpha[:, -2:].ravel()]).any()
    ids = re.findall(r'\bid="([^"]+)"', sketch.svg)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r"url\(#([^)]+)\)", sketch.svg)) <= set(ids)


def test_is_deterministic_and_four_seeds_differ(library: Library) -> None:
    for scene in SCENES:
        four = [compose(library, scene, "fluent", seed) for seed in range(4)]
        assert [compose(library, scene, "fluent", seed) for seed in range(4)] == four
        pictures = [pixels(sketch) for sketch in four]
        for one, other in pairwise(pictures):
            assert np.abs(one - other).mean() > 2


def test_notes_the_parts_it_used(library: Library) -> None:
    sketch = compose(library, Scene(CAT, held=(ROSE,), behind=FIRE), "noto", 0)
    assert set(sketch.parts) == {CAT, ROSE, FIRE}


def test_an_expression_replaces_the_whole_face_of_a_smiley(library: Library) -> None:
    sketch = compose(library, Scene(SMILEY, expression="angry"), "fluent", 0)
    assert sketch.parts == (library.expressions["angry"],)


@pytest.mark.parametrize("pose", POSES)
def test_every_pose_gives_a_lemon_limbs(library: Library, pose: str) -> None:
    still = compose(library, Scene(LEMON), "fluent", 1)
    posed = compose(library, Scene(LEMON, pose=pose), "fluent", 1)
    assert posed.svg.count("<path") >= still.svg.count("<path") + 4


@pytest.mark.parametrize("expression", ["angry", "crying", "happy"])
def test_features_can_be_seen_on_a_dark_base(library: Library, expression: str) -> None:
    for style in STYLES:
        plain = compose(library, Scene(PIZZA, colour="black"), style, 0)
        faced = compose(library, Scene(PIZZA, colour="black", expression=expression), style, 0)
        light = (pixels(faced)[..., :3].min(axis=-1) > 180) & (pixels(faced)[..., 3] > 200)
        was = (pixels(plain)[..., :3].min(axis=-1) > 180) & (pixels(plain)[..., 3] > 200)
        assert light.sum() > was.sum() + 20, style


def test_counts_what_is_asked_for(library: Library) -> None:
    one = compose(library, Scene(FOX), "twemoji", 0).svg
    for count in (2, 3, 4, 5):
        many = compose(library, Scene(FOX, count=count), "twemoji", 0).svg
        assert many.count("<path") == count * one.count("<path")


@pytest.mark.parametrize("colour", sorted(COLOURS))
def test_recolours_the_body(library: Library, colour: str) -> None:
    sketch = compose(library, Scene(STRAWBERRY, colour=colour), "fluent", 0)
    rgba = rasterize(sketch.svg, 48)
    found = dominant(rgba[rgba[..., 3] > 200][:, :3])
    asked = COLOURS[colour].middle
    if colour == RAINBOW:
        assert "linearGradient" in sketch.svg
        return
    if asked.chroma > 0.06:
        assert abs((found.hue - asked.hue + 180) % 360 - 180) < 25
    assert abs(found.light - asked.light) < 0.16


def test_recolouring_keeps_the_order_of_lightness() -> None:
    body = '<path fill="#f33"/><path fill="#c00000"/><path fill="#00d26a"/><stop stop-color="red"/>'
    main = parse_colour("#e02020")
    assert main is not None
    painted = recolour(body, main[0], "blue", (0, 0, 1, 1), False)
    light, dark, leaf, stop = (parse_colour(text) for text in re.findall(r'"(#\w+)"', painted))
    assert light
    assert dark
    assert leaf
    assert stop
    assert light[0].light > dark[0].light
    assert "#00d26a" in painted
    assert all(240 < colour[0].hue < 285 for colour in (light, dark, stop))


def test_colours_survive_the_way_there_and_back() -> None:
    for text in ("#86d72f", "#402a32", "#ffffff", "#5092ff"):
        parsed = parse_colour(text)
        assert parsed is not None
        assert to_hex(parsed[0]) == text
    assert parse_colour("none") is None
    assert parse_colour("url(#a)") is None


def test_raster_has_straight_alpha() -> None:
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8">'
        '<path fill="#f00" fill-opacity=".5" d="M0 0h8v8H0z"/></svg>'
    )
    rgba = rasterize(svg, 8)
    assert rgba.dtype == np.uint8
    assert rgba.shape == (8, 8, 4)
    assert rgba[4, 4, 0] == 255
    assert abs(int(rgba[4, 4, 3]) - 128) <= 1


def test_affine_maps_compose_right_to_left() -> None:
    both = Affine.move(10, 0) @ Affine.scale(2)
    assert both.at((1, 1)) == (12, 2)
    assert Affine.mirror(50).at((10, 7)) == (90, 7)
    x, y = Affine.turn(90).at((1, 0))
    assert abs(x) < 1e-9
    assert abs(y - 1) < 1e-9
    assert Affine.scale(3).bounds(Bounds(0, 0, 1, 2)) == Bounds(0, 0, 3, 6)


def test_hull_keeps_only_the_corners() -> None:
    square = [(x / 4, y / 4) for x in range(5) for y in range(5)]
    assert set(convex_hull(square)) == {(0, 0), (0, 1), (1, 0), (1, 1)}


def test_random_scenes_show_every_kind_of_attribute_and_can_be_drawn(library: Library) -> None:
    rng = random.Random(2)
    concepts = [name for name, concept in library.concepts.items() if concept.kind != "flag"]
    scenes = [random_scene(library, rng, concepts) for _ in range(400)]
    kinds = {kind for scene in scenes for kind in scene.to_dict()}
    assert kinds == {
        "base", "expression", "pose", "colour", "accessories", "held", "behind", "count",
        "mount", "inside", "over", "beside", "act", "text", "hidden", "material", "half",
    }  # fmt: skip
    assert all(len(scene.to_dict()) <= 4 for scene in scenes)
    for number, scene in enumerate(scenes[:12]):
        assert rasterize(compose(library, scene, STYLES[number % 3], number).svg, 32).any()


def test_describes_a_scene_in_plain_words(library: Library) -> None:
    scene = Scene(LEMON, pose="dancing", accessories=("sunglasses",))
    assert describe(library, scene) == "dancing lemon with sunglasses"
    assert describe(library, Scene(FOX, count=3)) == "three foxes"
    worn = Scene("1F984", expression="angry", colour="blue", accessories=("crown",), held=(PIZZA,))
    assert describe(library, worn) == "angry blue unicorn wearing a crown holding a pizza"
    assert describe(library, Scene("1F436", behind=FIRE)).endswith("on fire")


def test_describes_in_many_ways(library: Library) -> None:
    scene = Scene(LEMON, expression="happy", pose="dancing", accessories=("crown",), held=(ROSE,))
    rng = random.Random(0)
    captions = {describe(library, scene, rng) for _ in range(40)}
    assert len(captions) > 8
    for caption in captions:
        assert all(word in caption for word in ("lemon", "dancing", "happy", "crown", "rose"))


@pytest.mark.parametrize(
    ("one", "many"),
    [
        ("fox", "foxes"),
        ("cherry blossom", "cherry blossoms"),
        ("mouse", "mice"),
        ("glass of milk", "glasses of milk"),
        ("strawberry", "strawberries"),
        ("sunglasses", "sunglasses"),
        ("monkey", "monkeys"),
        ("sheep", "sheep"),
        ("bus", "buses"),
    ],
)
def test_plurals(one: str, many: str) -> None:
    assert plural(one) == many


def ink_of(library: Library, scene: Scene, style: str) -> Ink:
    """The colour of the limbs of a Scene's figures."""
    context = DrawingContext(library, style, Table(), "0")
    return limb_ink(context, draw_body(context, scene), scene.colour)


def limb_rows(library: Library, style: str, size: int) -> float:
    """The thickness in pixels of the arm of a pointing watermelon, in a picture of `size` px.

    It is the ink of each column outside the body, which the arm crosses almost level.
    """
    sketch = compose(library, Scene(MELON, pose="pointing"), style, 0, size)
    rgba = rasterize(sketch.svg, size).astype(np.float64)
    fill = ink_of(library, Scene(MELON), style).fill
    wanted = np.array([int(fill[i : i + 2], 16) for i in (1, 3, 5)])
    is_limb = (np.abs(rgba[..., :3] - wanted).max(axis=-1) < 40) & (rgba[..., 3] > 0)
    other = ((rgba[..., 3] > 40) & ~is_limb).any(axis=0)
    rows = (rgba[..., 3] / 255 * is_limb).sum(axis=0)
    return float(np.median(rows[~other & (rows > 0.5)]))


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("size", [14, 12])
def test_an_arm_is_at_least_a_pixel_and_a_half_thick(
    library: Library, style: str, size: int
) -> None:
    assert limb_rows(library, style, size) >= 1.5
    assert limb_rows(library, style, 128) * size / 128 < 1.5


@pytest.mark.parametrize("pose", POSES)
@pytest.mark.parametrize("count", [1, 3])
def test_no_drawn_line_is_thinner_at_32_px(library: Library, pose: str, count: int) -> None:
    svg = compose(library, Scene(LEMON, pose=pose, count=count), "twemoji", 1, 32).svg
    widths = [width for width, drawn in lines(svg) if drawn]
    assert len(widths) >= 4 * count - 2
    assert min(widths) * 32 / 128 >= 1.49


def lines(svg: str) -> list[tuple[float, bool]]:
    """The width of each stroke in units of the frame, and whether it is a line without a fill."""
    found = []

    def visit(element: ElementTree.Element, scale: float) -> None:
        if match := re.match(r"matrix\(([-\d.e]+) ([-\d.e]+)", element.get("transform", "")):
            scale *= float(np.hypot(float(match[1]), float(match[2])))
        if width := element.get("stroke-width"):
            found.append((float(width) * scale, element.get("fill") == "none"))
        for child in element:
            visit(child, scale)

    visit(ElementTree.fromstring(svg), 1.0)
    return found


def test_small_accessories_take_a_larger_share_of_small_pictures(library: Library) -> None:
    def share(size: int) -> float:
        worn = compose(library, Scene(CAT, accessories=("medal",)), "fluent", 0, size)
        rgba = rasterize(worn.svg, 256).astype(np.int16)
        ribbon = (rgba[..., 2] - rgba[..., 0] > 60) & (rgba[..., 3] > 200)
        ink = np.flatnonzero((rgba[..., 3] > 128).any(axis=1))
        rows = np.flatnonzero(ribbon.sum(axis=1) > 4)
        return float(np.ptp(rows) / np.ptp(ink))

    assert share(32) > 1.15 * share(128)
    assert share(64) > share(128)


def test_pictures_for_any_size_stay_inside_the_frame(library: Library) -> None:
    for scene in SCENES:
        for size in (22, 32, 48):
            alpha = rasterize(compose(library, scene, "fluent", 3, size).svg)[..., 3]
            assert not np.concatenate([alpha[0], alpha[-1], alpha[:, 0], alpha[:, -1]]).any()


def test_from_128_px_on_a_picture_is_the_same(library: Library) -> None:
    for scene in SCENES:
        assert compose(library, scene, "noto", 2, 512) == compose(library, scene, "noto", 2)


@pytest.mark.parametrize("style", STYLES)
def test_limbs_are_seen_on_dark_and_on_white(library: Library, style: str) -> None:
    for base in (LEMON, CAT, PIZZA, "1F43C", "1F47B", "1F43B", "1F916"):
        for colour in (None, "white", "black", "gold"):
            ink = ink_of(library, Scene(base, colour=colour), style)
            edge = np.array([list(bytes.fromhex((ink.rim or ink.fill)[1:]))], np.uint8)
            assert not rim.swallowed(edge)[0], (base, colour)


def swallowed(library: Library, scene: Scene, style: str) -> float:
    """The share of the outline that a dark or a white ground swallows."""
    rgba = rasterize(compose(library, scene, style, 0).svg, 256)
    return float(rim.swallowed(rgba[rim.outline(rgba[..., 3])][:, :3]).mean())


def test_dark_and_white_parts_get_a_rim_where_a_ground_would_swallow_them(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts = [Scene("1F41E"), Scene("1F43C"), Scene("1F9FB"), Scene("1F4A3")]  # ladybird to bomb
    with_rims = [swallowed(library, scene, style) for scene in parts for style in STYLES]
    monkeypatch.setattr(pieces, "rim", lambda *_: "")
    without = [swallowed(library, scene, style) for scene in parts for style in STYLES]
    assert np.mean(without) > 0.25
    assert np.mean(with_rims) < 0.3 * np.mean(without)


def test_contrast_is_that_of_the_standard() -> None:
    black_and_grey = np.array([[0, 0, 0], [118, 118, 118]], np.uint8)
    assert rim.contrast(black_and_grey, rim.WHITE) == pytest.approx([21, 4.54], abs=0.01)


def test_an_expression_is_not_wider_than_a_whole_animals_head(library: Library) -> None:
    goose = library.part("fluent", "1FABF")
    assert is_whole(goose.anchors)
    features = library.features("fluent", "laughing")
    _, face = lay_features(Table(), goose, goose.body, features)[-2:]
    assert face.bounds.width < 1.5 * UNIT * goose.anchors.head[2]
