"""Review: who scores an idea, on which criteria, and what they said."""
