"""Parts of statements as they are shown: each is drawn once for what it says, and kept."""

from collections.abc import Sequence

from markupsafe import Markup

from innovate.core import pieces, wording
from innovate.core.clock import now
from innovate.rewards import spans
from innovate.rewards.forms import ExportForm
from innovate.rewards.queries.statements import PAGE, Line
from innovate.rewards.spans import Span

_TEMPLATE, _SPAN = "components/statement.html", "rewards/_span.html"


def lines_html(lines: Sequence[Line], *, names: bool = True, books: bool = False) -> Markup:
    """The rows of these movements, as `statement_line` of components/statement.html draws them.

    A line never changes but by its correction, which is part of what it says; the year decides how its day is written.
    A statement for paper is longer than a page, and not kept.
    """
    draw = pieces.macro(_TEMPLATE, "statement_line")
    if len(lines) > PAGE:
        return Markup("".join(draw(line, names, books) for line in lines))  # noqa: S704 - drawn by our template
    shown = wording.local(now()).year, names, books
    drawn = [
        pieces.kept_html((_TEMPLATE, *shown, line), lambda line=line: draw(line, names, books))  # type: ignore[misc]  # bound at once
        for line in lines
    ]
    return Markup("".join(drawn))  # noqa: S704 - drawn by our template


def span_choice_html(path: str, span: Span, kept: tuple[tuple[str, str], ...] = ()) -> Markup:
    """The choice of the time that a statement is about: all of it, the running month and the two before it, or days.

    `kept` is what else the address says.
    """
    this_month = spans.this_month()

    def draw() -> str:
        months = [spans.of_month(this_month)]
        for _ in range(2):
            months.append(spans.month_before(months[-1]))
        return pieces.macro(_SPAN, "span_choice")(path, span, months, kept)

    return Markup(pieces.kept_html((_SPAN, path, span, this_month, kept), draw))  # noqa: S704 - drawn by our template


def export_html(path: str, span: Span) -> Markup:
    """The form that takes those days of a statement along as a file."""

    def draw() -> str:
        form = ExportForm(formdata=None, data={"first": span.first, "last": span.last})
        return pieces.macro(_SPAN, "export_form")(form, path)

    return pieces.for_this_visit(pieces.kept_html((_SPAN, "export", path, span.first, span.last), draw))
