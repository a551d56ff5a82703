"""Refusals: each carries the sentence that the person reads."""


class Refusal(Exception):
    """Something that may not happen, said in words; nothing was changed."""

    status = 400
    title = "That did not work"

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class NotAllowed(Refusal):
    """This person may not do this."""

    status = 403
    title = "You may not do this"


class NotFound(Refusal):
    """No such thing, or none that this person may know of."""

    status = 404
    title = "Nothing here"

    def __init__(self, sentence: str = "We could not find that page.") -> None:
        super().__init__(sentence)


class RuleBroken(Refusal):
    """The person might, but not now: the state of things forbids it."""

    status = 409
    title = "This cannot be done now"


class BadInput(Refusal):
    """What was typed cannot be taken; `field` names the place to mend, if it is one."""

    status = 422
    title = "Please check what you typed"

    def __init__(self, sentence: str, field: str | None = None) -> None:
        super().__init__(sentence)
        self.field = field


class TooMany(Refusal):
    """A limit was reached; try again after `retry_after` seconds."""

    status = 429
    title = "Slow down a little"

    def __init__(self, sentence: str, retry_after: int) -> None:
        super().__init__(sentence)
        self.retry_after = retry_after
