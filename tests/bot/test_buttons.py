"""The buttons of both platforms: the same under an emoji, and ids that old messages hold."""

import re

import pytest

from bot.button_ids import BUTTON_PATTERN, button_id, parse_button
from bot.discord import buttons as discord_buttons
from bot.telegram import buttons as telegram_buttons

UNDER_AN_EMOJI = ["up", "down", "again", "animate", "edit", "all", "how", "add", "pack", "remove"]
ON_DISCORD = ["up", "down", "again", "edit", "more"]
IN_ITS_MENU = ["animate", "add", "all", "how", "sticker", "pack", "remove"]
ON_TELEGRAM = ["up", "down", "again", "edit", "add", "more"]
SHOWN_BY_MORE = ["animate", "words", "all", "how", "pack", "remove"]
ELSEWHERE = {
    *("more", "cancel", "pick", "show", "move", "yes", "no", "forgotten"),
    *("makepack", "archive", "removepack"),
}


def test_both_platforms_offer_the_same_and_half_of_it_behind_a_button() -> None:
    for platform, usual, rest, own in (
        (discord_buttons, ON_DISCORD, IN_ITS_MENU, {"more", "sticker"}),
        # Other words have a button of their own, where Discord's form has a second field.
        (telegram_buttons, ON_TELEGRAM, SHOWN_BY_MORE, {"more", "words"}),
    ):
        assert [button.action for button in platform.RESULT_BUTTONS] == usual
        assert [button.action for button in platform.MORE_BUTTONS] == rest
        assert sorted({*usual, *rest} - own) == sorted(UNDER_AN_EMOJI)


def test_no_action_is_used_twice_and_none_that_was_sent_is_gone() -> None:
    for platform, own in (
        (discord_buttons, {"server", "application", "sticker", "addpack"}),
        (telegram_buttons, {"words", "style", "forget", "newset", "ownset"}),
    ):
        every = (*platform.RESULT_BUTTONS, *platform.MORE_BUTTONS, *platform.OTHER_BUTTONS)
        assert len(platform.BUTTONS) == len(every)
        assert set(platform.BUTTONS) == {*UNDER_AN_EMOJI, *ELSEWHERE, *own}


@pytest.mark.parametrize("action", sorted({*discord_buttons.BUTTONS, *telegram_buttons.BUTTONS}))
def test_an_id_fits_both_platforms_and_is_read_back(action: str) -> None:
    text = button_id(action, 2**63 - 1, 7)
    assert len(text.encode()) <= 64
    assert re.fullmatch(BUTTON_PATTERN, text)
    assert parse_button(text) == (action, 2**63 - 1, 7)
    assert parse_button(button_id(action, 5)) == (action, 5, None)


@pytest.mark.parametrize(
    "text",
    [
        *("", "x", "null", "::::", "e::", "e:up:", "e:up", "e:UP:1", "f:up:1", "e:up:1:2:3"),
        *("e:up:-1", "e:up: 1", "e:up:1_0", "e:up:0x1", "e:up:\u0661", "e:up:1\n", "e:up:1e3"),
        *(f"e:up:{'9' * 20}", f"e:pick:1:{'9' * 20}", "e:pick:1:-1", "\ud83d"),
    ],
)
def test_any_other_text_is_refused(text: str) -> None:
    assert parse_button(text) is None
