"""What measuring cannot know: which faces are expressions, what can be worn, corrections."""

from collections.abc import Mapping
from typing import Any

# What an expression's features are taken from.
EXPRESSIONS: Mapping[str, str] = {
    "happy": "1F600", "smiling": "1F642", "grinning": "1F601", "laughing": "1F602",
    "sad": "2639", "crying": "1F622", "sobbing": "1F62D", "angry": "1F620", "furious": "1F621",
    "in love": "1F60D", "starstruck": "1F929", "winking": "1F609", "surprised": "1F62E",
    "shocked": "1F632", "scared": "1F628", "worried": "1F61F", "sleepy": "1F62A",
    "sleeping": "1F634", "sick": "1F922", "dizzy": "1F635", "cool": "1F60E", "smug": "1F60F",
    "confused": "1F615", "jealous": "1F612", "silly": "1F61C", "zany": "1F92A", "rich": "1F911",
    "bored": "1F611", "suspicious": "1F928", "shy": "1F60A", "kissing": "1F618", "yum": "1F60B",
    "disgusted": "1F616", "tired": "1F62B", "pleading": "1F97A", "nerdy": "1F913",
    "drooling": "1F924", "relieved": "1F60C", "pensive": "1F614", "sweating": "1F605",
    "grimacing": "1F62C", "rolling eyes": "1F644", "neutral": "1F610", "speechless": "1F636",
    "disappointed": "1F61E", "anguished": "1F627", "cheeky": "1F61B", "woozy": "1F974",
    "tearful": "1F979", "adoring": "1F970",
}  # fmt: skip

# Name -> (concept whose art is worn, slot).
ACCESSORIES: Mapping[str, tuple[str, str]] = {
    "sunglasses": ("1F576", "eyes"),
    "glasses": ("1F453", "eyes"),
    "goggles": ("1F97D", "eyes"),
    "diving mask": ("1F93F", "eyes"),
    "top hat": ("1F3A9", "head"),
    "crown": ("1F451", "head"),
    "cap": ("1F9E2", "head"),
    "graduation cap": ("1F393", "head"),
    "sun hat": ("1F452", "head"),
    "helmet": ("26D1", "head"),
    "military helmet": ("1FA96", "head"),
    "ribbon bow": ("1F380", "head"),
    "flower": ("1F33A", "head"),
    "headphones": ("1F3A7", "ears"),
    "scarf": ("1F9E3", "neck"),
    "necktie": ("1F454", "neck"),
    "medal": ("1F3C5", "neck"),
    "stethoscope": ("1FA7A", "neck"),
}

# emojibase's subgroups and groups -> kinds; a subgroup goes before its group.
KINDS: Mapping[str, str] = {
    "smileys-emotion": "symbol",
    "component": "symbol",
    "people-body": "person",
    "animals-nature": "animal",
    "food-drink": "food",
    "travel-places": "place",
    "activities": "object",
    "objects": "object",
    "symbols": "symbol",
    "flags": "flag",
    "face-smiling": "face",
    "face-affection": "face",
    "face-tongue": "face",
    "face-hand": "face",
    "face-neutral-skeptical": "face",
    "face-sleepy": "face",
    "face-unwell": "face",
    "face-hat": "face",
    "face-glasses": "face",
    "face-concerned": "face",
    "face-negative": "face",
    "face-costume": "face",
    "monkey-face": "animal",
    "cat-face": "animal",
    "hand-fingers-open": "hand",
    "hand-fingers-partial": "hand",
    "hand-single-finger": "hand",
    "hand-fingers-closed": "hand",
    "hands": "hand",
    "hand-prop": "hand",
    "body-parts": "body",
    "plant-flower": "plant",
    "plant-other": "plant",
    "transport-ground": "vehicle",
    "transport-water": "vehicle",
    "transport-air": "vehicle",
    "sky-weather": "sky",
    "alphanum": "symbol",
    "keycap": "symbol",
}

# (style, concept) -> index in the anchors' list -> its value, where measuring errs.
ANCHORS: Mapping[tuple[str, str], Mapping[int, Any]] = {}
