"""Search: what is found while typing, and a page of it."""

from flask import Blueprint, render_template, request

from innovate import permissions
from innovate.accounts.login import me
from innovate.core.web import is_fragment, needs
from innovate.experiments.queries import find_cases
from innovate.ideas.drawing import rows_html
from innovate.search.queries import case_candidates, find_ideas, find_people

bp = Blueprint("search", __name__)
TYPING, PAGE, PEOPLE, CASES = 6, 30, 6, 5


@bp.get("/search")
@needs(permissions.read_ideas)
def index() -> str:
    """What holds the words of `?q=`: a few beneath the field while typing, or a page."""
    text = " ".join(request.args.get("q", "")[:200].split())
    most = TYPING if is_fragment() else PAGE
    found = find_ideas(me(), text, most + 1)
    template = "search/_found.html" if is_fragment() else "search/index.html"
    people = find_people(text, 3 if is_fragment() else PEOPLE)
    cases = find_cases(case_candidates(text), 2 if is_fragment() else CASES) if text else ()
    return render_template(
        template,
        text=text,
        rows=found[:most],
        rows_html=rows_html,
        is_more=len(found) > most,
        people=people,
        cases=cases,
    )
