"""`python -m training evaluate`: how good a model is, or which of two is better."""

import argparse
from pathlib import Path

from bot.config import read_settings
from model.errors import BadRequest
from model.files.folders import BUNDLED_NAME
from training.config import add_config_argument


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `python -m training evaluate`."""
    parser.add_argument(
        "a", nargs="?", metavar="A", help="a folder, hub:OWNER/NAME or bundled (the default)"
    )
    parser.add_argument("b", nargs="?", metavar="B", help="a second one, to compare with the first")
    parser.add_argument("--out", type=Path, help="default: evaluations/ under the data folder")
    parser.add_argument(
        "--prompts", type=int, default=100, help="prompts of each set that are painted"
    )
    parser.add_argument(
        "--clip", metavar="CLIP", help="score with this CLIP too: a folder or hub:OWNER/NAME"
    )
    parser.add_argument(
        "--votes", action="store_true", help="count people's votes too; without A nothing else"
    )
    parser.add_argument(
        "--database", type=Path, help="the bot's, for --votes (default: that of the settings)"
    )
    add_config_argument(parser)


def run(options: argparse.Namespace) -> None:
    """Score and write. Raises BadModel, BadRequest, or Unavailable without a data set."""
    if options.prompts < 1:
        raise BadRequest("Nothing can be scored on no prompts: say --prompts 1 or more.")
    database = _database(options)
    if database is not None and options.b is None:
        from training.evaluation.model_votes import read_arms, told

        print(told(read_arms(database)))
        if options.a is None:
            return
    out = _compared(options, database) if options.b else _scored(options)
    print(f"{out / 'report.html'}\n{out / 'scores.json'}")


def _database(options: argparse.Namespace) -> Path | None:
    if not options.votes:
        return None
    return options.database or Path(read_settings(options.config).database.path)


def _scored(options: argparse.Namespace) -> Path:
    from training.evaluation.evaluate import Evaluation
    from training.evaluation.page import write_report

    evaluation = Evaluation.open(options.a or BUNDLED_NAME, clip=options.clip)
    out = _out(options, evaluation.digest)
    write_report(evaluation.run(options.prompts), out)
    return out


def _compared(options: argparse.Namespace, database: Path | None) -> Path:
    from training.evaluation.comparison import compare
    from training.evaluation.comparison_page import write_comparison

    found = compare(options.a, options.b, options.prompts, clip=options.clip, database=database)
    out = _out(options, f"{found.before.facts['model']}-{found.after.facts['model']}")
    write_comparison(found, out)
    print(found.verdict)
    return out


def _out(options: argparse.Namespace, name: str) -> Path:
    from training.paths import home

    out: Path = options.out or home() / "evaluations" / name
    return out
