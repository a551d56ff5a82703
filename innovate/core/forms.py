"""Shared fields: what people type is cleaned and bounded in one way, and says what to mend at the field."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from flask import request
from flask_wtf import FlaskForm
from flask_wtf.form import _Auto
from werkzeug.datastructures import MultiDict
from wtforms import DateField, HiddenField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the stubs
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, ValidationError

from innovate.core.csrf import FormToken
from innovate.core.errors import BadInput, RuleBroken

TITLE, TEXT, COMMENT = 200, 20_000, 10_000
BIGGEST = 2**31 - 1
MOST_MARKS = 30  # on one letter: more than any script has, and what Unicode calls safe
_PILED = re.compile(rf"[^\x00-\x7f\w\s]{{{MOST_MARKS + 1},}}")
_NAME = re.compile(r"[A-Za-z0-9_-]{1,100}")
# Control characters, line ends that mail and logs would take for their own, words turned round, halves of characters.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x85\u2028\u2029\u202a-\u202e\ud800-\udfff]")


def _well_named(sent: MultiDict[str, str] | None) -> MultiDict[str, str] | None:
    """What was sent under names that a field of ours can have: WTForms breaks over a line numbered “²”."""
    if sent is None or all(map(_NAME.fullmatch, sent)):
        return sent
    return MultiDict((name, one) for name, one in sent.items(multi=True) if _NAME.fullmatch(name))


class Form(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """A form with our token: validate, try, refuse; a command's refusal stands where it is to be mended."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]  # as above
        csrf_class = FormToken

        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            """What was sent as a form's texts; JSON and files are no words that somebody typed."""
            if formdata is not _Auto:
                return _well_named(formdata)
            return _well_named(request.form or None) if request.method == "POST" else None

    form_errors: list[str]
    is_late = False  # things have moved on since it was opened; who still wants it has now read what happened

    @property
    def is_bounded(self) -> bool:
        """Whether every text is as long at most as its field takes; to ask before anything is made of one."""
        return all(
            len(field.data or "") <= field.render_kw["maxlength"]
            for field in self
            if field.render_kw and "maxlength" in field.render_kw
        )

    @contextmanager
    def refusals(self) -> Iterator[None]:
        """Try a command within: what cannot be taken stands at its field, what comes too late above the form."""
        try:
            yield
        except BadInput as error:
            self.refuse(error)
        except RuleBroken as error:
            self.form_errors, self.is_late = [*self.form_errors, error.sentence], True

    @property
    def status(self) -> int:
        """How the page that draws this form is answered: as it opens, with something to mend, or too late."""
        if self.is_late:
            return 409
        return 422 if self.errors else 200

    def refuse(self, error: BadInput) -> None:
        """Show the sentence at its field, or above the form."""
        field = self._fields.get(error.field or "")
        if field is not None:
            field.errors = [*field.errors, error.sentence]
        else:
            self.form_errors = [*self.form_errors, error.sentence]


def composed(text: str) -> str:
    """The text in composed form; ValueError for marks piled up so high that composing them would take minutes."""
    for found in _PILED.finditer(text):
        high = 0
        for char in found[0]:
            high = high + 1 if unicodedata.combining(char) else 0
            if high > MOST_MARKS:
                raise ValueError("This holds characters that cannot be shown. Please type it again.")
    return unicodedata.normalize("NFC", text)


def clean(text: str | None) -> str:
    """The text in composed form, with plain line ends and no space around it; ValueError as `composed`."""
    return composed(text or "").replace("\r\n", "\n").replace("\r", "\n").strip()


def _printable(_form: Any, field: Any) -> None:
    if _FORBIDDEN.search(field.data or ""):
        raise ValidationError("This holds characters that cannot be shown. Please type it again.")


def _one_line(_form: Any, field: Any) -> None:
    if "\n" in (field.data or ""):
        raise ValidationError("This is one line; take the line breaks out.")


def line(label: str, *, required: str = "", most: int = TITLE, hint: str = "", **attributes: Any) -> StringField:
    """One line of text; `required` is the sentence to say when it is missing."""
    checks = [
        _words(required),
        Length(max=most, message=f"Keep this within {most} characters."),
        _one_line,
    ]
    return StringField(
        label,
        [*checks, _printable],
        filters=[clean],
        description=hint,
        render_kw={"maxlength": most, **attributes},
    )


def text(label: str, *, required: str = "", most: int = TEXT, hint: str = "", **attributes: Any) -> TextAreaField:
    """Several lines of Markdown or plain text."""
    checks = [
        _words(required),
        Length(max=most, message=f"Keep this within {most:,} characters."),
        _printable,
    ]
    return TextAreaField(
        label,
        checks,
        filters=[clean],
        description=hint,
        render_kw={"maxlength": most, "rows": 4, **attributes},
    )


def whole(label: str, *, least: int = 0, most: int = BIGGEST, required: str = "", hint: str = "") -> IntegerField:
    """A whole number within bounds."""
    bounds = NumberRange(least, most, message=f"Give a whole number from {least:,} to {most:,}.")
    checks = [InputRequired(required) if required else Optional(), bounds]
    return IntegerField(label, checks, description=hint, render_kw={"min": least, "max": most, "inputmode": "numeric"})


def day(label: str, *, required: str = "", hint: str = "") -> DateField:
    """A date."""
    return DateField(label, [InputRequired(required) if required else Optional()], description=hint)


def choice(
    label: str,
    choices: Iterable[tuple[Any, str]] | Callable[[], Iterable[tuple[Any, str]]] | None = None,
    *,
    required: str = "",
    kind: Callable[[str], Any] = str,
    hint: str = "",
) -> SelectField:
    """One of several; an empty choice means none. Choices may be given later, on the form's field."""

    def coerce(value: Any) -> Any:
        return None if value in (None, "", "None") else kind(value)

    listed = choices if callable(choices) else [SelectChoice(value, words) for value, words in choices or ()]
    checks = [_presence(required)]
    return SelectField(label, checks, choices=listed, coerce=coerce, description=hint)


def version() -> HiddenField:
    """The version of the thing that the person saw, carried along unseen."""
    return HiddenField()


def version_of(form: Any) -> int | None:
    """What the form's `version` says, or None."""
    seen = str(form.version.data or "")
    return int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else None


def _presence(sentence: str) -> Any:
    return InputRequired(sentence) if sentence else Optional()


def _words(sentence: str) -> Any:
    """Blanks alone are not words."""
    return DataRequired(sentence) if sentence else Optional()
