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
    **dict.fromkeys(("butterfly", "lady beetle", "fly", "fairy"), "fairy wings"),
    "honeybee": "bee suit,fairy wings",
    **dict.fromkeys(("tiger", "tiger face", "leopard"), "tiger suit"),
    **dict.fromkeys(("t-rex", "sauropod", "crocodile", "frog", "dragon face"), "dinosaur suit"),
    **dict.fromkeys(("cow face", "panda"), "cow suit"),
    **dict.fromkeys(("rabbit", "rabbit face", "pig face", "flamingo"), "onesie"),
    **dict.fromkeys(("skull", "zombie"), "skeleton suit"),
    **dict.fromkeys(("jack-o-lantern",), "pumpkin suit"),
    **dict.fromkeys(("bat", "bird", "eagle", "dove", "owl", "swan"), "wings"),
    **dict.fromkeys(("baby angel", "phoenix"), "wings"),
    "cow": "cow suit,horns",
    "dragon": "dinosaur suit,wings",
    **dict.fromkeys(("ox", "goat", "ram", "bison", "ogre"), "horns"),
}
"""Creature -> the parts that its costume has, separated by commas; others are unread."""
