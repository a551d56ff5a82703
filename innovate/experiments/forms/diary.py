"""What people type into the diary, and the photos that they choose for it."""

import wtforms
from wtforms import BooleanField, FieldList, FileField, FormField, StringField
from wtforms.validators import Optional

from innovate.core.crossing import EditForm
from innovate.core.forms import COMMENT, day, line, text
from innovate.experiments.commands.diary import LONGEST_WORDS
from innovate.experiments.photos import MOST_BYTES

PLACES = (1, 2, 3)  # for photos, in one form


def photo(label: str) -> FileField:
    """A place to choose a picture; the file itself is read from the request."""
    return FileField(
        label,
        [Optional()],
        description="PNG, JPEG, GIF or WebP, 10 MB at most. Where it was taken and with what is not kept.",
        render_kw={"accept": "image/png,image/jpeg,image/gif,image/webp", "data-most": MOST_BYTES},
    )


def words(label: str) -> StringField:
    """What a photo shows."""
    return line(label, most=LONGEST_WORDS, hint="A few words for those who cannot see it.")


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
    photo_1 = photo("Photo")
    words_1 = words("What it shows")
    photo_2 = photo("Another photo")
    words_2 = words("What it shows")
    photo_3 = photo("One more photo")
    words_3 = words("What it shows")

    aside = frozenset({*(f"photo_{n}" for n in PLACES), *(f"words_{n}" for n in PLACES)})  # only what is new


class ShownPhoto(wtforms.Form):
    """A photo that an entry has: what it shows, and whether it stays."""

    words = words("What it shows")
    is_gone = BooleanField("Take this photo away")


class EditDiaryForm(DiaryForm):
    """An entry that stands, with its photos."""

    photos = FieldList(FormField(ShownPhoto, "Photo"))
