"""What a figure holds and does: hands, things in them, acts, the marks around it."""
