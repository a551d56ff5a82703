"""The rules of badges: which facts touch each, whom they concern, and what counts for somebody, over the journal."""

from innovate.rewards.badge_rules.counting import Chance, Reached, chances, how_far, reached
from innovate.rewards.badge_rules.rules import RULES, TOUCHING, Rule

__all__ = ["RULES", "TOUCHING", "Chance", "Reached", "Rule", "chances", "how_far", "reached"]
