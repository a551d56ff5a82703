"""Search: words found in ideas, on either database."""
