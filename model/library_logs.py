"""Keeps what diffusers and transformers log and draw as they load weights off the terminal."""

import contextlib
import logging
import warnings
from collections.abc import Iterator

IMPORT_NAMES = ("diffusers", "transformers")


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """No progress bars, warnings or reports of these libraries; their errors are logged."""
    from diffusers.utils import logging as diffusers_logging
    from transformers.utils import logging as transformers_logging

    for library in (diffusers_logging, transformers_logging):
        library.disable_progress_bar()
    levels = [logging.getLogger(library) for library in IMPORT_NAMES]
    before = [logger.level for logger in levels]
    for logger in levels:
        logger.setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        for logger, level in zip(levels, before, strict=True):
            logger.setLevel(level)
