"""Kudos: the composer with somebody chosen, and thanks that others added on to."""

from datetime import timedelta
from typing import Any

from innovate.core.clock import now, today
from innovate.rewards.kudos_forms import KudosForm
from innovate.rewards.queries import Composer, KudosCard, Purse
from innovate.rewards.queries.composing import OccasionChoice, ValueOption, Whom
from innovate.rewards.queries.kudos import AddOn
from innovate.styleguide.samples.people import AMINA, JONAS, LEA, MARA, PIOTR


def shown() -> dict[str, Any]:
    """The kudos of the page."""
    composer = _composer()
    form = KudosForm(formdata=None).opened(composer)
    form.about.data = composer.occasions[0].value
    return {
        "kudos_composer_of": composer,
        "kudos_form": form,
        "kudos_folded": KudosForm(formdata=None, prefix="folded-").opened(composer),
        "kudos": card(),
        "purse_unpaid": _purse(is_unpaid=True),
    }


def _purse(*, is_unpaid: bool = False) -> Purse:
    return Purse(0 if is_unpaid else 80, 100, today() + timedelta(days=8), is_unpaid)


def _composer() -> Composer:
    values = (ValueOption(1, "Customer first", ""), ValueOption(2, "Try it small", ""))
    people = (Whom(LEA, "commented on “A quiet hour on Tuesday mornings”"),)
    occasions = (OccasionChoice("idea:14", "Idea: Text the customer when the driver is three stops away", PIOTR.id),)
    return Composer(_purse(), values, (PIOTR, AMINA), people, occasions)


def card() -> KudosCard:
    """Thanks to two, with what a third added on."""
    this = now()
    added = AddOn(2, MARA, "And for telling us on the first day.", 5, this - timedelta(minutes=20))
    return KudosCard(
        id=1,
        by=JONAS,
        people=(AMINA, PIOTR),
        words="You rode along with three drivers before you wrote a word.",
        points=20,
        value="Customer first",
        idea_id=14,
        idea_title="Text the customer when the driver is three stops away",
        experiment_id=None,
        comment_id=None,
        at=this - timedelta(hours=2),
        reversed_at=None,
        reversal_reason=None,
        parent_id=None,
        added=(added,),
    )
