"""Two moods at once, as of "exhausted but smiling": the eyes of one and the mouth of the other."""

from collections.abc import Mapping

from model.sketch.language.clauses import Draft

# Expressions that show in the mouth, and the one whose mouth is drawn with other eyes.
_BY_MOUTH: Mapping[str, str] = {
    "smiling": "smiling", "happy": "happy", "laughing": "happy", "grinning": "grinning",
    "silly": "cheeky", "cheeky": "cheeky", "yum": "yum", "kissing": "kissing",
    "grimacing": "grimacing", "drooling": "drooling", "yawning": "yawning", "shy": "smiling",
}  # fmt: skip
_CRYING = frozenset({"crying", "sobbing", "tearful"})
# The eyes of "sad but smiling": sad ones have no brows.
_EYES: Mapping[str, str] = {"sad": "worried", "smug": "angry", "scared": "worried"}


def feel(draft: Draft, faces: Mapping[str, str], expression: str, mouth: str | None) -> bool:
    """Add an expression to what a figure feels; False if its face shows two already.

    `mouth` is the expression that the mouth has, if it is another. `faces` are the smileys of
    expressions.
    """
    if draft.expression is None:
        draft.expression, draft.mouth = expression, faces.get(mouth or "")
        return True
    both = _both(draft.expression, expression, mouth)
    if both is None or (draft.mouth is not None and expression not in _BY_MOUTH):
        return expression == draft.expression
    draft.expression, lower = both
    draft.mouth = faces.get(lower)
    return True


def _both(now: str, more: str, mouth: str | None) -> tuple[str, str] | None:
    """The expressions of the eyes and of the mouth ("" for the same) of who feels two things."""
    cries = _CRYING & {now, more}
    if cries and "laughing" in (now, more):
        return "laughing", ""
    if mouth is not None and now not in _BY_MOUTH:
        return now, mouth
    if more in _BY_MOUTH:
        return _EYES.get(now, now), _BY_MOUTH[more]
    if now in _BY_MOUTH:
        return _EYES.get(more, more), _BY_MOUTH[now]
    if cries and now != more:
        return (more if now in _CRYING else now), "sobbing"
    return None
