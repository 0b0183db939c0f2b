"""The bot's limits on what a person may choose are the model's."""

import pytest

from bot.domain import CANDIDATES, WILDNESS
from bot.moderation.prompts import PROMPT_LIMIT
from model import recipe
from model.errors import BadRequest


def test_the_bot_takes_what_the_model_takes() -> None:
    assert PROMPT_LIMIT == recipe.PROMPT_LIMIT
    assert CANDIDATES[-1] == recipe.CANDIDATES_LIMIT
    for candidates, wildness in ((CANDIDATES[0], WILDNESS[0]), (CANDIDATES[-1], WILDNESS[-1])):
        recipe.Recipe("lemon", candidates=candidates, wildness=wildness)
    wrong: dict[str, int]
    for wrong in (
        {"candidates": CANDIDATES[0] - 1},
        {"candidates": CANDIDATES[-1] + 1},
        {"wildness": WILDNESS[0] - 1},
        {"wildness": WILDNESS[-1] + 1},
    ):
        with pytest.raises(BadRequest):
            recipe.Recipe("lemon", **wrong)  # type: ignore[arg-type]
