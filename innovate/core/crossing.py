"""Edits that cross: a form says what stood in it when it was opened, and whoever saves later reads what changed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, NamedTuple, Self

from wtforms import BooleanField, Field, FieldList, HiddenField, SelectFieldBase

from innovate.core.db import Model, db
from innovate.core.errors import BadInput
from innovate.core.forms import Form

CROSSED = (
    "Somebody saved this while you were writing. What you typed is below: save again to keep it in place of theirs."
)


class Theirs(NamedTuple):
    """What now stands in one field, where it differs from what was typed."""

    label: str
    words: str


class EditForm(Form):
    """A form of something that others may be editing too; `seen` is a print of what the person was shown."""

    seen = HiddenField()
    theirs: tuple[Theirs, ...] = ()
    aside: frozenset[str] = frozenset()  # fields that are not kept, and so cannot cross

    def opened(self) -> Self:
        """This form, remembering what stands in it now."""
        self.seen.data = _print(self)
        return self

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether it can be taken: nothing to mend, and nobody saved since it was opened."""
        return super().validate(extra_validators) and not self.is_late

    def refuse(self, error: BadInput) -> None:
        """Show the sentence at its field, also within a list, which then has something to mend too."""
        found = next((field for _label, field in leaves(self) if field.name == error.field), None)
        if found is not None and found.name not in self._fields:
            found.errors = [*found.errors, error.sentence]
            error = BadInput(error.sentence, found.name.split("-")[0])
        super().refuse(error)

    def compare(self, now: EditForm) -> None:
        """Where what stands there `now` is not what the person was shown, the form is late and shows both."""
        if not self.seen.data or self.seen.data == _print(now):
            return
        mine, standing = _fields(self), _fields(now)
        self.theirs = tuple(
            Theirs(label, _words(standing[name][1]) if name in standing else "nothing")
            for name, (label, _field) in (mine | standing).items()
            if _value_of(mine, name) != _value_of(standing, name)
        )
        self.seen.data = _print(now)
        self.form_errors, self.is_late = [CROSSED], True


def held(thing: Any) -> Any:
    """The row, read again, and nobody else's until the transaction ends."""
    model: type[Model] = type(thing)
    db.session.refresh(thing, with_for_update={"of": model})
    return thing


def leaves(form: Any, within: str = "") -> Iterator[tuple[str, Field]]:
    """Every field that holds something by itself, also within lists and lines, with what it is called."""
    for field in form:
        if isinstance(field, FieldList):
            for place, line in enumerate(field, start=1):
                yield from leaves(line.form, f"{line.label.text} {place}: ")
        elif not isinstance(field, HiddenField):
            yield f"{within}{field.label.text}", field


def _fields(form: EditForm) -> dict[str, tuple[str, Field]]:
    return {field.name: (label, field) for label, field in leaves(form) if field.name not in form.aside}


def _print(form: EditForm) -> str:
    values = [(name, str(_value(field))) for name, (_label, field) in _fields(form).items()]
    return hashlib.sha256(repr(values).encode()).hexdigest()[:32]


def _value_of(fields: dict[str, tuple[str, Field]], name: str) -> Any:
    return _value(fields[name][1]) if name in fields else ""


def _value(field: Field) -> Any:
    """What stands in it, so that equal things are equal: whatever the order of ticks, and the zeros of an amount."""
    if isinstance(field.data, Decimal):
        return field.data.normalize()
    return sorted(map(str, field.data)) if isinstance(field.data, list) else field.data or ""


def _words(field: Field) -> str:
    """A field's value as people read it."""
    if isinstance(field, SelectFieldBase):
        return ", ".join(str(option.label.text) for option in field if option.checked) or "none"
    if isinstance(field, BooleanField):
        return "yes" if field.data else "no"
    return str(field.data or "empty")
