"""What the bot knows about a person: style, language, consent, the latest prompts."""
