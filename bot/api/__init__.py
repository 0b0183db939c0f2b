"""The HTTP API: programs ask for emoji, each with a token and limits of its own."""
