"""People, where they work, and how they sign in."""
