"""Clothes that are drawn on nobody, and what shows that somebody is dressed as a creature."""

from collections.abc import Mapping

CLOTHES = frozenset(
    {
        "t-shirt", "jeans", "dress", "kimono", "sari", "bikini", "woman\u2019s clothes", "coat",
        "running shirt", "martial arts uniform", "lab coat", "safety vest", "socks", "shorts",
        "one-piece swimsuit", "briefs", "gloves", "man\u2019s shoe", "running shoe", "hiking boot",
        "high-heeled shoe", "woman\u2019s sandal", "woman\u2019s boot", "flat shoe", "ballet shoes",
        "thong sandal",
    }
)  # fmt: skip
COSTUMES: Mapping[str, str] = {
    **dict.fromkeys(("honeybee", "butterfly", "lady beetle", "fly", "fairy"), "fairy wings"),
    **dict.fromkeys(("bat", "bird", "eagle", "dove", "owl", "swan", "dragon"), "wings"),
    **dict.fromkeys(("baby angel", "phoenix"), "wings"),
    **dict.fromkeys(("cow", "ox", "goat", "ram", "bison", "ogre"), "horns"),
}
"""Creature -> the part that its costume has; other costumes are reported as unread."""
