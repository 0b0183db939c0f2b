"""`python -m training refresh`: train on the votes, compare, promote the weights if no worse."""

import argparse
from pathlib import Path

PROMPTS = 40


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `python -m training refresh`."""
    from training.config import add_config_argument
    from training.runs.plan import add_plan_arguments

    add_config_argument(parser)
    parser.add_argument(
        "--minutes", type=float, help="stop training after this time; the same command resumes"
    )
    parser.add_argument(
        "--prompts", type=int, default=PROMPTS, help="prompts of each set for the comparison"
    )
    add_plan_arguments(parser, "refresh")


def run(options: argparse.Namespace) -> None:
    """Refresh the promoted weights.

    Raises EmojismithError, among them Unavailable without a data set, and KeyboardInterrupt after a
    checkpoint.
    """
    from bot.settings.config import read_settings
    from training.data.dataset import newest
    from training.feedback import Method, explain, method_for, read_feedback
    from training.processes import processes
    from training.refresh.run import Refresh
    from training.runs.plan import read_plan

    settings = read_settings(options.config)
    opt_out = settings.votes.consent == "opt-out"
    feedback = read_feedback(Path(settings.database.path), opt_out, settings.web.exposed)
    main = processes().is_main_process
    if main:
        print(explain(feedback))
        for reason, count in feedback.left_out.items():
            print(f"  left out: {count} {reason}")
    if method_for(feedback) is Method.NONE:
        return
    newest()  # the comparison needs a data set: fail before the training, not after it
    options.model = options.model or settings.model.path
    plan, origins = read_plan(options, settings.training.get("refresh", {}), "refresh")
    refresh = Refresh(settings, plan, origins, feedback)
    folder = refresh.train(options.minutes)
    if not main:
        return
    print(f"The new weights are in {folder}.", flush=True)
    verdict = refresh.compare(folder, options.prompts)
    print(verdict)
    if verdict.passed:
        print(refresh.promote(folder))
