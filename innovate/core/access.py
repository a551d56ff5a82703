"""Rules: who may do what, composed with & | ~, each able to say itself in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from innovate.core.errors import NotAllowed


@dataclass(frozen=True, slots=True)
class Rule:
    """A test of an actor and a thing, and the words for whom it lets through.

    `words` completes "Only … may do this."; a rule about the actor alone ignores the thing. `advice` is one
    more sentence for whom this very rule stops: where to turn instead.
    """

    words: str
    test: Callable[[Any, Any], bool]
    negated: str = ""
    binding: int = 3
    advice: str = ""
    parts: tuple[Rule, ...] = ()  # of a joint rule, each of which must let the actor through

    def allows(self, actor: Any, thing: Any = None) -> bool:
        return self.test(actor, thing)

    def require(self, actor: Any, thing: Any = None) -> None:
        """Raise NotAllowed, in words, unless the rule lets this actor through."""
        if not self.test(actor, thing):
            raise NotAllowed(f"{self.refusal} {self.advice_to(actor, thing)}".strip())

    @property
    def refusal(self) -> str:
        return f"Only {self.words} may do this."

    def __and__(self, other: Rule) -> Rule:
        words = f"{self._within(2)} and {other._within(2)}"
        if other.words.startswith("who "):
            words = f"{self.words}, one {other.words}," if self.binding < 2 else f"{self.words} {other.words}"
        return Rule(
            words,
            lambda actor, thing: self.test(actor, thing) and other.test(actor, thing),
            binding=2,
            parts=(self, other),
        )

    def __or__(self, other: Rule) -> Rule:
        words = f"{self._within(1)} or {other._within(1)}"
        return Rule(words, lambda actor, thing: self.test(actor, thing) or other.test(actor, thing), binding=1)

    def __invert__(self) -> Rule:
        words = self.negated or f"who is not {self.words}"
        return Rule(words, lambda actor, thing: not self.test(actor, thing), negated=self.words)

    def advice_to(self, actor: Any, thing: Any) -> str:
        """Where this actor, whom the rule stops, may turn instead, if anywhere."""
        stopped_by = next((part for part in self.parts if not part.test(actor, thing)), None)
        return stopped_by.advice_to(actor, thing) if stopped_by else self.advice

    def _within(self, binding: int) -> str:
        return f"({self.words})" if self.binding < binding else self.words
