"""Measures anchors in an icon: where its eyes, head, neck, hands and feet are.

Everything is measured on a raster of RESOLUTION pixels, and returned in the icon's unit square.
"""

import math
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt
from scipy import ndimage
from scipy.signal import fftconvolve

from model.sketch.drawing.colour.oklch import oklab

RESOLUTION = 96
OPAQUE = 100
# A shape has room for a face if a circle with this radius fits inside it.
ROOM = 0.085
# The grid that the place of a face is looked for in, and the distances of its eyes that are tried,
# in sizes (square roots of the areas) of the art.
GRID, SHARES = 48, tuple(0.12 * 1.12**n for n in range(11))
# What a face covers, in distances of its eyes: half its width and height, and how far its middle is
# below them.
WIDE, HIGH, LOW = 1.0, 0.88, 0.34
# What a worse place costs: outside of the outline, on a busy area, far from the middle.
OUTSIDE, BUSY, FAR = 14.0, 4.0, 1.4
# Pupils: maximum lightness, and minimum and maximum share of the image.
DARK = 95
SMALLEST, LARGEST = 0.0006, 0.03
# Half of the maximum thickness of a stem, and its maximum length, in sizes of the art.
STEM, LONGEST_STEM = 0.08, 0.24
# Eyes closer together than this share of the width belong to a body, not to a head alone.
SMALL_HEAD = 0.25

Mask = npt.NDArray[np.bool_]
Row = list[object]
Spot = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Silhouette:
    """The opaque pixels of an image, and their box as left, top, right, bottom."""

    mask: Mask
    box: tuple[int, int, int, int]

    @classmethod
    def of(cls, rgba: npt.NDArray[np.uint8]) -> "Silhouette":
        """The silhouette of uint8 [RESOLUTION, RESOLUTION, 4]."""
        mask = rgba[..., 3] > OPAQUE
        rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
        if not len(rows):
            return cls(np.ones_like(mask), (0, 0, RESOLUTION, RESOLUTION))
        return cls(mask, (int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1))

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the box."""
        left, top, right, bottom = self.box
        return right - left, bottom - top

    def span(self, y: float) -> tuple[float, float]:
        """The first and last opaque column of the row at `y`; those of the box if it is empty."""
        columns = np.flatnonzero(self.mask[min(max(int(y), 0), RESOLUTION - 1)])
        if not len(columns):
            return self.box[0], self.box[2]
        return float(columns[0]), float(columns[-1] + 1)


def measure(
    rgba: npt.NDArray[np.uint8],
    *,
    may_have_face: bool,
    eyes: Spot | None = None,
    room: Spot | None = None,
) -> Row:
    """All anchors of an image uint8 [RESOLUTION, RESOLUTION, 4], as the library stores them.

    `eyes` (x, y and distance in the unit square), if given, replace measured ones; `room` are those
    of a face that can be put on art without one.
    """
    shape = Silhouette.of(rgba)
    left, top, _, bottom = shape.box
    width, height = shape.size
    found, is_head = _face(rgba, shape, may_have_face, eyes)
    face = "own" if found else "none"
    if found is None:
        found = _room(rgba, shape) if room is None else _pixels(room)
        if room is None and _thickness(shape) < ROOM * RESOLUTION:
            face = "hollow"
    head = _head(shape, found[0])
    if face != "own":
        head = _without_stem(shape, found[0], head)
    hands_y, feet_y = top + 0.62 * height, bottom - 0.05 * height
    hand, foot = shape.span(hands_y), shape.span(feet_y)
    middle = (foot[0] + foot[1]) / 2
    apart = min(max(0.3 * (foot[1] - foot[0]), 0.1 * width), 0.2 * width)
    return [
        _unit(left, top, width, height),
        _unit(*found),
        _unit(*head),
        _unit(*_neck(shape, found, is_head)),
        [_unit(hand[0] + 0.03 * width, hands_y), _unit(hand[1] - 0.03 * width, hands_y)],
        [_unit(middle - apart, feet_y), _unit(middle + apart, feet_y)],
        face,
    ]


def _face(
    rgba: npt.NDArray[np.uint8], shape: Silhouette, may_have_face: bool, eyes: Spot | None
) -> tuple[Spot | None, bool]:
    """The eyes in the image, if any, and whether all of it is a head."""
    _, top, _, _ = shape.box
    width, height = shape.size
    if eyes is not None:
        x, y, apart = _pixels(eyes)
        return (x, y, apart), apart > SMALL_HEAD * width
    if not may_have_face:
        return None, True
    if (pair := _own_eyes(rgba, shape)) is not None:
        small = pair[2] < SMALL_HEAD * width and pair[1] - top < 0.42 * height
        return pair, not small
    return _side_eye(rgba, shape), False


def _neck(shape: Silhouette, eyes: Spot, is_head: bool) -> Spot:
    """Below the face; for a whole body, as wide as its small head."""
    _, top, _, bottom = shape.box
    height = shape.size[1]
    x, y, apart = eyes
    if not is_head:
        return x, min(y + 1.45 * apart, bottom - 0.08 * height), 1.8 * apart
    level = min(max(top + 0.78 * height, y + 1.1 * apart), bottom - 0.08 * height)
    first, last = shape.span(level)
    return (first + last) / 2, level, last - first


def _thickness(shape: Silhouette) -> float:
    """The radius of a large circle inside, preferably above the middle of the box."""
    distance = ndimage.distance_transform_edt(np.pad(shape.mask, 1))[1:-1, 1:-1]
    left, top, _, _ = shape.box
    width, height = shape.size
    y, x = np.mgrid[:RESOLUTION, :RESOLUTION]
    off = np.abs(y - (top + 0.45 * height)) / height + 0.5 * np.abs(x - (left + width / 2)) / width
    return float(distance.flat[int(np.argmax(distance * (1 - 0.6 * off)))])


def _room(rgba: npt.NDArray[np.uint8], shape: Silhouette) -> Spot:
    """Where a face fits best: between its eyes, and their distance.

    Large, inside the outline, on a plain area, and near the middle of the shape.
    """
    step = RESOLUTION // GRID
    mask = shape.mask[step // 2 :: step, step // 2 :: step].astype(float)
    blocks = rgba.reshape(GRID, step, GRID, step, 4).astype(float)
    alpha = blocks[..., 3:] / 255
    mean = (blocks[..., :3] * alpha).sum(axis=(1, 3)) / np.maximum(alpha.sum(axis=(1, 3)), 1e-6)
    colour = oklab(mean / 255) * mask[..., None]
    y, x = np.mgrid[:GRID, :GRID]
    size = math.sqrt(max(mask.sum(), 1.0))
    middle = (x * mask).sum() / max(mask.sum(), 1.0), (y * mask).sum() / max(mask.sum(), 1.0)
    off = np.hypot(x - middle[0], y - middle[1]) / size
    best = -math.inf, 0, 0, 0.0
    for share in SHARES:
        apart = share * size
        face = _footprint(apart)
        area = face.sum()
        inside = fftconvolve(mask, face, mode="same") / area
        means = [fftconvolve(colour[..., n], face, mode="same") / area for n in range(3)]
        squares = fftconvolve((colour**2).sum(axis=2), face, mode="same") / area
        spread = np.sqrt(np.maximum(squares - sum(one**2 for one in means), 0.0))
        score = math.log(share) - OUTSIDE * (1 - inside) - BUSY * spread - FAR * off**2
        row, column = divmod(int(score.argmax()), GRID)
        best = max(best, (float(score[row, column]), row, column, apart))
    _, row, column, apart = best
    return (column + 0.5) * step, (row + 0.5 - LOW * apart) * step, apart * step


def _footprint(apart: float) -> npt.NDArray[np.float64]:
    """1 where eyes that are `apart` and the mouth below them are drawn, seen from their middle."""
    half = math.ceil(WIDE * apart)
    y, x = np.mgrid[-half : half + 1, -half : half + 1] / apart
    inside = (np.abs(x) / WIDE) ** 2.5 + (np.abs(y) / HIGH) ** 2.5 <= 1
    face: npt.NDArray[np.float64] = inside.astype(float)
    return face


def _head(shape: Silhouette, x: float) -> Spot:
    """Where a hat sits: the top of the outline near the middle of the face, and the width below."""
    left, top, right, _ = shape.box
    width, height = shape.size
    near = slice(max(int(x - 0.12 * width), left), min(int(x + 0.12 * width) + 1, right))
    columns = shape.mask[:, near]
    tops = np.argmax(columns, axis=0)[columns.any(axis=0)]
    at = float(np.median(tops)) if len(tops) else float(top)
    below = shape.span(at + 0.12 * height)
    reach = 2 * min(x - below[0], below[1] - x)
    return x, at + 0.03 * height, min(max(reach, 0.35 * width), 0.9 * width)


def _without_stem(shape: Silhouette, x: float, head: Spot) -> Spot:
    """The head below a thin stem or leaf; unchanged if that is far below."""
    width, height = shape.size
    radius = max(1, round(STEM * min(width, height)))
    y, across = np.mgrid[-radius : radius + 1, -radius : radius + 1]
    disk = y**2 + across**2 <= radius**2
    solid = ndimage.binary_opening(np.pad(shape.mask, radius), disk)[radius:-radius, radius:-radius]
    if not solid.any():
        return head
    lower = _head(Silhouette(solid, shape.box), x)
    return lower if 0 < lower[1] - head[1] < LONGEST_STEM * height else head


def _own_eyes(rgba: npt.NDArray[np.uint8], shape: Silhouette) -> Spot | None:
    """Two dark blobs of similar size, level, near the middle of the face: centre and distance."""
    light = rgba[..., :3].astype(float) @ (0.3, 0.59, 0.11)
    labels, count = ndimage.label((light < DARK) & shape.mask)
    if not 2 <= count <= 60:
        return None
    areas = ndimage.sum_labels(np.ones_like(labels), labels, range(1, count + 1)) / RESOLUTION**2
    centres = ndimage.center_of_mass(labels > 0, labels, range(1, count + 1))
    fit = [i for i in range(count) if SMALLEST <= areas[i] <= LARGEST]
    best: tuple[float, float, float, float] | None = None
    best_cost: float = 0.55
    for one, other in combinations(fit, 2):
        (y0, x0), (y1, x1) = centres[one], centres[other]
        pair = (float(x0), float(y0), float(x1), float(y1))
        cost = _cost(pair, float(areas[one] / areas[other]), shape)
        if cost < best_cost:
            best, best_cost = pair, float(cost)
    if best is None:
        return None
    left, upper, right, lower = best
    return (left + right) / 2 + 0.5, (upper + lower) / 2 + 0.5, abs(left - right)


def _side_eye(rgba: npt.NDArray[np.uint8], shape: Silhouette) -> Spot | None:
    """The dark dot of an animal seen from the side, and a second eye placed towards its back."""
    light = rgba[..., :3].astype(float) @ (0.3, 0.59, 0.11)
    dark = (light < DARK) & shape.mask
    labels, _ = ndimage.label(dark)
    inside = ndimage.distance_transform_edt(np.pad(shape.mask, 1))[1:-1, 1:-1]
    best: tuple[float, float] | None = None
    best_cost = 2.2
    for number, slices in enumerate(ndimage.find_objects(labels), 1):
        dot = labels[slices] == number
        ring = ndimage.binary_dilation(labels == number, iterations=2) & ~dark & shape.mask
        if not ring.any() or inside[slices][dot].min() < 1.2:
            continue
        if (cost := _dot_cost(dot, slices, shape)) < best_cost:
            rows, columns = slices
            best = (columns.start + columns.stop) / 2, (rows.start + rows.stop) / 2
            best_cost = cost
    if best is None:
        return None
    x, y = best
    left, right = shape.span(y)
    reach = int(0.16 * RESOLUTION)
    near = inside[max(int(y) - reach, 0) : int(y) + reach, max(int(x) - reach, 0) : int(x) + reach]
    apart = min(max(0.85 * float(near.max()), 0.13 * shape.size[0]), 0.26 * shape.size[0])
    towards = 1 if x - left < right - x else -1
    return x + towards * apart / 2, y, apart


def _dot_cost(dot: Mask, slices: tuple[slice, ...], shape: Silhouette) -> float:
    """How unlike an eye seen from the side a dark blob is; 0 is perfect."""
    height, width = dot.shape
    area, full = dot.sum() / RESOLUTION**2, dot.mean()
    if not 0.0004 <= area <= 0.014 or not 0.4 <= width / height <= 2.4 or full < 0.55:
        return 9.0
    left, top, _, _ = shape.box
    x = ((slices[1].start + slices[1].stop) / 2 - left) / shape.size[0]
    y = ((slices[0].start + slices[0].stop) / 2 - top) / shape.size[1]
    if y > 0.72:
        return 9.0
    size = 0.35 * abs(math.log(area / 0.0025))
    return float(size + 1.6 * y + 1.5 * (1 - full) - 0.9 * abs(x - 0.5))


def _cost(pair: tuple[float, float, float, float], ratio: float, shape: Silhouette) -> float:
    """How unlike a pair of eyes two blobs at (x, y, x, y) are; 0 is perfect."""
    x0, y0, x1, y1 = pair
    left, top, _, _ = shape.box
    width, height = shape.size
    apart = abs(x0 - x1) / width
    if not 0.12 <= apart <= 0.6:
        return 9.0
    level = abs(y0 - y1) / height
    middle = abs((x0 + x1) / 2 - left - width / 2) / width
    high = max(((y0 + y1) / 2 - top) / height - 0.6, 0)
    return 4 * level + 1.2 * middle + 3 * high + 0.5 * abs(math.log(ratio))


def _pixels(spot: Spot) -> Spot:
    x, y, apart = spot
    return RESOLUTION * x, RESOLUTION * y, RESOLUTION * apart


def _unit(*pixels: float) -> list[float]:
    return [round(value / RESOLUTION, 3) for value in pixels]
