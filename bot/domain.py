"""What the chat side is made of, in plain data. Knows no SDK and no model.

BotError
└── BadSettings       a key or value in the configuration is wrong
"""


class BotError(Exception):
    """Base of the chat side's errors: one sentence for a person that says what to do."""


class BadSettings(BotError):
    """A key or value in the configuration is wrong."""
