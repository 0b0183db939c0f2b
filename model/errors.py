"""Errors whose message is a sentence for a person.

EmojismithError
├── BadRequest        the request is invalid; the message says what to ask for instead
│   └── Withheld      the model's safety checker lets no picture of it be shown
├── BadModel          a model folder is missing, incomplete or damaged
└── Unavailable       something outside the program is missing: npm, disk space, a package
"""


class EmojismithError(Exception):
    """Base class. The message is one sentence that says what to do.

    `text` is the sentence with placeholders for the `values`, so that it can be translated.
    """

    def __init__(self, text: str = "", **values: object) -> None:
        super().__init__(text.format(**values) if values else text)
        self.text = text
        self.values = values


class BadRequest(EmojismithError):
    """The request is invalid."""


class Withheld(BadRequest):
    """The model's safety checker lets no picture of the request be shown."""


class BadModel(EmojismithError):
    """A model folder is missing, incomplete or damaged."""


class Unavailable(EmojismithError):
    """Something outside the program is missing, full or out of reach."""
