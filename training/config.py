"""The option with which training's commands name the settings; `bot.settings.config` reads them."""

import argparse
from pathlib import Path


def add_config_argument(parser: argparse.ArgumentParser) -> None:
    """Add `--config`."""
    parser.add_argument("--config", type=Path, help="the settings (default: config.toml)")
