"""Errors whose message is a sentence for a person.

EmojismithError
├── BadRequest        the request is invalid; the message says what to ask for instead
├── BadModel          a model folder is missing, incomplete or damaged
└── Unavailable       something outside the program is missing: npm, disk space, a package
"""


class EmojismithError(Exception):
    """Base class. The message is one sentence that says what to do."""


class BadRequest(EmojismithError):
    """The request is invalid."""


class BadModel(EmojismithError):
    """A model folder is missing, incomplete or damaged."""


class Unavailable(EmojismithError):
    """Something outside the program is missing, full or out of reach."""
