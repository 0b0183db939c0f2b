"""What is worn: clothes cut to the wearer, shoes, hats and other accessories."""
