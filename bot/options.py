"""Options in a prompt, such as "dancing lemon --move spin", on platforms that have no others."""

import re
from collections.abc import Collection

from bot.domain import MOTION_ASKED

# Phones make one dash of two.
_MOVE = re.compile(r"(?:^|(?<=\s))(?:--|—)move\b[\s=]*(?P<word>[a-z]*)", re.IGNORECASE)


_ME = re.compile(r"me(?:\s*:\s*(?P<words>.+))?", re.IGNORECASE | re.DOTALL)
_OUTLINE = re.compile(r"(?:^|(?<=\s))(?:--|—)outline\b", re.IGNORECASE)


def outlined(prompt: str) -> tuple[str, bool]:
    """The words of a prompt without "--outline", and whether it was there."""
    words, count = _OUTLINE.subn("", prompt)
    return (" ".join(words.split()), True) if count else (prompt, False)


def about_me(prompt: str) -> str | None:
    """The words of "me" or "me: WORDS", which ask for the person's own picture; None for others.

    "--outline" stays with them.
    """
    words, outline = outlined(prompt)
    found = _ME.fullmatch(words.strip())
    if found is None:
        return None
    return f"{found['words'] or ''}{' --outline' if outline else ''}".strip()


def read(prompt: str, motions: Collection[str]) -> tuple[str, str | None]:
    """The words of a prompt without options, and the motion that "--move" asks for.

    Without one of the `motions` behind it, "--move" means the one that the words ask for. A last
    word that is none is returned as the motion, so that the person learns which there are.
    """
    found = _MOVE.search(prompt)
    if found is None:
        return prompt, None
    word, before, after = found["word"].lower(), prompt[: found.start()], prompt[found.end() :]
    if word in motions or (before.strip() and word and not after.strip()):
        return f"{before} {after}".strip(), word
    return f"{before} {found['word']}{after}".strip(), MOTION_ASKED
