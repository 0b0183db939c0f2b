"""Which pictures may be mirrored."""

import re
from collections.abc import Iterable

# What would read or point the wrong way round in a mirror.
_ONE_WAY = re.compile(
    r"\b(left|right|arrow|facing|flag|button|keycap|letter|number|numbers|input|latin|sign|symbol|"
    r"mark|clock|o'clock|thirty|watch|stopwatch|timer|hands?|fist|fingers?|thumbs?|wave|waving|"
    r"pointing|palms?|handshake|salute|gesture|"
    r"zzz|sleeping|sleepy|money|dollar|yen|euro|pound|points|medal|calendar|date|hundred|book|"
    r"newspaper|map|globe|note|notes|score|clef|ball|abc|sos|tm|soon|back|end|top arrow)\b"
)


def may_flip(captions: Iterable[str]) -> bool:
    """False for letters, arrows, hands, flags, clocks and the like."""
    return not any(_ONE_WAY.search(caption.lower()) for caption in captions)
