"""The worker: due mail, ideas that come back, months that close, sweeping up; each job in transactions of its own.

Every job may run in two workers at once and may be cut off anywhere: what it takes it takes under a lock or by one
guarded statement, and what is not kept is done again.
"""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import TypeVar

import sqlalchemy as sa

from config import Config
from innovate.accounts.models import SignIn, Ticket
from innovate.core import limits, logs, outbox
from innovate.core.clock import now, today
from innovate.core.db import db, reading
from innovate.core.transaction import abandon, repeated, transaction
from innovate.core.wording import day
from innovate.experiments import watching
from innovate.experiments.photos import photos_in
from innovate.ideas.commands import moves
from innovate.ideas.models import Idea, Outcome
from innovate.rewards import allowances, asking, badge_giving, closing, crediting, milestones, reminding
from innovate.rewards.item_pictures import item_pictures

PAUSE = 5.0  # seconds between rounds
AT_ONCE = 100  # rows or messages of one job in one round
SWEEP_EVERY = timedelta(minutes=10)
LONGEST_WINDOW = timedelta(days=1)  # of any limit
MAIL_KEPT = timedelta(days=30)
TICKETS_KEPT = timedelta(days=30)
T = TypeVar("T")


def run(config: Config, stop: threading.Event) -> None:
    """Work until `stop` is set; what has been begun is finished first."""
    swept: datetime | None = None
    logs.info("worker", state="started")
    while not stop.is_set():
        _try("mail", lambda: send_mail(config, stop))
        _try("revive", revive_ideas)
        _try("close months", lambda: close_months(stop))
        _try("badges", lambda: award_badges(stop))
        if swept is None or now() - swept >= SWEEP_EVERY:
            _try("sweep", sweep)
            _try("photos", lambda: kept(photos_in(config.photos).forget_orphans))
            _try("pictures", lambda: kept(item_pictures(config.photos).forget_orphans))
            _try("watch", watch_experiments)
            _try("benefits", ask_about_benefits)
            _try("milestones", note_milestones)
            _try("nominations", remind_of_nominations)
            _try("shares", suggest_shares)
            _try("allowances", lambda: grant_allowances(stop))
            swept = now()
        stop.wait(PAUSE)
    logs.info("worker", state="stopped")


def send_mail(config: Config, stop: threading.Event | None = None) -> int:
    """Send what is due, if there is a mail server; answers how many messages left."""
    sent = 0
    for _ in range(AT_ONCE if config.mail_url else 0):
        if stop is not None and stop.is_set():
            break
        mail = kept(outbox.claim)
        if mail is None:
            break
        sent += _send(mail, url=str(config.mail_url), sender=config.mail_from)
    return sent


def revive_ideas() -> int:
    """Open the parked ideas whose day has come, each in its own transaction; answers how many."""
    with reading():
        query = sa.select(Idea.id).where(Idea.outcome == Outcome.PARKED, Idea.revive_on <= today())
        idea_ids = db.session.scalars(query.order_by(Idea.revive_on, Idea.id).limit(AT_ONCE)).all()
        abandon()
    return sum(kept(partial(_revive, idea_id)) for idea_id in idea_ids)


def watch_experiments() -> int:
    """Note last days that passed and guardrails that broke, each in its own transaction; answers how many were new."""
    with reading():
        ended, fresh = watching.with_last_day_passed(AT_ONCE), watching.with_fresh_numbers(AT_ONCE)
        abandon()
    news = [kept(partial(watching.note_last_day, experiment_id)) for experiment_id in ended]
    news += [kept(partial(watching.note_broken_guardrails, experiment_id)) for experiment_id in fresh]
    return sum(news)


def ask_about_benefits() -> int:
    """Ask, and ask again, whether benefits have lasted, each in its own transaction; answers how many were asked."""
    with reading():
        due = asking.to_be_asked(AT_ONCE)
        abandon()
    return sum(kept(partial(asking.ask, check_id)) for check_id in due)


def note_milestones() -> int:
    """Note the years that people have been here, each in its own transaction; answers how many were new."""
    with reading():
        people = milestones.to_be_noted(AT_ONCE)
        abandon()
    return sum(kept(partial(milestones.note, person_id)) for person_id in people)


def remind_of_nominations() -> int:
    """Remind those who owe an answer to a nomination, each in its own transaction; answers how many."""
    with reading():
        steps = reminding.due(AT_ONCE)
        abandon()
    return sum(kept(partial(reminding.remind, step_id)) for step_id in steps)


def suggest_shares() -> int:
    """Suggest shares of credit where an idea waits without any, each in its own transaction; answers of how many."""
    with reading():
        ideas = crediting.without_any(AT_ONCE)
        abandon()
    return sum(kept(partial(crediting.suggest_first, idea_id)) for idea_id in ideas)


def close_months(stop: threading.Event | None = None) -> int:
    """Go on with the month that is being closed, a step in each transaction; answers how many steps."""
    for done in range(AT_ONCE):
        if (stop is not None and stop.is_set()) or not kept(closing.advance):
            return done
    return AT_ONCE


def award_badges(stop: threading.Event | None = None, *, all_of_them: bool = False) -> int:
    """Give badges whose rule is new, or every badge by rule, to those who have long done enough; answers how many."""
    with reading():
        wanted, spans = badge_giving.owed(all_of_them=all_of_them), list(badge_giving.spans_of_people())
        abandon()
    given = 0
    for badge_id, rule in wanted.items():
        for first, last in spans:
            if stop is not None and stop.is_set():
                return given
            given += kept(partial(badge_giving.sweep, badge_id, first, last))
        kept(partial(badge_giving.finish, badge_id, rule))
    return given


def grant_allowances(stop: threading.Event | None = None) -> int:
    """Let points to give of earlier months expire and grant this month's, some people at a time; answers how many."""
    done, last = 0, [0]
    while not (stop is not None and stop.is_set()):
        with reading():
            people = allowances.next_waiting()
            abandon()
        if not people or people == last:
            break
        kept(partial(allowances.turn, people))
        done, last = done + len(people), people
    kept(allowances.note_shortage)
    return done


def sweep() -> int:
    """Delete what nobody needs any more; answers how many rows."""
    moment = now()
    return sum(
        (
            kept(lambda: limits.forget_old(moment - LONGEST_WINDOW)),
            kept(lambda: outbox.forget_sent(moment - MAIL_KEPT)),
            kept(lambda: _delete(SignIn, SignIn.expires_at < moment)),
            kept(lambda: _delete(Ticket, Ticket.expires_at < moment - TICKETS_KEPT)),
        )
    )


def _send(mail: outbox.Mail, *, url: str, sender: str) -> bool:
    try:
        outbox.send(mail, url=url, sender=sender)
    except Exception as error:  # whatever the mail server did, the others go on
        problem = f"{type(error).__name__}: {error}"
        kept(lambda: outbox.put_off(mail.id, problem))
        logs.warning("mail", id=mail.id, problem=type(error).__name__)
        return False
    kept(lambda: outbox.mark_sent(mail.id))
    return True


def _revive(idea_id: int) -> bool:
    idea = db.session.scalar(sa.select(Idea).where(Idea.id == idea_id).with_for_update())
    if idea is None or idea.outcome is not Outcome.PARKED or not idea.revive_on or idea.revive_on > today():
        return False  # somebody was here first
    moves.reopen(None, idea, reason=f"It was parked until {day(idea.revive_on)}.")
    return True


def _delete(table: type[SignIn] | type[Ticket], which: sa.ColumnElement[bool]) -> int:
    gone = sa.delete(table).where(which).returning(table.id).execution_options(synchronize_session=False)
    return len(db.session.execute(gone).all())


def kept(work: Callable[[], T]) -> T:
    """Do that in a transaction of its own, again where another crossed it."""

    def whole() -> T:
        with transaction():
            return work()

    return repeated(whole)


def _try(name: str, job: Callable[[], int]) -> None:
    try:
        done = job()
    except Exception as error:
        logs.error("job failed", error, job=name)
        return
    finally:
        db.session.remove()
    if done:
        logs.info("job", job=name, done=done)
