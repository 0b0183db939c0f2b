"""How often training samples an icon, relative to 1 for a usual one."""

from training.data.names import NamedEmoji

_STYLES = {"fluent": 1.0, "noto": 1.0, "twemoji": 1.0}
_OTHER_STYLE = 0.35
_SUBGROUPS = {
    "country-flag": 0.04,
    "subdivision-flag": 0.04,
    "flag": 0.3,
    "time": 0.3,
    "keycap": 0.05,
    "alphanum": 0.1,
    "regional-indicator": 0.05,
    "family": 0.1,
    "zodiac": 0.25,
    "geometric": 0.4,
    "hair-style": 0.2,
}
_CLOCKS = range(0x1F550, 0x1F568)
_GROUPS = {"symbols": 0.3, "people-body": 0.5}


def icon_weight(emoji: NamedEmoji, style: str) -> float:
    """Signs, letters, flags, clock faces, similar people and old styles are sampled less."""
    usual = _SUBGROUPS.get(emoji.subgroup, _GROUPS.get(emoji.group, 1.0))
    if "-" not in emoji.concept and int(emoji.concept, 16) in _CLOCKS:
        usual = 0.05
    return usual * _STYLES.get(style, _OTHER_STYLE)
