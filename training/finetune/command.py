"""`python -m training --preset sd14 --data kaggle:FOLDER`: fine-tune on captioned pictures."""

import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `python -m training finetune`."""
    from training.config import add_config_argument
    from training.runs.plan import add_plan_arguments

    add_plan_arguments(parser)
    add_config_argument(parser)
    parser.add_argument(
        "--minutes", type=float, help="stop after this time; the same command resumes"
    )
    parser.add_argument(
        "--push-to-hub", metavar="OWNER/NAME", help="upload to a private repository"
    )


def run(options: argparse.Namespace) -> None:
    """Fine-tune. Raises EmojismithError, and KeyboardInterrupt after a checkpoint."""
    from bot.settings.config import read_settings
    from training.finetune.run import finetune
    from training.hub import push
    from training.runs.outputs import MODEL
    from training.runs.plan import read_plan

    plan, origins = read_plan(options, read_settings(options.config).training)
    folder = finetune(plan, origins, options.minutes)
    if folder is not None:
        print(f"The model is in {folder / MODEL}.")
        if options.push_to_hub:
            print(f"On the hub: {push(folder / MODEL, options.push_to_hub)}")
