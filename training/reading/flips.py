"""Which images may be mirrored to augment the data."""

import re
from collections.abc import Iterable

# Words for things that read or point the wrong way in a mirror.
_ONE_WAY = re.compile(
    r"\b(left|right|arrow|facing|flag|button|keycap|letter|number|numbers|input|latin|sign|symbol|"
    r"mark|clock|o'clock|thirty|watch|stopwatch|timer|hands?|fist|fingers?|thumbs?|wave|waving|"
    r"pointing|palms?|handshake|salute|gesture|"
    r"zzz|sleeping|sleepy|money|dollar|yen|euro|pound|points|medal|calendar|date|hundred|book|"
    r"newspaper|map|globe|note|notes|score|clef|ball|abc|sos|tm|soon|back|end|top arrow)\b"
)


def may_flip(captions: Iterable[str]) -> bool:
    """False for captions with letters, arrows, hands, flags, clocks and the like."""
    return not any(_ONE_WAY.search(caption.lower()) for caption in captions)
