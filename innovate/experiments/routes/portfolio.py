"""The portfolio: all experiments on one page, what they brought together, and what people thought they would."""

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from flask import render_template, request
from werkzeug.wrappers import Response

from innovate import permissions
from innovate.accounts.login import me
from innovate.core.web import back_to, id_of, needs, signed_in
from innovate.experiments import commands, queries
from innovate.experiments.calibration import ENOUGH
from innovate.experiments.effects import show_times
from innovate.experiments.forms import ForecastForm
from innovate.experiments.models import Conclusion, Verdict
from innovate.experiments.queries.narrowing import Narrowing, Quarter, Standing
from innovate.experiments.queries.portfolio import Portfolio, TeamLoad
from innovate.experiments.queries.yields import FEW
from innovate.experiments.routes import bp
from innovate.experiments.routes.reading import page_of

Page = Response | tuple[str, int]
Choice = tuple[str, str, int | None, bool]  # href, words, count, is it on


@bp.get("/experiments")
@needs(permissions.read_ideas)
def index() -> str:
    """All experiments: what runs, what is planned, and what was concluded."""
    narrowing = _asked()
    found = queries.portfolio(me(), narrowing, after=request.args.get("after"))
    next_href = _href(narrowing, after=found.next) if found.next else None
    return render_template("experiments/index.html", found=found, bar=Bar(narrowing, found), next_href=next_href)


@bp.get("/experiments/yield")
@needs(permissions.read_ideas)
def yields() -> str:
    """What experiments brought in all, by area and by quarter, and how good forecasts of them are."""
    return render_template(
        "experiments/yields.html",
        found=queries.yields(),
        calibration=queries.calibration(me()),
        show_times=show_times,
        few=FEW,
        enough=ENOUGH,
    )


@bp.route("/experiments/<int:experiment_id>/forecast", methods=["GET", "POST"])
@signed_in
def forecast(experiment_id: int) -> Page:
    """Say, before the start, how likely it is that the read-out will say better."""
    experiment = queries.get_experiment(experiment_id)
    permissions.give_forecast.require(me(), experiment)
    said = queries.forecasts(me(), experiment)
    form = ForecastForm(data={"percent": said.mine})
    if form.validate_on_submit():
        with form.refusals():
            commands.give_forecast(me(), experiment, percent=form.percent.data or 0)
            here = f"/experiments/{experiment.id}#forecasts"
            return back_to(here, "Your forecast is kept. Others see it from the start on.")
    page = render_template("experiments/forecast.html", form=form, forecasts=said, experiment=page_of(experiment))
    return page, form.status


@dataclass(frozen=True, slots=True)
class Bar:
    """The filter bar: every choice as a link that keeps the others."""

    narrowing: Narrowing
    found: Portfolio

    @property
    def standings(self) -> list[tuple[str, str, bool, int]]:
        """Every state as a tab with how many there are."""
        now, counts = self.narrowing, self.found.counts
        plain = replace(now, conclusion=None, verdict=None)
        every = sum(n for standing, n in counts.items() if standing is not Standing.DUE)
        every_one = (_href(replace(plain, standing=None)), "All", now.standing is None, every)
        ways = ((_href(replace(plain, standing=one)), one.label, now.standing is one, counts[one]) for one in Standing)
        return [every_one, *ways]

    @property
    def loads(self) -> list[TeamLoad]:
        """The teams of which it matters how many they run at once."""
        return [team for team in self.found.teams if team.running or team.limit is not None]

    @property
    def areas(self) -> list[Choice]:
        return [self._choice("area_id", id_, name) for id_, name in self.found.areas]

    @property
    def teams(self) -> list[Choice]:
        return [self._choice("team_id", team.id, team.name) for team in self.found.teams]

    @property
    def mine(self) -> Choice:
        return _href(replace(self.narrowing, mine=not self.narrowing.mine)), "Mine", None, self.narrowing.mine

    @property
    def chosen(self) -> list[tuple[str, str]]:
        """What is on, each to take off."""
        now = self.narrowing
        on = [(href, words) for href, words, _, is_on in (*self.areas, *self.teams, self.mine) if is_on]
        if now.conclusion:
            on.append((_href(replace(now, conclusion=None)), now.conclusion.label))
        if now.verdict:
            on.append((_href(replace(now, verdict=None)), VERDICTS[now.verdict]))
        if now.started:
            on.append((_href(replace(now, started=None)), f"Started {now.started.label}"))
        return on

    @property
    def clear_href(self) -> str:
        return _href(Narrowing(standing=self.narrowing.standing))

    @property
    def is_narrowed(self) -> bool:
        return self.narrowing != Narrowing()

    def chosen_of(self, choices: list[Choice]) -> str | None:
        return next((words for _, words, _, is_on in choices if is_on), None)

    def _choice(self, field: str, value: Any, words: str) -> Choice:
        is_on = getattr(self.narrowing, field) == value
        change: dict[str, Any] = {field: None if is_on else value}
        return _href(replace(self.narrowing, **change)), words, None, is_on


VERDICTS = {Verdict.BETTER: "Better", Verdict.WORSE: "Worse", Verdict.UNCLEAR: "Cannot tell"}


def _asked() -> Narrowing:
    """What the address asks for; what it says that we do not know is left out."""
    args = request.args
    standing, decided, found = (args.get(name, "") for name in ("state", "decided", "verdict"))
    return Narrowing(
        standing=Standing(standing) if standing in set(Standing) else None,
        conclusion=Conclusion(decided) if decided in set(Conclusion) else None,
        verdict=Verdict(found) if found in set(Verdict) else None,
        area_id=args.get("area", type=id_of),
        team_id=args.get("team", type=id_of),
        mine=args.get("mine") == "1",
        started=Quarter.named(args.get("started", "")),
    )


def _href(narrowing: Narrowing, **more: str) -> str:
    fields = {
        "state": narrowing.standing.value if narrowing.standing else "",
        "decided": narrowing.conclusion.value if narrowing.conclusion else "",
        "verdict": narrowing.verdict.value if narrowing.verdict else "",
        "area": str(narrowing.area_id or ""),
        "team": str(narrowing.team_id or ""),
        "mine": "1" if narrowing.mine else "",
        "started": narrowing.started.name if narrowing.started else "",
        **more,
    }
    chosen = {name: value for name, value in fields.items() if value}
    return f"/experiments?{urlencode(chosen)}" if chosen else "/experiments"
