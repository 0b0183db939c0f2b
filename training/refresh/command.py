"""`python -m training`: learn from the votes, show before and after, promote what is no worse."""

import argparse
from pathlib import Path

PROMPTS = 40


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `python -m training refresh`."""
    from training.config import add_config_argument
    from training.finetune.plan import add_plan_arguments

    add_config_argument(parser)
    parser.add_argument("--minutes", type=float, help="stop after so many; the same words go on")
    parser.add_argument(
        "--prompts", type=int, default=PROMPTS, help="of each set, to compare before and after by"
    )
    add_plan_arguments(parser, "refresh")


def run(options: argparse.Namespace) -> None:
    """Refresh the weights that paint. Raises EmojismithError, and KeyboardInterrupt."""
    from bot.config import read_settings
    from training.feedback import Method, method_for, read_feedback, why
    from training.finetune.plan import read_plan
    from training.processes import processes
    from training.refresh.steps import Refreshing

    settings = read_settings(options.config)
    opt_out = settings.votes.consent == "opt-out"
    feedback = read_feedback(Path(settings.database.path), opt_out)
    main = processes().is_main_process
    if main:
        print(why(feedback))
        for reason, count in feedback.left_out.items():
            print(f"  left out: {count} {reason}")
    if method_for(feedback) is Method.NONE:
        return
    options.model = options.model or settings.model.path
    plan, origins = read_plan(options, settings.training.get("refresh", {}), "refresh")
    refreshing = Refreshing(settings, plan, origins, feedback)
    folder = refreshing.train(options.minutes)
    if not main:
        return
    print(f"The new weights are in {folder}.", flush=True)
    verdict = refreshing.judge(folder, options.prompts)
    print(verdict)
    if verdict.passed:
        print(refreshing.promote(folder))
