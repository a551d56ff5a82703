"""Pictures that people send: drawn anew before they are kept, under random names in folders that no page leads to."""

from innovate.core.pictures.shelf import LEFT_ALONE, LONGEST_WORDS, MIMETYPE, MOST_BYTES, Picture, Pictures

__all__ = ["LEFT_ALONE", "LONGEST_WORDS", "MIMETYPE", "MOST_BYTES", "Picture", "Pictures"]
