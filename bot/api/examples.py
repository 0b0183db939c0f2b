"""Examples in the API's description."""

from typing import Any

Example = dict[str, Any]

EMOJI: Example = {
    "id": 17,
    "own": True,
    "job": 23,
    "created": "2026-11-29T11:05:00Z",
    "prompt": "dancing lemon with sunglasses",
    "alt": "Emoji: dancing lemon with sunglasses (fluent style)",
    "style": "fluent",
    "seed": 7,
    "wildness": 50,
    "motion": None,
    "from_picture": False,
    "changed_from": None,
    "mood": None,
    "chosen": 0,
    "candidates": [
        {"place": 0, "made": "painted at strength 0.30"},
        {"place": 1, "made": "the sketch"},
    ],
    "read_as": "a dancing lemon with sunglasses",
    "note": "",
    "cached": False,
    "model": "0123456789ab",
    "published": False,
    "likes": 0,
    "vote": None,
}
RECEIPT: Example = {
    "read_as": "a dancing lemon with sunglasses",
    "read_by": None,
    "not_understood": [],
    "steps": 4,
    "guidance": 1.5,
    "seconds": 6.1,
    "device": "cpu",
    "repeatable": True,
    "text": "words: dancing lemon with sunglasses\nstyle fluent, seed 7, wildness 50",
}
WAITING: Example = {
    "id": 23,
    "prompt": "dancing lemon with sunglasses",
    "state": "waiting",
    "place": 2,
    "seconds": 12.5,
    "error": None,
    "emoji": None,
    "pack": None,
}
DONE: Example = WAITING | {"state": "done", "place": None, "seconds": None, "emoji": EMOJI}
PACK: Example = WAITING | {
    "id": 24,
    "state": "painting",
    "place": 5,
    "pack": {
        "done": 3,
        "total": 12,
        "emoji": [{"mood": "happy", "emoji": 18}, {"mood": "sad", "emoji": 19}],
        "failed": ["run"],
    },
}
STEP: Example = {"job": 23, "done": 2, "total": 4, "preview": None}
CLIENT: Example = {"name": "blog", "style": "fluent", "votes_train": False}
PROBLEM: Example = {"error": "You have reached your limit. You can ask again in 120 s."}

ASK: Example = {"prompt": "dancing lemon with sunglasses", "style": "noto", "candidates": 2}
MIX: Example = {"mix": "🐙 🤠"}
PICTURE: Example = {
    "picture": (
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4//8/AAX+Av4N70a4AAAAAElF"
        "TkSuQmCC"
    )
}
TRY: Example = {"same_seed": False}
CHANGE: Example = {"words": "now with a hat"}
ANIMATE: Example = {"motion": "spin"}
MOODS: Example = {"moods": ["happy", "sad", "party"], "animated": False}
EDIT: Example = {"chosen": 1, "published": True}
VOTE: Example = {"value": 1}
SET: Example = {"style": "twemoji"}
EVENTS = """event: snapshot
data: {"jobs": []}

event: step
data: {"job": 23, "done": 2, "total": 4, "preview": null}

event: job
data: {"id": 23, "state": "done", …}
"""
