"""Keeps the logs and progress bars of diffusers and transformers off the terminal."""

import contextlib
import logging
import warnings
from collections.abc import Iterator

IMPORT_NAMES = ("diffusers", "transformers")


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Silence progress bars, warnings and reports of these libraries; errors are still logged."""
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
