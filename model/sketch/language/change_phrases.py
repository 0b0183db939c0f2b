"""The ways in which people ask for a change: "take off the hat", "a crown instead of the hat"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from model.sketch.language.translation.requests import comments
from model.sketch.language.words import fold, listed
from model.sketch.scene import STYLES

_VERBS = (
    "make|remove|delete|take|drop|lose|add|put|give|turn|change|replace|swap|switch|paint|colou?r|"
    "let|with|without|wearing|holding|in|on|no|stop|use"
)
_PARTS = re.compile(
    rf"\s*(?:[;.!]+|\bthen\b|,\s*(?:and|but)?\s*(?=(?:{_VERBS})\b)"
    rf"|\b(?:and|but)\s+(?=(?:{_VERBS})\b)|\s(?=(?:without|with no|minus)\b))\s*"
)
_POLITE = re.compile(
    r"^(?:(?:now|please|pls|plz|and|but|also|ok|okay|hey|maybe|just|only|same|again|could you|"
    r"can you|would you|i want(?: it)?(?: to)?|i would like|i'd like|let(?:'s)?|how about|"
    r"what about|it should(?: be)?|it is|it's|this time|this one|the same|same one|but make|"
    r"have it|let it|let him|let her|be)\b[\s,:]*)+"
)
_AFTER = re.compile(r"[\s,]+(?:now|please|pls|plz|this time|thanks?|thank you|again|too|as well)$")
_IT = r"(?:it|him|her|them|this|that|this one|that one|me)"
_AN = r"(?:an?|the|its|his|her|their|some)"
_BACK = re.compile(
    r"(?:(?:go|take|one|a|step|roll|turn|put|bring|it|that|this)\s+)*(?:step\s+)?"
    r"(?:back|undo|revert|previous|previous one|the previous one|undo (?:it|that|this))"
)
_START = re.compile(
    r"(?:go |all the way )?back to (?:the )?(?:start|beginning|first|original)(?: one)?"
    r"|(?:the )?original(?: one)?|undo (?:all|everything)"
)
GOING_BACK = frozenset({"back", "the original"})
"""What other languages' words for going back mean in English."""
_COMMENTS = listed("""
    so very really that is that's this it it's what a an i we you oh omg my god the and too much
    nice cool wow cute great good awesome amazing perfect beautiful lovely funny hilarious
    adorable best bot love loved like thanks thank thx ty yes no yeah yep nope ok okay k same
    true mood relatable one emoji done job well me
""")
_LAUGH = re.compile(
    r"lo+l|lmf?ao+|rofl|a?(?:ha)+h?|(?:he){2,}|(?:ja){2,}|(?:je){2,}|k{3,}|(?:rs){2,}|x+d+|hm+|"
    r"\u0430?(?:\u0445\u0430)+\u0445?|w{2,}|笑+|哈+|呵+|嘿+|233+|❤\ufe0f?|[👍👎😂🤣😍🥰🔥🎉👏💯😭]+"
)
_MARKS = re.compile(r"[,.!?~\u2026\u3001\u3002\uff01\uff1f\uff5e]+$|^[,.!?~]+")
_REMOVAL = (
    re.compile(
        r"^(?:without|with no|no more|no longer|no|remove|delete|erase|drop|lose|minus|ditch|hide|"
        r"get rid of|take off|take away|not|stop|does not|don't|doesn't|is not|isn't|it has no)"
        r"(?: be| have| wear| wearing| hold| holding| any)?\s+(.+)$"
    ),
    re.compile(r"^(?:take|put|throw) (.+) (?:off|away|down|out)$"),
    re.compile(r"^(?!\w+ing\b)(.+) (?:off|away|gone)$"),
)
_EXCHANGE = (
    re.compile(
        rf"^(?:replace|swap|switch|exchange|trade|change|turn|transform)\s+(?:{_AN}\s+)?(.+?)\s+"
        r"(?:with|for|to|into|by|in)\s+(.+)$"
    ),
    re.compile(rf"^(?:{_AN}\s+)?(?P<old>.+?) (?:(?:is|are) )?replaced (?:by|with) (?P<new>.+)$"),
    re.compile(rf"^instead of (?:{_AN}\s+)?(?P<old>.+?),? (?P<new>an? .+)$"),
    re.compile(
        rf"^(?P<new>.+?)\s+(?:instead of|rather than|in place of)\s+(?:{_AN}\s+)?(?P<old>.+)$"
    ),
)
_BECOME = (
    re.compile(rf"^(?:make|turn|change|transform)\s+{_IT}\s+(?:in)?to\s+(.+)$"),
    re.compile(rf"^(?:make|draw)\s+{_IT}\s+((?:an?)\s+.+)$"),
    re.compile(r"^(?:as|into|be|becomes?|it should be|to)\s+((?:an?)\s+.+)$"),
    re.compile(r"^(.+)\s+instead$"),
)
_EYES = re.compile(
    r"(?:\bwith\s+)?(?:\bmake\s+)?(?:\b(?:the|its|his|her)\s+)?(?:\b(much|even|way)\s+)?(?:"
    r"\b(?P<size>bigger|larger|big|large|huge|giant|enormous|wider|wide|rounder|smaller|small|tiny|"
    r"little|narrower|normal)\s+eyes|"
    r"\beyes\s+(?P<after>bigger|larger|big|huge|wider|smaller|small|tiny|normal))\b"
)
_SMALL = frozenset({"smaller", "small", "tiny", "little", "narrower"})
_STICKER = re.compile(
    rf"(?:\b(?:as|like|into|make {_IT}|turn {_IT} into|draw {_IT} as)\s+)?(?:\b(?:an?|the)\s+)?"
    r"(?:\bdie[- ]cut\s+)?\bsticker\b(?:\s+(?:style|look))?"
)
_BORDER = re.compile(
    r"(?:\b(?:with|add|in|give it)\s+)?(?:\b(?:an?|the)\s+)?(?:\b(?:thick|thin)\s+)?"
    r"(?:\b(?P<colour>[a-z]+)\s+)?\b(?:outline|border)\b"
)
_MOVING = re.compile(
    rf"(?:make {_IT} )?(?:animated?|moving|move|in motion)(?: {_IT})?|animate {_IT}|let {_IT} move"
)
_STILL = re.compile(
    rf"(?:make {_IT} )?(?:still|not moving|not animated|stand still|stop moving|static)|"
    r"stop (?:it|moving|the motion|the animation)|"
    r"(?:without|no|remove) (?:the )?(?:motion|animation|moving)"
)


_MEANT = (
    (re.compile(r"wake (?:it |him |her )?up|awake|woken up"), "without sleeping"),
    (re.compile(r"cheer up|cheer it up"), "happy"),
    (re.compile(r"calm down|calmer"), "calm"),
    (
        re.compile(
            rf"(?:in |with |back to )?{_AN}? ?(?:own|normal|usual|original|natural) colou?rs?"
        ),
        "without the colour",
    ),
    (
        re.compile(r"(?:even |more |much )?(?:cuter|cute)(?: than that)?"),
        "with bigger eyes and blush",
    ),
)
_DOING = (("hold", "holding"), ("ride", "riding"), ("eat", "eating"), ("drink", "drinking"),
          ("chase", "chasing"), ("carry", "carrying"), ("throw", "throwing"))  # fmt: skip
SIZES = frozenset({"bigger", "smaller", "larger", "huge", "tiny", "big", "small"})
"""Words for the size of the whole emoji, which always fills its picture."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A part of a change: what to take away, what to add, and whether it becomes that."""

    add: str = ""
    remove: str = ""
    becomes: bool = False


def steps_back(words: str) -> int | None:
    """How many changes to undo: 1 for "back", 0 for all of them; None for other words."""
    said = tidy(words)
    if _START.fullmatch(said):
        return 0
    return 1 if _BACK.fullmatch(said) else None


def is_comment(words: str) -> bool:
    """Whether a reply only says what somebody thinks of an emoji: "lol", "so cute", "👍"."""
    said = words.casefold().replace("\u2019", "'").split()
    plain = (_MARKS.sub("", word) for word in said)
    known = _COMMENTS | comments()
    return all(not one or fold(one) in known or _LAUGH.fullmatch(one) for one in plain)


def tidy(words: str) -> str:
    """Words in lower case without what is only polite, and with single spaces."""
    said = " ".join(words.replace("\u2019", "'").casefold().split()).strip(" .!?,\"'“”")
    while (shorter := _AFTER.sub("", _POLITE.sub("", said))) != said:
        said = shorter
    return said


def parts(words: str) -> Iterator[Phrase]:
    """The changes that a text asks for, in order."""
    for one in _PARTS.split(tidy(words)):
        if said := tidy(one or ""):
            yield _phrase(said)


def _phrase(said: str) -> Phrase:
    said = next((means for pattern, means in _MEANT if pattern.fullmatch(said)), said)
    for pattern in _EXCHANGE:
        if found := pattern.match(said):
            old, new = (
                (found["old"], found["new"]) if "old" in pattern.groupindex else found.groups()
            )
            if re.fullmatch(rf"{_IT}(?: all)?", old):
                return Phrase(new, becomes=True)
            return Phrase(new, old)
    for pattern in _BECOME:
        if found := pattern.match(said):
            return Phrase(found[1], becomes=True)
    for pattern in _REMOVAL:
        if found := pattern.match(said):
            return Phrase(remove=found[1])
    for verb, doing in _DOING:
        said = re.sub(rf"\b{verb}\b", doing, said)
    return Phrase(re.sub(rf"^(?:add|put on)\b|\bon {_IT}$", "", said).strip())


def eye_size(said: str) -> tuple[int | None, str]:
    """Whether eyes are to be larger (1), smaller (-1) or as usual (0), and the other words."""
    if not (found := _EYES.search(said)):
        return None, said
    size = found["size"] or found["after"]
    direction = 0 if size == "normal" else -1 if size in _SMALL else 1
    return direction, _rest(said, found)


def outline(said: str) -> tuple[str | None, str]:
    """The word for the colour of the border that a text asks for, and the other words."""
    if found := _STICKER.search(said):
        return "white", _rest(said, found)
    if found := _BORDER.search(said):
        return found["colour"] or "white", _rest(said, found)
    return None, said


def moves(said: str) -> bool | None:
    """Whether words ask for a moving picture (True) or a still one (False); None for others."""
    if _STILL.fullmatch(said):
        return False
    return True if _MOVING.fullmatch(said) else None


def style_in(said: str, styles: Sequence[str]) -> tuple[str | None, str]:
    """The style that a text names, and the other words.

    The names of styles that are no ordinary words need no "style" after them.
    """
    for style in styles:
        if found := _style_pattern(style).search(said):
            return style, _rest(said, found)
    return None, said


@cache
def _style_pattern(style: str) -> re.Pattern[str]:
    name = re.escape(style.casefold())
    before = r"(?:\b(?:change|switch|use|draw it|make it)\s+)?(?:\b(?:the|its) style\s+)?"
    before += r"(?:\b(?:in|to|into|as|with|use|is)\s+)?(?:\bthe\s+)?"
    ends = r"(?:\s+(?:style|look|version))" + ("?" if style in STYLES else "")
    return re.compile(rf"{before}\b(?:{name}\b{ends}|style\s+{name})\b")


def _rest(said: str, found: re.Match[str]) -> str:
    left = f"{said[: found.start()]} {said[found.end() :]}"
    return re.sub(r"^\W*(?:and|but|with)\b\s*$|\s*\b(?:and|but|with)\s*$", "", tidy(left)).strip()
