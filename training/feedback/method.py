"""How many votes allow which way of learning."""

from enum import StrEnum

from training.feedback.examples import Feedback

REWARD_VOTES = 50
KTO_VOTES, KTO_DISLIKES = 500, 100


class Method(StrEnum):
    """How weights learn from votes."""

    NONE = "none"
    REWARD = "reward"
    KTO = "kto"


def method_for(feedback: Feedback) -> Method:
    """NONE below `REWARD_VOTES` votes, KTO from `KTO_VOTES` with `KTO_DISLIKES`, else REWARD.

    KTO also learns from the picks there are. The votes on held-out prompts count as well.
    """
    if feedback.votes < REWARD_VOTES:
        return Method.NONE
    if feedback.votes < KTO_VOTES or feedback.dislikes < KTO_DISLIKES:
        return Method.REWARD
    return Method.KTO


def why(feedback: Feedback) -> str:
    """The method that was chosen, and what a further one asks for, as a sentence."""
    said = f"{feedback.votes} votes can teach the painter, {feedback.dislikes} of them dislikes"
    match method_for(feedback):
        case Method.NONE:
            return f"{said}: below {REWARD_VOTES} votes no weights are changed."
        case Method.REWARD:
            return (
                f"{said}: liked pictures are learnt again, weighted by reward; from {KTO_VOTES} "
                f"votes with {KTO_DISLIKES} dislikes on, dislikes are learnt from too."
            )
        case Method.KTO:
            pairs = len(feedback.pairs)
            return f"{said}: likes and dislikes are learnt from, and {pairs} pairs from picks."
