"""What can go wrong, as sentences for a person.

EmojismithError
├── BadRequest        what was asked for cannot be done; the sentence says what to ask instead
├── BadModel          a model folder is missing, incomplete or damaged
└── Unavailable       something outside is missing: npm, disk space, a package
"""


class EmojismithError(Exception):
    """Base of all errors whose text is meant for a person: one sentence that says what to do."""


class BadRequest(EmojismithError):
    """What was asked for cannot be done."""


class BadModel(EmojismithError):
    """A model folder is missing, incomplete or damaged."""


class Unavailable(EmojismithError):
    """Something outside the program is missing or full."""
