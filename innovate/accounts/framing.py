"""The frame around a page whose body is drawn already: drawn once for all that it says, and kept."""

from flask import render_template, session
from markupsafe import Markup, escape

from innovate.accounts.login import frame
from innovate.core.pieces import drawn, for_this_visit, kept_html

_TITLE, _BODY = Markup("\0title\0"), Markup("\0body\0")  # marks, which nobody can type


def framed(title: str, body: str, *, section: str, main_class: str = "") -> str:
    """That body within the frame, for this visit; `section` is lit in the rail."""
    given = {"section": section, "main_class": main_class}
    if "_flashes" in session:  # what is said once is not kept
        return render_template("framed.html", title=title, body=for_this_visit(body), **given)
    key = ("frame", *frame().values(), *given.values())
    around = kept_html(key, lambda: drawn("framed.html", title=_TITLE, body=_BODY, **frame(), **given))
    return for_this_visit(around.replace(_TITLE, escape(title)).replace(_BODY, body))
