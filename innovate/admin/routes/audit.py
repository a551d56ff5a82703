"""The audit journal as a page."""

from urllib.parse import urlencode

from flask import render_template, request

from innovate import permissions
from innovate.accounts.login import me
from innovate.admin.forms import AuditForm
from innovate.admin.queries import audit as queries
from innovate.admin.routes import bp
from innovate.core.web import needs

FIELDS = ("person", "thing", "kind", "first", "last")


@bp.get("/audit")
@needs(permissions.see_audit)
def audit() -> str | tuple[str, int]:
    """What happened, newest first, narrowed by person, thing, kind and time."""
    form = AuditForm(request.args)
    form.kind.choices = [("", "Anything"), *queries.kinds()]
    is_fine = form.validate()
    stream = queries.stream_of(form.thing.data) if form.thing.data else ""
    if stream is None:
        form.thing.errors = ["Name a thing and its number, as in “idea 7”."]
        is_fine = False
    narrowing = queries.Narrowing(
        person=form.person.data or "",
        stream=stream or "",
        kind=form.kind.data or "",
        first=form.first.data,
        last=form.last.data,
    )
    page = None
    if is_fine:
        asked = request.args
        page = queries.audit(narrowing, viewer=me(), after=asked.get("after"), before=asked.get("before"))
    kept = urlencode({name: request.args[name] for name in FIELDS if request.args.get(name)})
    drawn = render_template("admin/audit.html", form=form, page=page, kept=kept, is_narrowed=bool(kept))
    return drawn if is_fine else (drawn, 422)
