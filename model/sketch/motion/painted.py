"""Moves the parts of a painting: cut out by the masks of its sketch, filled in from behind.

A measure decides whether a painting kept to its sketch closely enough for that.
"""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageFilter

from model.sketch.drawing.colour.oklch import oklab
from model.sketch.drawing.compose import compose, compose_moving
from model.sketch.drawing.pose.moment import AT_REST, Moment
from model.sketch.drawing.vector.geometry import Affine, Bounds, Point
from model.sketch.drawing.vector.raster import SVG_HEAD, rasterize
from model.sketch.library import Library
from model.sketch.motion.bones import Bone, bones
from model.sketch.motion.layers import Layer, first_map, layers_of
from model.sketch.motion.motions import Motion
from model.sketch.motion.picture import Pixels, turned_hue, warped
from model.sketch.scene import Scene

Mask = npt.NDArray[np.float64]
VIEW = 128.0
# Pieces that stay this close to the piece below, in units of the frame, are one with it.
_ONE = 3.5
_SAME = 0.8
# How far the mask of a limb goes beyond its stroke.
_EDGE = 0.7
_WIDTH = re.compile(r'stroke-width="([^"]+)"')
# A painting's parts move if its outline and each part's colours are this close to its sketch's.
LEAST_OVERLAP, LEAST_COVER, MOST_COLOUR = 0.88, 0.86, 0.13
_OPAQUE = 128
_MARGIN = 3


@dataclass(frozen=True, slots=True, eq=False)
class _Group:
    """Rigid pieces that move alike: their map in each frame, and where they are drawn at rest."""

    track: tuple[Affine, ...]
    whole: Mask
    seen: Mask


@dataclass(frozen=True, slots=True, eq=False)
class _Piece:
    """What was cut out of a painting, premultiplied, where it was, and its map in each frame."""

    track: tuple[Affine, ...]
    picture: Image.Image
    corner: tuple[int, int]


def move_parts(
    rgba: Pixels,
    library: Library,
    scene: Scene,
    style: str,
    seed: int,
    motion: Motion,
    *,
    size: int,
    fps: float,
) -> Iterator[Pixels] | None:
    """The frames of a painting of this sketch, uint8 [any, any, 4], with its parts moved.

    None if it left its sketch too far, or if the motion needs what it does not show.
    """
    if motion.dressed(scene) != scene:
        return None
    moments = [tuple(map(_without_features, figures)) for figures in motion.moments(scene, fps)]
    rest = tuple(_at_rest(moment) for moment in moments[0])
    drawn = compose_moving(
        library, scene, style, seed, [rest, *moments], is_cut=motion.cut, is_flat=True
    )
    shapes = layers_of(drawn)
    still = compose(library, scene, style, seed).svg
    home = first_map(still) @ first_map(drawn[0]).inverse
    groups = _groups(shapes, home, len(rgba))
    if not _keeps_to(rgba, rasterize(still, len(rgba)), groups):
        return None
    into = Affine.scale(size / VIEW) @ home.inverse @ Affine.scale(VIEW / len(rgba))
    hues = [figures[0].hue for figures in moments]
    return _frames(rgba, groups, shapes, into, size, hues)


def _frames(
    rgba: Pixels,
    groups: Sequence[_Group],
    shapes: Sequence[Layer],
    into: Affine,
    size: int,
    hues: Sequence[float],
) -> Iterator[Pixels]:
    """The frames of a loop. Nothing is cut out before the first of them is asked for."""
    pieces = _cut(rgba, groups)
    particles = [shape for shape in shapes if not shape.is_at_rest]
    out = Affine.scale(len(rgba) / VIEW)
    for number, hue in enumerate(hues, start=1):
        frame = Image.new("RGBA", (size, size))
        for piece in pieces:
            if abs(piece.track[number].area) > 1e-3:
                _place(frame, piece, into @ out @ piece.track[number] @ out.inverse)
        if particles:
            frame.alpha_composite(Image.fromarray(_particles(particles, number, size)))
        yield turned_hue(np.asarray(frame), hue)


def _without_features(moment: Moment) -> Moment:
    """Painted features are too small to cut out: they stay on the face."""
    return replace(moment, face=AT_REST, eyes=AT_REST, mouth=AT_REST, tears=AT_REST)


def _at_rest(moment: Moment) -> Moment:
    """The still picture with the same elements: particles have no size."""
    return Moment(particles=tuple(replace(one, size=0.0) for one in moment.particles))


def _groups(shapes: Sequence[Layer], home: Affine, side: int) -> list[_Group]:
    """The groups of a sketch's pieces, in drawing order, in the frame of its still."""
    back = home.inverse
    runs: list[tuple[tuple[Affine, ...], Mask]] = []
    for bone in bones(shapes):
        track = tuple(home @ by @ back for by in bone.track)
        mask = _mask(shapes, bone, home, side)
        box = _box(mask)
        if box is None:
            continue
        same = next(
            (n for n in range(len(runs) - 1, -1, -1) if _is_one(runs, n, bone, track, box)), None
        )
        if same is None:
            runs.append((track, mask))
        else:
            runs[same] = runs[same][0], np.maximum(runs[same][1], mask)
    groups, above = [], np.ones((side, side), np.float64)
    for track, mask in reversed(runs):
        groups.append(_Group(track, mask, mask * above))
        above = above * (1 - mask)
    return groups[::-1]


def _is_one(
    runs: Sequence[tuple[tuple[Affine, ...], Mask]],
    number: int,
    bone: Bone,
    track: Sequence[Affine],
    box: Sequence[Point],
) -> bool:
    """Whether a piece moves as a group does: that of the piece below it, or the same limb's."""
    if bone.span is not None:
        return _distance(runs[number][0], track, box) < _SAME
    return number == len(runs) - 1 and _distance(runs[number][0], track, box) < _ONE


def _distance(one: Sequence[Affine], other: Sequence[Affine], box: Sequence[Point]) -> float:
    """The largest distance between the places of a box's corners, over all frames."""
    return max(
        max(abs(x - u), abs(y - v))
        for a, b in zip(one, other, strict=True)
        for (x, y), (u, v) in ((a.at(corner), b.at(corner)) for corner in box)
    )


def _box(mask: Mask) -> tuple[Point, ...] | None:
    """The corners of what a mask covers, in units of the frame."""
    rows, columns = np.nonzero(mask > 0.2)
    if not rows.size:
        return None
    unit = VIEW / len(mask)
    x0, x1, y0, y1 = columns.min(), columns.max() + 1, rows.min(), rows.max() + 1
    return Bounds(*(float(v) * unit for v in (x0, y0, x1, y1))).corners


def _mask(shapes: Sequence[Layer], bone: Bone, home: Affine, side: int) -> Mask:
    """Where a piece is drawn at rest, 0 to 1."""
    shape = shapes[bone.layer]
    place = home @ shape.places[0]
    svg = f'{SVG_HEAD} viewBox="0 0 128 128"><g transform="{place.svg}">{shape.markup[0]}</g></svg>'
    mask = rasterize(svg, side)[..., 3].astype(np.float64) / 255
    if bone.span is None:
        return mask
    start, end = (home.at(point) for point in bone.span)
    width = _WIDTH.search(shape.markup[0])
    return mask * _beside(
        start, end, _EDGE + place.size * float(width[1] if width else 0) / 2, side
    )


def _beside(start: Point, end: Point, radius: float, side: int) -> Mask:
    """1 at the pixels within a radius of a limb's piece, 0 elsewhere. Joints overlap."""
    grid = (np.arange(side, dtype=np.float64) + 0.5) * (VIEW / side)
    x, y = grid[None, :] - start[0], grid[:, None] - start[1]
    u, v = end[0] - start[0], end[1] - start[1]
    along = np.clip((x * u + y * v) / max(1e-6, u * u + v * v), 0, 1)
    inside: Mask = ((x - along * u) ** 2 + (y - along * v) ** 2 <= radius * radius).astype(
        np.float64
    )
    return inside


def _keeps_to(rgba: Pixels, still: Pixels, groups: Sequence[_Group]) -> bool:
    """Whether a painting has its sketch's outline, and its moving parts the sketch's colours."""
    one, other = rgba[..., 3] > _OPAQUE, still[..., 3] > _OPAQUE
    if (one & other).sum() < LEAST_OVERLAP * (one | other).sum():
        return False
    main = max(groups, key=lambda group: float(group.seen.sum()))
    for group in groups:
        where = (group.seen > 0.6) & other
        if group is main or where.sum() < 4:
            continue
        if one[where].mean() < LEAST_COVER:
            return False
        both = where & one
        lab = [oklab(picture[both][:, :3] / 255) for picture in (rgba, still)]
        if float(np.sqrt(((lab[0] - lab[1]) ** 2).sum(axis=1)).mean()) > MOST_COLOUR:
            return False
    return True


def _cut(rgba: Pixels, groups: Sequence[_Group]) -> list[_Piece]:
    """The painting's pieces, filled where others covered them."""
    side, alpha = len(rgba), rgba[..., 3].astype(np.float64) / 255
    near = np.stack([_blurred(group.seen, side / 50) + group.seen for group in groups])
    main = max(range(len(groups)), key=lambda n: float(groups[n].seen.sum()))
    near[main] += 1e-4
    mine = near.argmax(axis=0)
    pieces = []
    for number, group in enumerate(groups):
        owned = (mine == number).astype(np.float64) * alpha
        hidden = np.clip(group.whole - group.seen, 0, 1) * (mine != number)
        if (where := _around((owned > 0) | (hidden > 0))) is not None:
            picture = _layer(rgba[where][..., :3], owned[where], hidden[where])
            pieces.append(_Piece(group.track, picture, (where[1].start, where[0].start)))
    return pieces


def _around(mask: npt.NDArray[np.bool_]) -> tuple[slice, slice] | None:
    """The rows and columns of a mask, with a margin for what is sampled between pixels."""
    rows, columns = np.nonzero(mask)
    if not rows.size:
        return None
    y, x = (
        slice(max(int(each.min()) - _MARGIN, 0), int(each.max()) + _MARGIN + 1)
        for each in (rows, columns)
    )
    return y, x


def _layer(rgb: Pixels, owned: Mask, hidden: Mask) -> Image.Image:
    """A layer, premultiplied, of the pixels that it owns and of those that others hide."""
    keep, painted = owned > 0, rgb.astype(np.float64)
    if ((hidden > 0) & ~keep).any():
        painted = np.where(keep[..., None], painted, _filled(painted, owned > 0.9))
    layer = np.dstack([painted, 255 * np.maximum(owned, hidden)])
    return Image.fromarray(layer.round().astype(np.uint8)).convert("RGBa")


def _place(frame: Image.Image, piece: _Piece, by: Affine) -> None:
    """Draw a piece into the part of the frame where its map puts it."""
    (x, y), (width, height) = piece.corner, piece.picture.size
    there = by.bounds(Bounds(x, y, x + width, y + height))
    x0, y0 = max(math.floor(there.x0), 0), max(math.floor(there.y0), 0)
    size = min(math.ceil(there.x1), frame.width) - x0, min(math.ceil(there.y1), frame.height) - y0
    if min(size) > 0:
        moved = warped(piece.picture, Affine.move(-x0, -y0) @ by @ Affine.move(x, y), size)
        frame.alpha_composite(Image.fromarray(moved), (x0, y0))


def _filled(rgb: npt.NDArray[np.float64], known: npt.NDArray[np.bool_]) -> npt.NDArray[np.float64]:
    """Colours everywhere: those that are known, spread further and further."""
    filled, share = rgb * known[..., None], known.astype(np.float64)
    mean = rgb[known].mean(axis=0) if known.any() else np.zeros(3, np.float64)
    result = np.where(known[..., None], rgb, mean)
    done = known.copy()
    for radius in (1.5, 3, 6, 12, 24, 48):
        weight = _blurred(share, radius)
        spread = np.dstack([_blurred(filled[..., c] / 255, radius) for c in range(3)]) * 255
        new = (weight > 0.02) & ~done
        result[new] = spread[new] / weight[new][:, None]
        done |= new
    return result


def _blurred(values: npt.NDArray[np.float64], radius: float) -> npt.NDArray[np.float64]:
    picture = Image.fromarray((255 * np.clip(values, 0, 1)).astype(np.uint8))
    blurred = picture.filter(ImageFilter.GaussianBlur(radius))
    return np.asarray(blurred, np.float64) / 255


def _particles(shapes: Sequence[Layer], number: int, size: int) -> Pixels:
    groups = "".join(
        f'<g transform="{x.places[number].svg}">{x.markup[number % len(x.markup)]}</g>'
        for x in shapes
    )
    return rasterize(f'{SVG_HEAD} viewBox="0 0 128 128">{groups}</svg>', size)
