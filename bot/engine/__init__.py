"""The model behind the `Engine` Protocol of `bot.domain`."""
