"""Lists of ideas: all of them, and my drafts."""
