"""Several figures and things in one picture: relations, pairs, vessels, places."""
