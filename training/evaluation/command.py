"""`python -m training evaluate`: score a model, or compare two."""

import argparse
from pathlib import Path

from bot.settings.config import read_settings
from model.errors import BadRequest
from model.files.folders import BUNDLED_NAME
from training.config import add_config_argument


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of `python -m training evaluate`."""
    parser.add_argument(
        "a", nargs="?", metavar="A", help="a folder, hub:OWNER/NAME or bundled (the default)"
    )
    parser.add_argument("b", nargs="?", metavar="B", help="a second model, compared with the first")
    parser.add_argument(
        "--out", type=Path, help="output folder (default: evaluations/ in the data folder)"
    )
    parser.add_argument(
        "--prompts", type=int, default=100, help="prompts of each set (default: %(default)s)"
    )
    parser.add_argument(
        "--blind",
        type=int,
        metavar="PROMPTS",
        help="only paint this many prompts and write blind sheets: what is shown first against its "
        "sketch, in random order, with a key",
    )
    parser.add_argument(
        "--seed",
        type=int,
        default=0,
        help="with --blind: other prompts of the sets, and other pictures (default: %(default)s)",
    )
    parser.add_argument(
        "--clip", metavar="CLIP", help="also score with this CLIP model: a folder or hub:OWNER/NAME"
    )
    parser.add_argument(
        "--votes", action="store_true", help="also count people's votes; without A, only those"
    )
    parser.add_argument(
        "--database", type=Path, help="the bot's database, for --votes (default: from the settings)"
    )
    add_config_argument(parser)


def run(options: argparse.Namespace) -> None:
    """Score and write a report. Raises BadModel, BadRequest, or Unavailable without a data set."""
    if options.prompts < 1 or (options.blind is not None and options.blind < 1):
        raise BadRequest("--prompts and --blind must be at least 1.")
    if options.blind is not None:
        if options.b is not None:
            raise BadRequest("--blind is for one model; `evaluate A B` has its own blind test.")
        print(*_blind(options), sep="\n")
        return
    database = _database(options)
    if database is not None and options.b is None:
        from training.evaluation.model_votes import read_model_votes, votes_table

        print(votes_table(read_model_votes(database)))
        if options.a is None:
            return
    out = _compare(options, database) if options.b else _score(options)
    print(f"{out / 'report.html'}\n{out / 'scores.json'}")


def _database(options: argparse.Namespace) -> Path | None:
    if not options.votes:
        return None
    return options.database or Path(read_settings(options.config).database.path)


def _blind(options: argparse.Namespace) -> list[Path]:
    from model.opening import open_painter
    from training.evaluation.blind import blind_test

    painter = open_painter(options.a or BUNDLED_NAME)
    out = _out(options, painter.pipeline.digest[:12])
    return blind_test(painter, options.blind, out, options.seed)


def _score(options: argparse.Namespace) -> Path:
    from training.evaluation.evaluate import Evaluation
    from training.evaluation.page import write_report
    from training.reports.score_tables import first_against_sketch

    evaluation = Evaluation.open(options.a or BUNDLED_NAME, clip=options.clip)
    out = _out(options, evaluation.digest)
    result = evaluation.run(options.prompts)
    write_report(result, out)
    print(first_against_sketch(result.scores), evaluation.ranking_constants(), sep="\n")
    return out


def _compare(options: argparse.Namespace, database: Path | None) -> Path:
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
