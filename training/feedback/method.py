"""Which training method the votes suffice for."""

from enum import StrEnum

from training.feedback.examples import Feedback

REWARD_VOTES = 50
KTO_VOTES, KTO_DISLIKES = 500, 100


class Method(StrEnum):
    """How the model learns from votes."""

    NONE = "none"
    REWARD = "reward"
    KTO = "kto"


def method_for(feedback: Feedback) -> Method:
    """NONE below `REWARD_VOTES` votes, KTO from `KTO_VOTES` with `KTO_DISLIKES`, else REWARD.

    KTO also learns from picks. Votes on held-out prompts count as well.
    """
    if feedback.votes < REWARD_VOTES:
        return Method.NONE
    if feedback.votes < KTO_VOTES or feedback.dislikes < KTO_DISLIKES:
        return Method.REWARD
    return Method.KTO


def explain(feedback: Feedback) -> str:
    """A sentence on the chosen method, and on what the next one needs."""
    counted = f"{feedback.votes} votes can be trained on, {feedback.dislikes} of them dislikes"
    match method_for(feedback):
        case Method.NONE:
            return f"{counted}: below {REWARD_VOTES} votes no weights are changed."
        case Method.REWARD:
            return (
                f"{counted}: the model trains on liked pictures, weighted by reward; from "
                f"{KTO_VOTES} votes with {KTO_DISLIKES} dislikes on, it also learns from dislikes."
            )
        case Method.KTO:
            pairs = len(feedback.pairs)
            return f"{counted}: the model learns from likes, dislikes, and {pairs} pairs of picks."
