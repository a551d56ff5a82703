"""Posting an idea: drafts, submitting, editing, and choosing to follow."""

import secrets
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from innovate import events, permissions
from innovate.accounts.models import Person
from innovate.areas.models import Area
from innovate.core.clock import now
from innovate.core.db import db, insert
from innovate.core.errors import BadInput, NotFound, RuleBroken
from innovate.core.journal import record
from innovate.core.markdown import plain, render
from innovate.ideas.lifecycle import move
from innovate.ideas.models import Credit, CreditPart, Draft, Follow, Idea
from innovate.ideas.ranking import trend

SUMMARY = 200
TWICE_WITHIN = timedelta(minutes=10)


class PostedAlready(RuleBroken):
    """The idea of that form was posted in other words; the page shows what was typed since."""

    title = "You posted this idea already"

    def __init__(self, posted: Idea) -> None:
        super().__init__(f"You posted “{posted.title}” already, and what you typed here is not in it.")
        self.idea_id = posted.id


class EditCrossed(RuleBroken):
    """Somebody changed the idea while this person typed; the page shows both texts."""

    def __init__(self) -> None:
        super().__init__("The idea changed while you typed. Both texts are here; save again to keep yours.")


def new_form_key() -> str:
    """A key for one form; whatever is sent with it is one idea, or one comment."""
    return secrets.token_hex(16)


def save_draft(
    actor: Person,
    draft: Draft | None,
    *,
    title: str,
    problem: str,
    proposal: str,
    effect: str,
    area_id: int | None,
    key: str | None = None,
) -> Draft:
    """Keep what was typed; `draft` None begins one, or goes on with the one of the form with that key.

    Raises NotFound for somebody else's draft, RuleBroken once the form was submitted.
    """
    permissions.post_idea.require(actor)
    if draft is not None:
        key = _own(actor, draft).form_key
    key = key or new_form_key()
    if _posted_with(actor, key):
        raise RuleBroken("This idea has been submitted already.")
    words = {"title": title[:200], "problem": problem, "proposal": proposal, "effect": effect}
    values = {**words, "area_id": area_id, "saved_at": now()}
    one_for_each_form = (
        insert(Draft)
        .values(author_id=actor.id, form_key=key, **values)
        .on_conflict_do_update(index_elements=[Draft.author_id, Draft.form_key], set_=values)
        .returning(Draft)
    )
    saved: Draft = db.session.scalars(one_for_each_form, execution_options={"populate_existing": True}).one()
    return saved


def discard_draft(actor: Person, draft: Draft) -> None:
    """Throw the draft away; NotFound for somebody else's."""
    permissions.post_idea.require(actor)
    db.session.delete(_own(actor, draft))


def submit_idea(
    actor: Person,
    *,
    title: str,
    problem: str,
    proposal: str,
    area: Area,
    effect: str = "",
    draft: Draft | None = None,
    key: str | None = None,
) -> Idea:
    """Post an idea in the open stage, credited to its author; the draft, if any, is used up.

    What is sent twice, with one `key` or draft or in the same words within minutes, is answered with the idea that it
    made. Raises PostedAlready for other words of that form, BadInput for what is missing.
    """
    permissions.post_idea.require(actor)
    key = _own(actor, draft).form_key if draft else key
    given = {"title": title.strip(), "problem": problem, "proposal": proposal, "effect": effect, "area_id": area.id}
    if posted := _posted_already(actor, key, given):
        _use_up_draft(actor, key)
        return posted
    _check_words(title=title, problem=problem, proposal=proposal)
    _check_area(area)
    moment = now()
    idea = Idea(
        **_words(title, problem, proposal, effect),
        area=area,
        author=actor,
        team_id=actor.team_id,
        trend=trend(0, moment),
        submitted_at=moment,
        form_key=key,
    )
    idea.credits.append(Credit(person_id=actor.id, part=CreditPart.AUTHOR))
    move(actor, idea, "submit")
    _use_up_draft(actor, key)
    return idea


def edit_idea(
    actor: Person, idea: Idea, *, title: str, problem: str, proposal: str, effect: str, area: Area, version: int
) -> Idea:
    """Change an idea's words until its review, and while a question waits for its author.

    `version` is the one that the person read: EditCrossed when it is no longer the idea's.
    """
    permissions.edit_idea.require(actor, idea)
    db.session.refresh(idea, with_for_update=True)
    require_editable(idea)
    if idea.version != version:
        raise EditCrossed
    _check_words(title=title, problem=problem, proposal=proposal)
    if area.id != idea.area_id:
        if not idea.is_open:
            raise BadInput("The area can only be changed before the review.", "area_id")
        _check_area(area)
    for name, value in _words(title, problem, proposal, effect).items():
        setattr(idea, name, value)
    idea.area_id = area.id
    idea.edited_at = now()
    db.session.flush()  # its version has the last word
    record(events.IdeaEdited(actor_id=actor.id, idea_id=idea.id))
    return idea


def can_still_be_edited(idea: Idea) -> bool:
    """Whether its words may change: it is open, or its author was asked a question."""
    return idea.is_open or idea.is_asked


def require_editable(idea: Idea) -> None:
    """Raise RuleBroken unless its words may still change."""
    if not can_still_be_edited(idea):
        raise RuleBroken("An idea can be edited until its review begins, and while a question waits for its author.")


def follow_idea(actor: Person, idea: Idea, *, is_wanted: bool) -> None:
    """Say whether one wants to be told about an idea, whatever one's part in it is."""
    permissions.follow_idea.require(actor, idea)
    word = (
        insert(Follow)
        .values(idea_id=idea.id, person_id=actor.id, is_wanted=is_wanted)
        .on_conflict_do_update(index_elements=[Follow.idea_id, Follow.person_id], set_={"is_wanted": is_wanted})
    )
    db.session.execute(word)
    record(events.FollowChosen(actor_id=actor.id, idea_id=idea.id, is_wanted=is_wanted))


def _own(actor: Person, draft: Draft) -> Draft:
    if not permissions.author.allows(actor, draft):
        raise NotFound  # nobody else knows of a draft
    return draft


def _posted_with(actor: Person, key: str | None) -> Idea | None:
    if not key:
        return None
    return db.session.scalar(sa.select(Idea).where(Idea.author_id == actor.id, Idea.form_key == key))


def _use_up_draft(actor: Person, key: str | None) -> None:
    if key:
        db.session.execute(sa.delete(Draft).where(Draft.author_id == actor.id, Draft.form_key == key))


def _posted_already(actor: Person, key: str | None, given: dict[str, Any]) -> Idea | None:
    """The idea that these words are already; PostedAlready where only the form is the same."""
    words = [getattr(Idea, name) == value for name, value in given.items()]
    just_now = sa.and_(*words, Idea.submitted_at > now() - TWICE_WITHIN, Idea.outcome.is_(None))
    mine = sa.select(Idea).where(
        Idea.author_id == actor.id, sa.or_(Idea.form_key == key, just_now) if key else just_now
    )
    posted = db.session.scalars(mine.order_by(Idea.id.desc())).all()
    same = next((one for one in posted if all(getattr(one, name) == value for name, value in given.items())), None)
    if same is None and posted:
        raise PostedAlready(posted[0])
    return same


def _check_words(**words: str) -> None:
    sentences = {
        "title": "Give the idea a title.",
        "problem": "Say what happens today, and to whom.",
        "proposal": "Say what you propose.",
    }
    for field, text in words.items():
        if not text.strip():
            raise BadInput(sentences[field], field)


def _check_area(area: Area) -> None:
    if not area.is_active:
        raise BadInput("This area takes no ideas any more. Choose another.", "area_id")


def _words(title: str, problem: str, proposal: str, effect: str) -> dict[str, str]:
    return {
        "title": title.strip(),
        "problem": problem,
        "problem_html": render(problem),
        "proposal": proposal,
        "proposal_html": render(proposal),
        "effect": effect,
        "effect_html": render(effect),
        "summary": summary(problem),
    }


def summary(problem: str) -> str:
    """The problem's first words on one line, without markup, cut between words."""
    text = plain(problem)
    if len(text) <= SUMMARY:
        return text
    cut = text[: SUMMARY - 1]
    return (cut[: cut.rfind(" ")] if " " in cut else cut).rstrip(" ,;:") + "…"
