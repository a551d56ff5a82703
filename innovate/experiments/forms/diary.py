"""What people type into the diary, and the photos that they choose for it."""

import wtforms
from wtforms import BooleanField, FieldList, FormField

from innovate.core.crossing import EditForm
from innovate.core.forms import COMMENT, day, text
from innovate.core.pictures.sending import picture, what_it_shows

PLACES = (1, 2, 3)  # for photos, in one form


class DiaryForm(EditForm):
    """An entry of the diary; a photo has its words beside it."""

    day = day("Day", required="Choose the day.")
    body = text(
        "What you saw or heard",
        most=COMMENT,
        rows=5,
        hint="Short is fine. Leave out names of customers and anything else that says who they are.",
    )
    is_customer = BooleanField("These are a customer’s own words")
    photo_1 = picture("Photo")
    words_1 = what_it_shows("What it shows")
    photo_2 = picture("Another photo")
    words_2 = what_it_shows("What it shows")
    photo_3 = picture("One more photo")
    words_3 = what_it_shows("What it shows")

    aside = frozenset({*(f"photo_{n}" for n in PLACES), *(f"words_{n}" for n in PLACES)})  # only what is new


class ShownPhoto(wtforms.Form):
    """A photo that an entry has: what it shows, and whether it stays."""

    words = what_it_shows("What it shows")
    is_gone = BooleanField("Take this photo away")


class EditDiaryForm(DiaryForm):
    """An entry that stands, with its photos."""

    photos = FieldList(FormField(ShownPhoto, "Photo"))
