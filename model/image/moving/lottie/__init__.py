"""Moving SVG as Lottie, in the subset that Telegram's animated stickers allow."""
