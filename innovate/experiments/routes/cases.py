"""Cases: the library of what was tried before, one with all of it, and its words put better."""

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from flask import render_template, request
from werkzeug.wrappers import Response

from innovate import permissions
from innovate.accounts.login import me
from innovate.core.crossing import held
from innovate.core.web import back_to, id_of, needs, signed_in
from innovate.experiments import commands, queries
from innovate.experiments.forms import CaseForm
from innovate.experiments.models import Case, Conclusion
from innovate.experiments.queries.cases import CaseList, CaseNarrowing
from innovate.experiments.routes import bp
from innovate.search.queries import case_candidates

Page = Response | tuple[str, int]
Choice = tuple[str, str, int | None, bool]  # href, words, count, is it on


@bp.get("/cases")
@needs(permissions.read_ideas)
def cases() -> str:
    """What was tried before and what was learned, the newest first."""
    narrowing = _asked()
    found = queries.list_cases(
        narrowing,
        after=request.args.get("after"),
        among=case_candidates(narrowing.text) if narrowing.text else None,
    )
    next_href = _href(narrowing, after=found.page.next) if found.page.next else None
    return render_template(
        "experiments/cases.html", rows=found.page.items, bar=Bar(narrowing, found), next_href=next_href
    )


@bp.get("/cases/<int:case_id>")
@needs(permissions.read_ideas)
def case(case_id: int) -> str:
    """One case: why, what, with which effect, at what cost, and what was learned."""
    return render_template("experiments/case.html", case=queries.case_page(me(), *queries.get_case(case_id)))


@bp.route("/cases/<int:case_id>/edit", methods=["GET", "POST"])
@signed_in
def edit_case(case_id: int) -> Page:
    """Put a case in better words."""
    found, experiment = queries.get_case(case_id)
    permissions.improve_case.require(me(), experiment)
    form = _typed(found) if request.method == "POST" else _as_it_stands(found)
    if form.validate_on_submit():
        with form.refusals():
            commands.improve_case(me(), found, title=form.title.data or "", context=form.context.data or "")
            return back_to(f"/cases/{found.id}", "The case is kept in its new words.")
    return render_template("experiments/edit_case.html", form=form, case_id=found.id), form.status


def _as_it_stands(found: Case) -> CaseForm:
    return CaseForm(formdata=None, data={"title": found.title, "context": found.context}).opened()


def _typed(found: Case) -> CaseForm:
    """The form as it was sent; late when somebody else put the case in other words since it was opened."""
    form = CaseForm()
    form.compare(_as_it_stands(held(found)))
    return form


@dataclass(frozen=True, slots=True)
class Bar:
    """The filter bar: every choice as a link that keeps the others."""

    narrowing: CaseNarrowing
    found: CaseList

    @property
    def text(self) -> str:
        return self.narrowing.text

    @property
    def areas(self) -> list[Choice]:
        return [self._choice("area_id", id_, name, n) for id_, name, n in self.found.areas]

    @property
    def conclusions(self) -> list[Choice]:
        return [self._choice("conclusion", kind, OUTCOMES[kind], n) for kind, n in self.found.conclusions]

    @property
    def metrics(self) -> list[Choice]:
        return [self._choice("metric", name, name, n) for name, n in self.found.metrics]

    @property
    def chosen(self) -> list[tuple[str, str]]:
        """What is on, each to take off."""
        on = [(href, words) for href, words, _, is_on in (*self.areas, *self.conclusions, *self.metrics) if is_on]
        if self.narrowing.metric and not any(is_on for *_, is_on in self.metrics):  # none of the commonest
            on.append((_href(replace(self.narrowing, metric="")), self.narrowing.metric))
        return [*on, (_href(replace(self.narrowing, text="")), f"“{self.text}”")] if self.text else on

    @property
    def is_narrowed(self) -> bool:
        return self.narrowing != CaseNarrowing()

    @property
    def hidden(self) -> dict[str, str]:
        """The other choices, for the form that finds text."""
        return _fields(replace(self.narrowing, text=""))

    def chosen_of(self, choices: list[Choice]) -> str | None:
        return next((words for _, words, _, is_on in choices if is_on), None)

    def _choice(self, field: str, value: Any, words: str, count: int) -> Choice:
        is_on = getattr(self.narrowing, field) == value
        change: dict[str, Any] = {field: getattr(CaseNarrowing(), field) if is_on else value}
        return _href(replace(self.narrowing, **change)), words, count, is_on


OUTCOMES = {Conclusion.SCALE: "Scaled", Conclusion.ITERATE: "Tried again", Conclusion.STOP: "Stopped"}


def _asked() -> CaseNarrowing:
    """What the address asks for; what it says that we do not know is left out."""
    args = request.args
    decided = args.get("outcome", "")
    return CaseNarrowing(
        area_id=args.get("area", type=id_of),
        conclusion=Conclusion(decided) if decided in set(Conclusion) else None,
        metric=args.get("metric", "")[:120],
        text=" ".join(args.get("q", "")[:200].split()),
    )


def _fields(narrowing: CaseNarrowing) -> dict[str, str]:
    fields = {
        "area": str(narrowing.area_id or ""),
        "outcome": narrowing.conclusion.value if narrowing.conclusion else "",
        "metric": narrowing.metric,
        "q": narrowing.text,
    }
    return {name: value for name, value in fields.items() if value}


def _href(narrowing: CaseNarrowing, **more: str) -> str:
    fields = {**_fields(narrowing), **more}
    return f"/cases?{urlencode(fields)}" if fields else "/cases"
