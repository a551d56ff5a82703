"""Every account and its statement, as a bank shows them, and each movement with all its legs."""

from flask import abort, redirect, render_template, request
from werkzeug.wrappers import Response

from innovate import permissions
from innovate.accounts.login import me
from innovate.core.web import back_to, needs, signed_in
from innovate.rewards import commands, queries, spans
from innovate.rewards.drawing import export_html, lines_html, span_choice_html
from innovate.rewards.forms import CorrectForm
from innovate.rewards.models import LedgerJournal
from innovate.rewards.routes import bp
from innovate.rewards.spans import Span

PRINTED = 1_000  # lines of a statement on paper


@bp.get("/rewards/accounts")
@needs(permissions.see_ledger)
def accounts() -> str:
    """Every account and what it holds."""
    after = request.args.get("after")
    page, together = queries.accounts(after), queries.sum_of_all()
    return render_template("rewards/accounts.html", page=page, after=after, together=together)


@bp.get("/rewards/accounts/<int:account_id>")
@signed_in
def account(account_id: int) -> str | Response:
    """The statement of one of the company's own accounts or budgets; a person's is their wallet."""
    found = queries.get_account(account_id)
    permissions.see_account.require(me(), found)
    if found.kind.is_personal:
        return redirect(queries.account_row(account_id).href)
    span, after = asked_span(), request.args.get("after")
    is_printed = "print" in request.args
    statement = queries.statement(account_id, span, None if is_printed else after, PRINTED if is_printed else None)
    may_see_books = permissions.see_ledger.allows(me())
    return render_template(
        "rewards/account.html",
        statement=statement,
        lines=lines_html(statement.lines.items, books=may_see_books and not is_printed),
        path=f"/rewards/accounts/{account_id}",
        after=after,
        is_printed=is_printed,
        export=export_html(f"/rewards/accounts/{account_id}/export", span),
        span_choice=span_choice_html(f"/rewards/accounts/{account_id}", span),
        may_see_books=may_see_books,
    )


@bp.get("/rewards/journals/<journal_id>")
@needs(permissions.see_ledger)
def journal(journal_id: str) -> str:
    """One movement of points with all its legs, who made it, and what corrected it."""
    return _drawn(journal_id, CorrectForm())


@bp.post("/rewards/journals/<journal_id>")
@needs(permissions.keep_budgets)
def correct(journal_id: str) -> Response | tuple[str, int]:
    """Reverse a movement of budgets that was a mistake."""
    form = CorrectForm()
    found = _journal(journal_id)
    if form.validate_on_submit():
        with form.refusals():
            correction = commands.correct_journal(me(), found, reason=form.reason.data or "")
            return back_to(f"/rewards/journals/{correction}", "The points are back where they came from.")
    return _drawn(journal_id, form), form.status


def asked_span() -> Span:
    """The span that the address says. Raises BadInput."""
    return spans.read(*(request.args.get(name) for name in ("month", "from", "to")))


def _journal(journal_id: str) -> LedgerJournal:
    found = queries.find_journal(journal_id)
    if found is None:
        abort(404)
    return found


def _drawn(journal_id: str, form: CorrectForm) -> str:
    found = queries.journal(journal_id)
    may = permissions.keep_budgets.allows(me()) and found.kind in commands.CORRECTABLE and not found.reversed_by
    return render_template("rewards/journal.html", journal=found, form=form, may_correct=may)
