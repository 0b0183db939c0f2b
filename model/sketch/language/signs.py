"""Letters that a prompt wants to see: on a sign, in quotes after "says", or GG and the like."""

import re

MOST_LETTERS = 4
_QUOTE = "[\"'\u201c\u201d\u2018\u2019\u00ab\u00bb]"
_LETTERS = r"[A-Za-z0-9!?&+$%#@:)(<.-]"
_SIGN = (
    r"(?:(?:,\s*)?\b(?:with|holding(?: up)?|carrying|and|showing)\s+)?(?:an?\s+|the\s+)?"
    r"\b(?:sign|placard|banner|poster|board)\b"
)
_SAYS = r"\s*[,:]?\s*(?:(?:that|which)\s+)?\b(?:says?|saying|reads?|reading|with)\b\s*:?\s*"
_WRITTEN = re.compile(
    rf"(?:{_SIGN}(?:{_SAYS}|\s*:?\s*)|(?:,\s*)?(?:(?:that|who|which)\s+)?\b(?:says?|saying)\b\s*:?\s*)"
    rf"{_QUOTE}({_LETTERS}{{1,{MOST_LETTERS}}}){_QUOTE}",
    re.IGNORECASE,
)
_UNQUOTED = re.compile(
    rf"{_SIGN}{_SAYS}({_LETTERS}{{1,{MOST_LETTERS}}})(?=[\s,.!?]|$)", re.IGNORECASE
)
_CAPITALS = re.compile(rf"\b(?:says?|saying)\s+([A-Z0-9!?]{{1,{MOST_LETTERS}}})(?=[\s,.]|$)")
_BEFORE = re.compile(
    rf"\b(?:with|holding(?: up)?|carrying|and)\s+(?:an?\s+|the\s+)?{_QUOTE}?([A-Z0-9!?]"
    rf"{{1,{MOST_LETTERS}}}){_QUOTE}?\s+(?:sign|placard|banner|poster|flag)\b"
)
# Short forms of players, which mean their letters.
_SHORT = re.compile(r"\b(gg|ez|wp|ggwp|glhf|gl|hf|afk|brb|lfg)\b", re.IGNORECASE)


def letters(prompt: str) -> tuple[str | None, str]:
    """The letters of a sign, in capitals, and the rest of the prompt; None if there are none."""
    for pattern in (_WRITTEN, _UNQUOTED, _BEFORE, _CAPITALS):
        if (found := pattern.search(prompt)) is not None:
            rest = prompt[: found.start()] + " " + prompt[found.end() :]
            return found[1].upper(), rest.strip()
    short = "".join(_SHORT.findall(prompt))
    if not 0 < len(short) <= MOST_LETTERS:
        return None, prompt
    return short.upper(), _SHORT.sub(" ", prompt).strip()
