"""The rules that a badge may be given by, one each: in words, in what touches it, and in what it counts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from innovate import events
from innovate.core.journal import Event
from innovate.rewards.badge_rules import concerned, facts
from innovate.rewards.badge_rules.concerned import People
from innovate.rewards.badge_rules.facts import Facts
from innovate.rewards.models import BadgeRule


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule, in words and in selects."""

    label: str  # what is counted, as HR chooses it
    one: str  # one of it, and several, after a number
    many: str
    touched_by: tuple[type[Event], ...]
    concerns: Callable[[], People]  # the ids of those whom such a fact concerns, by actor, idea or comment
    facts: Callable[[], Facts]  # (person_id, entry_id) of the people asked for

    def words(self, n: int) -> str:
        """So many of what it counts."""
        return f"{n:,} {self.one if n == 1 else self.many}"


# fmt: off
RULES: dict[BadgeRule, Rule] = {
    BadgeRule.IDEAS_POSTED: Rule(
        "Ideas posted", "idea posted", "ideas posted",
        (events.IdeaSubmitted,), concerned.who_wrote_the_idea, facts.ideas_posted),
    BadgeRule.IDEAS_ADOPTED: Rule(
        "Ideas adopted", "idea adopted", "ideas adopted",
        (events.IdeaRecognised,), concerned.who_is_credited, facts.ideas_adopted),
    BadgeRule.HELPFUL_REVIEWS: Rule(
        "Reviews with words that a decision rested on", "helpful review", "helpful reviews",
        (events.IdeaApproved, events.IdeaDeclined), concerned.who_reviewed, facts.helpful_reviews),
    BadgeRule.PROMISES_KEPT: Rule(
        "Answers given in time", "promise kept in time", "promises kept in time",
        facts.ANSWERS, concerned.who_did_it, facts.promises_kept),
    BadgeRule.BRAVE_FAILURES: Rule(
        "Experiments stopped with a lesson", "well-run try that did not work", "well-run tries that did not work",
        facts.ENDS, concerned.who_ran_the_experiment, facts.brave_failures),
    BadgeRule.EXPERIMENTS_RUN: Rule(
        "Experiments run to their end", "experiment run to its end", "experiments run to their end",
        facts.ENDS, concerned.who_ran_the_experiment, facts.experiments_run),
    BadgeRule.SUGGESTIONS_ADOPTED: Rule(
        "Suggestions taken up", "suggestion taken up", "suggestions taken up",
        (events.SuggestionAdopted,), concerned.who_suggested_it, facts.suggestions_adopted),
    BadgeRule.THANKS_GIVEN: Rule(
        "Colleagues thanked", "colleague thanked", "colleagues thanked",
        (events.KudosGiven,), concerned.who_did_it, facts.thanks_given),
    BadgeRule.LESSONS_WRITTEN: Rule(
        "Lessons written down", "lesson written down", "lessons written down",
        (events.CaseWritten,), concerned.who_did_it, facts.lessons_written),
}
# fmt: on
TOUCHING: Sequence[type[Event]] = tuple({kind: None for rule in RULES.values() for kind in rule.touched_by})
