"""The commands that make picture files without a bot: `emojismith emoji` and `emojismith pack`."""
