"""Motions: their loop, frame and rhythm, what moves in them, and the vector layers."""

from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pytest

from model.sketch.drawing.colour.rim import luminance
from model.sketch.drawing.compose import compose, compose_moving
from model.sketch.drawing.pose.moment import STILL, Moment, Place
from model.sketch.drawing.vector.raster import SVG_HEAD, rasterize
from model.sketch.library import Library
from model.sketch.motion import MOTIONS, Motion, frames, layers, move_parts, move_picture, offered
from model.sketch.scene import STYLES, Scene

LEMON, SMILEY, CAT, DOG, HORSE, FIRE = "1F34B", "1F642", "1F431", "1F415", "1F40E", "1F525"
DANCER = Scene(LEMON, pose="dancing", accessories=("sunglasses",))
FIGURES = (
    Scene(SMILEY),
    Scene(LEMON, accessories=("sunglasses",)),
    Scene(DOG),
    Scene("1F469", accessories=("top hat",)),
    Scene("1F697"),
    Scene("1F5FC"),
    Scene("1F31E"),
    Scene(CAT, count=2),
)
WHOLE = tuple(motion for motion in MOTIONS.values() if motion.whole)


@pytest.fixture(scope="module")
def library() -> Library:
    return Library()


def drawn(
    library: Library, scene: Scene, motion: Motion, size: int = 40, fps: float = 16, style: str = ""
) -> npt.NDArray[np.float64]:
    """The frames on white: float [frames, size, size, 3]; alpha at index 3."""
    style = style or STYLES[len(scene.base) % 3]
    return np.stack(list(frames(library, scene, style, 1, motion, size=size, fps=fps))).astype(
        np.float64
    )


def on_white(rgba: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    share = rgba[..., 3:] / 255
    return rgba[..., :3] * share + 255 * (1 - share)


@pytest.mark.parametrize(("number", "name"), list(enumerate(MOTIONS)))
def test_a_motion_loops_in_its_frame_without_flashes(
    library: Library, number: int, name: str
) -> None:
    motion = MOTIONS[name]
    for scene in (FIGURES[number % len(FIGURES)], FIGURES[(number + 3) % len(FIGURES)]):
        rgba = drawn(library, scene, motion)
        white = on_white(rgba)
        change = np.abs(white - np.roll(white, -1, axis=0)).mean(axis=(1, 2, 3))
        assert change[:-1].max() > 0.5
        assert change[-1] <= 1.5 * change[:-1].mean()
        edges = np.concatenate([rgba[:, [0, -1]].ravel(), rgba[:, :, [0, -1]].ravel()])
        assert motion.cut or edges.max() == 0
        assert flashes(white) <= 3 * motion.seconds


def flashes(white: npt.NDArray[np.float64]) -> float:
    """Pairs of opposing changes of relative luminance by 0.1 over a quarter of the frame (WCAG)."""
    light = luminance(white.reshape(-1, 3).astype(np.uint8)).reshape(white.shape[:3])
    steps = np.diff(np.concatenate([light, light[:1]]), axis=0)
    large = [(np.mean(step > 0.1) > 0.25, np.mean(step < -0.1) > 0.25) for step in steps]
    return sum(bool(up or down) for up, down in large) / 2


@pytest.mark.parametrize("style", STYLES)
def test_equal_arguments_give_equal_frames(library: Library, style: str) -> None:
    first, again = (drawn(library, DANCER, MOTIONS["dance"], style=style) for _ in range(2))
    assert first.shape == (16, 40, 40, 4)
    assert (first == again).all()


def test_the_still_is_one_phase_of_its_motion(library: Library) -> None:
    for name in ("dance", "run", "wave", "jump", "flex", "cheer", "kick", "shrug"):
        motion = MOTIONS[name]
        scene = motion.dressed(Scene(LEMON))
        at_start = motion.at(0.0, scene)
        pose = replace(Moment(), pose=at_start.pose)
        [moved] = compose_moving(library, scene, "noto", 1, [(pose,)])
        still = compose(library, scene, "noto", 1).svg
        change = np.abs(rasterize(moved, 64).astype(float) - rasterize(still, 64)).mean()
        assert change < 14, name


def test_a_moment_at_rest_is_the_still(library: Library) -> None:
    scene = Scene(CAT, accessories=("top hat", "necktie"), held=("1F339",), behind=FIRE, count=2)
    pictures = compose_moving(library, scene, "twemoji", 1, [(STILL,), (replace(STILL),)])
    still, moved = (rasterize(svg, 64).astype(float) for svg in pictures)
    assert np.abs(moved - still).mean() < 0.5


@pytest.mark.parametrize("base", [SMILEY, CAT, HORSE])
@pytest.mark.parametrize("style", STYLES)
def test_eyes_shut_by_themselves(library: Library, base: str, style: str) -> None:
    shut = Moment(eyes=Place(high=0.05))
    pictures = compose_moving(library, Scene(base), style, 1, [(Moment(),), (shut,)])
    rest, blink = (rasterize(svg, 64).astype(float) for svg in pictures)
    changed = np.abs(rest - blink).max(axis=-1) > 40
    x, y = np.flatnonzero(changed.any(axis=0)), np.flatnonzero(changed.any(axis=1))
    assert 0 < changed.sum() < 64 * 64 * 0.14
    assert x.max() - x.min() < 48
    assert y.max() - y.min() < 28
    assert (rest[..., 3] == blink[..., 3]).all()


def test_limbs_stay_at_their_joints(library: Library) -> None:
    """Figure, limbs and shoes are one area in every frame: nothing tears off."""
    from scipy.ndimage import label

    for name in ("run", "jump", "flex", "kick"):
        scene = replace(MOTIONS[name].dressed(Scene("1F34E")), count=1)
        for svg in compose_moving(library, scene, "noto", 2, MOTIONS[name].moments(scene, 12)):
            bare = svg.replace('opacity=".16"', 'opacity="0"').replace('stroke="#8a8f9c"', "")
            bare = bare.replace('fill="#ffb62e"', 'fill="none"')
            areas, count = label(rasterize(bare, 96)[..., 3] > 60)
            assert max(np.bincount(areas.ravel())[1:]) / (areas > 0).sum() > 0.99, (name, count)


@pytest.mark.parametrize(("base", "style"), [("1F57A", "fluent"), ("1F6B6", "noto")])
def test_a_persons_head_turns_about_its_neck(library: Library, base: str, style: str) -> None:
    """The head moves, nothing below the neck does, and the two stay one area; so does the hat."""
    from scipy.ndimage import label

    scene, turned = Scene(base, accessories=("sunglasses",)), Moment(head=Place(turn=7))
    pictures = compose_moving(library, scene, style, 1, [(Moment(),), (turned,)])
    rest, moved = (rasterize(svg, 96) for svg in pictures)
    changed = np.flatnonzero((np.abs(rest.astype(int) - moved).max(axis=-1) > 60).any(axis=1))
    rows = np.flatnonzero((rest[..., 3] > 60).any(axis=1))
    assert changed.size > 8
    assert changed.max() < rows.min() + 0.4 * (rows.max() - rows.min())
    for rgba in (rest, moved):
        areas, _ = label(rgba[..., 3] > 60)
        assert max(np.bincount(areas.ravel())[1:]) / (areas > 0).sum() > 0.98


def test_an_animal_in_one_piece_keeps_its_head(library: Library) -> None:
    moments = [(Moment(),), (Moment(head=Place(turn=20)),)]
    rest, moved = compose_moving(
        library, Scene(DOG, accessories=("top hat",)), "fluent", 1, moments
    )
    assert rest == moved


def test_legible_at_32_px(library: Library) -> None:
    """A moving figure is hardly smaller than its still, and drawn bolder for a small size."""
    for name in ("dance", "love", "cry", "bounce"):
        rgba = drawn(library, Scene(LEMON), MOTIONS[name], size=32)
        assert (rgba[..., 3] > 128).mean() > 0.22, name
    thin, bold = (
        np.stack(list(frames(
            library, DANCER, "noto", 1, MOTIONS["dance"], size=32, fps=4, seen_at=seen
        )))[..., 3].mean()
        for seen in (128, 32)
    )  # fmt: skip
    assert bold > thin


@pytest.mark.parametrize("name", ["dance", "party", "fire"])
def test_layers_draw_the_frames(library: Library, name: str) -> None:
    motion = MOTIONS[name]
    fps = 3 / motion.seconds
    scene = Scene(CAT, expression="crying")
    shapes = layers(library, scene, "noto", 1, motion, fps=fps)
    for number, frame in enumerate(drawn(library, scene, motion, 64, fps, "noto")):
        groups = "".join(
            f'<g transform="{x.places[number].svg}">{x.markup[number % len(x.markup)]}</g>'
            for x in shapes
        )
        same = rasterize(f'{SVG_HEAD} viewBox="0 0 128 128">{groups}</svg>', 64)
        assert np.abs(same - frame).mean() < 1


@pytest.mark.parametrize("motion", WHOLE, ids=lambda motion: motion.name)
def test_a_picture_moves_as_a_whole(motion: Motion) -> None:
    picture = np.zeros((40, 40, 4), np.uint8)
    picture[10:30, 15:25] = 200, 30, 30, 255
    moved = np.stack(list(move_picture(picture, motion, size=32, fps=12)))
    assert moved.shape == (round(12 * motion.seconds), 32, 32, 4)
    assert moved[0, ..., 3].max() == 255
    assert np.abs(np.diff(moved.astype(float), axis=0)).mean() > 0.3


@pytest.mark.parametrize(
    ("scene", "name"),
    [
        (DANCER, "dance"),
        (Scene(LEMON, expression="crying"), "cry"),
        (Scene(SMILEY, expression="laughing"), "laugh"),
        (Scene(CAT, expression="in love"), "love"),
        (Scene(CAT, behind=FIRE), "fire"),
        (Scene(DOG, pose="sleeping"), "sleep"),
        (Scene(DOG, act="chasing", beside=CAT), "run"),
        (Scene(LEMON), "bounce"),
        (Scene(CAT, unread=("spinning",)), "spin"),
        (Scene("1F63F"), "cry"),
        (Scene(CAT, pose="running", unread=("nodding",)), "nod"),
    ],
)
def test_what_words_ask_for_comes_first(scene: Scene, name: str) -> None:
    choice = [motion.name for motion in offered(scene)]
    assert choice[0] == name
    assert sorted(choice) == sorted(MOTIONS)
    assert len(choice) >= 16


def painted(library: Library, scene: Scene, style: str) -> npt.NDArray[np.uint8]:
    """A sketch with a mottle such as painting leaves."""
    rgba = rasterize(compose(library, scene, style, 3).svg, 96).copy()
    mottle = np.random.default_rng(0).normal(0, 8, (24, 24, 3)).repeat(4, axis=0).repeat(4, axis=1)
    rgba[..., :3] = np.clip(rgba[..., :3] + mottle, 0, 255)
    return rgba


@pytest.mark.parametrize(("name", "style"), [("dance", "noto"), ("wave", "twemoji")])
def test_limbs_of_a_painting_move_with_its_sketchs(library: Library, name: str, style: str) -> None:
    scene, motion = MOTIONS[name].dressed(Scene("1F34E")), MOTIONS[name]
    rgba, fps = painted(library, scene, style), 6 / motion.seconds
    moved = move_parts(rgba, library, scene, style, 3, motion, size=64, fps=fps)
    assert moved is not None
    pairs = zip(moved, frames(library, scene, style, 3, motion, size=64, fps=fps), strict=True)
    for painting, sketch in pairs:
        one, other = painting[..., 3] > 128, sketch[..., 3] > 128
        assert (one & other).sum() > 0.8 * (one | other).sum()


def test_a_painting_that_left_its_sketch_has_no_parts(library: Library) -> None:
    scene, motion = MOTIONS["dance"].dressed(Scene("1F34E")), MOTIONS["dance"]
    rgba = painted(library, scene, "noto")

    def parts(picture: npt.NDArray[np.uint8], asked: Scene = scene) -> object:
        return move_parts(picture, library, asked, "noto", 3, motion, size=64, fps=4)

    limbless = rgba.copy()
    limbless[70:] = 0
    other_colours = rgba.copy()
    other_colours[..., :3] = rgba[..., [2, 0, 1]]
    assert parts(rgba) is not None
    assert parts(limbless) is None
    assert parts(other_colours) is None
    assert parts(rgba, Scene("1F34E")) is None
