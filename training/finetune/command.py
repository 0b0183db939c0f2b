"""`python -m training --preset sd14 --data kaggle:FOLDER`: fine-tune on captioned pictures."""

import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `python -m training finetune`."""
    from training.config import add_config_argument
    from training.finetune.plan import add_plan_arguments

    add_plan_arguments(parser)
    add_config_argument(parser)
    parser.add_argument("--minutes", type=float, help="stop after so many; the same words go on")
    parser.add_argument("--push-to-hub", metavar="OWNER/NAME", help="upload it, privately")


def run(options: argparse.Namespace) -> None:
    """Train what is asked for. Raises EmojismithError, and KeyboardInterrupt after a checkpoint."""
    from bot.config import read_settings
    from training.finetune.plan import read_plan
    from training.finetune.run import MODEL, finetune
    from training.hub import push

    plan, origins = read_plan(options, read_settings(options.config).training)
    folder = finetune(plan, origins, options.minutes)
    if folder is not None:
        print(f"The model is in {folder / MODEL}.")
        if options.push_to_hub:
            print(f"On the hub: {push(folder / MODEL, options.push_to_hub)}")
