"""What people type about the catalogue: an order, what becomes of it, a reward as HR keeps it, its stock."""

from typing import Self

from wtforms import BooleanField, HiddenField
from wtforms.validators import Length

from innovate.core.crossing import EditForm
from innovate.core.forms import BIGGEST, Form, choice, line, text, whole
from innovate.core.pictures.sending import picture, what_it_shows
from innovate.rewards.commands import LONGEST_NOTE, MOST_DAYS, MOST_EACH, MOST_PRICE, MOST_STOCK, ItemTerms
from innovate.rewards.forms import KeyedForm
from innovate.rewards.models import CatalogueItem, ItemApprover, ItemKind, Period
from innovate.rewards.queries import email_of, find_colleague

COUNTED_MEANWHILE = "The stock moved while you were counting. Look again, and save once more if your count is right."


def seen_number(text: str | None) -> int:
    """A number that the page carried along unseen; 0, which nothing costs, for what is none."""
    words = text or ""
    return int(words) if words.isascii() and words.isdigit() and len(words) <= len(str(BIGGEST)) else 0


class RedeemForm(KeyedForm):
    """An order, for the price that the person saw."""

    price = HiddenField(validators=[Length(min=1, max=10)])
    words = line("", most=LONGEST_NOTE)

    def asking(self, asks: str) -> Self:
        """This form, asking what must be known."""
        self.words.label.text = asks or "Anything to know"
        self.words.flags.required = bool(asks)
        return self

    def seeing(self, price: int) -> Self:
        """This form for the price that now stands beside it; after a refusal it is a new one."""
        self.renew_key()
        self.price.data = str(price)
        return self


class DeclineForm(Form):
    """Why an order is declined."""

    reason = line("Reason", required="Say why: the person reads it.", most=LONGEST_NOTE)


class FulfilForm(Form):
    """How the person gets their reward."""

    note = line(
        "A word to the person", most=LONGEST_NOTE, hint="Where it lies, a code, or who will call. They read it."
    )


class CancelForm(Form):
    """Taking an order back; for one's own without a reason."""

    reason = line("Reason", most=LONGEST_NOTE)


class GiftsForm(Form):
    """A payment to a good cause, for the gifts that were seen."""

    until = HiddenField(validators=[Length(min=1, max=10)])
    reason = line(
        "Which payment",
        required="Say which payment it was: the people who gave read it.",
        most=LONGEST_NOTE,
        hint="Such as “Transfer of 3 December”.",
    )


class ItemForm(EditForm):
    """A reward of the catalogue, all but its stock."""

    name = line("Name", required="Give it a name.", most=80)
    kind = choice("Kind", [(one.value, one.label) for one in ItemKind], required="Choose a kind.")
    purpose = text("What one gets", most=600, rows=3)
    price = whole("Price in points", least=1, most=MOST_PRICE, required="Say what it costs.")
    most_each = whole("Most for one person", least=1, most=MOST_EACH, hint="Empty: as many as they like.")
    period = choice("in each", [("", "of all time"), *((one.value, one.label.lower()) for one in Period)], kind=Period)
    approver = choice(
        "Needs a yes from", [("", "nobody"), *((one.value, one.label) for one in ItemApprover)], kind=ItemApprover
    )
    who = line(
        "Who hands it over",
        required="Say who hands it over.",
        hint="A colleague’s name or e-mail. They see the orders that wait for them.",
        autocomplete="off",
        list="colleagues",
    )
    days = whole("Promised within days", least=1, most=MOST_DAYS, required="Say within how many days.")
    asks = line("Ask the person", most=120, hint="What must be known, such as “Which size?”. Empty: nothing.")
    picture = picture("Picture")
    picture_words = what_it_shows("What the picture shows")
    is_bare = BooleanField("Take the picture away")
    is_active = BooleanField("In the catalogue", default=True)

    aside = frozenset({"picture", "is_bare"})  # only what is new

    @classmethod
    def of(cls, item: CatalogueItem) -> Self:
        """The form with the reward as it stands."""
        return cls(formdata=None, obj=item, data={"who": email_of(item.fulfiller_id), "is_bare": False})

    def terms(self) -> ItemTerms:
        """What was typed, for the command. Raises BadInput when the name is not one colleague's."""
        return ItemTerms(
            name=self.name.data or "",
            kind=ItemKind(self.kind.data),
            price=self.price.data or 0,
            fulfiller_id=find_colleague(self.who.data or ""),
            purpose=self.purpose.data or "",
            most_each=self.most_each.data,
            period=self.period.data,
            approver=self.approver.data,
            days=self.days.data or 0,
            asks=self.asks.data or "",
            is_active=self.is_active.data,
        )


class NewItemForm(ItemForm):
    """A reward that is put into the catalogue, with how many there are."""

    stock = whole("How many there are", most=MOST_STOCK, hint="Empty: as many as are wanted.")


class StockForm(EditForm):
    """How many of a reward are left, as somebody counted them."""

    stock = whole("Left", most=MOST_STOCK, hint="Empty: as many as are wanted.")

    def compare(self, now: EditForm) -> None:
        """Say that orders came meanwhile, which is no colleague's edit."""
        super().compare(now)
        if self.is_late:
            self.form_errors = [COUNTED_MEANWHILE]
