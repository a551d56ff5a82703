"""Shares of credit as numbers: what each part in an idea counts, and whole percents that sum to a hundred."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Part:
    """A way to have had a part in an idea: what it is called, beside a person and in a sentence, and what it counts."""

    label: str
    who: str  # "who …"
    counts: int


PARTS: dict[str, Part] = {
    "author": Part("Author", "wrote the idea", 10),
    "coauthor": Part("Co-author", "is a co-author", 6),
    "merged_author": Part("Author of a merged idea", "wrote an idea that was merged into it", 4),
    "suggestion": Part("Suggestion taken up", "made a suggestion that was taken up", 3),
    "owner": Part("Ran the experiment", "ran the experiment", 6),
    "member": Part("On the experiment’s team", "was on the experiment’s team", 3),
    "reviewer": Part("Reviewer", "reviewed it", 1),
}
"""What each part counts, the first the weightiest in words; who had several has their sum."""


def apportion(whole: int, counts: Sequence[int]) -> list[int]:
    """`whole` in whole parts that stand to each other as these counts and sum to it exactly.

    The method of the largest remainder: each gets its share rounded down, and what is left goes, one by one, to whom
    rounding cut most; of equals the first. Nobody is further than one from their exact share.
    """
    total = sum(counts)
    if whole < 0 or total <= 0 or min(counts) < 0:
        raise ValueError("Counts are not negative and not all zero.")
    parts = [whole * count // total for count in counts]
    by_cut = sorted(range(len(counts)), key=lambda place: (-(whole * counts[place] % total), place))
    for place in by_cut[: whole - sum(parts)]:
        parts[place] += 1
    return parts


def percents(held: Mapping[int, Iterable[str]]) -> dict[int, int]:
    """Each person's share in whole percent, by what they had a part in; together a hundred, the largest first."""
    counts = {person_id: sum(PARTS[part].counts for part in parts) for person_id, parts in held.items()}
    ranked = sorted(counts, key=lambda person_id: (-counts[person_id], person_id))
    if not ranked:
        return {}
    return dict(zip(ranked, apportion(100, [counts[person_id] for person_id in ranked]), strict=True))


def in_order(parts: Iterable[str]) -> list[str]:
    """These parts, each once, the weightiest in words first."""
    return sorted(set(parts), key=list(PARTS).index)


def in_words(parts: Iterable[str]) -> str:
    """“Author, ran the experiment”; for who had none, “Named by HR”."""
    labels = [PARTS[part].label for part in in_order(parts)]
    return ", ".join([*labels[:1], *(label[0].lower() + label[1:] for label in labels[1:])]) or "Named by HR"
