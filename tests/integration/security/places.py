"""A small company with one of everything, and people who each stand to it in one way."""

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from flask import current_app

from innovate import events
from innovate.accounts.models import Attribute, Person, SignIn, Site
from innovate.areas.models import Deputy
from innovate.core.clock import now, today
from innovate.core.db import db
from innovate.core.journal import JournalEntry
from innovate.discussion import commands as discussion
from innovate.experiments import commands as experiments
from innovate.experiments.cases import write_case
from innovate.experiments.deciding import Finding
from innovate.experiments.models import Case, Conclusion, Experiment, ExperimentState, LibraryMetric, Photo
from innovate.experiments.subscribers import lay_out_metrics
from innovate.ideas import commands as ideas
from innovate.ideas.lifecycle import move
from innovate.ideas.models import StageKind
from innovate.notifications.models import Notification
from innovate.permissions import Role
from innovate.recognition.commands import comment_on_post
from innovate.recognition.models import Post, PostComment
from innovate.review.models import Criterion
from innovate.review.subscribers import lay_out_criteria
from innovate.rewards import certificates
from innovate.rewards import commands as rewards
from innovate.rewards.models import (
    Account,
    Approver,
    AwardKind,
    Badge,
    BadgeHolding,
    BenefitCheck,
    BenefitState,
    ItemKind,
    LedgerJournal,
)
from innovate.rewards.subscribers import lay_out_rewards
from tests import factories
from tests.integration.rewards.companies import ledger_month, tried_idea
from tests.provisioning.visits import keep

STRANGER, GONE, CUSTOMER, EMPLOYEE, REVIEWER, LEADER = "stranger", "gone", "customer", "employee", "reviewer", "leader"
CERTIFICATE = "2345-6789-ABCD-EFGH-JKMN"
LEADS, AUTHOR, OWNER, HR, ADMIN = "leads the area", "author", "owner", "hr", "admin"


@dataclass(frozen=True)
class Places:
    """The people by what they are, and the address of each page."""

    people: dict[str, Person]
    ids: dict[str, int]

    def address(self, rule: str) -> str:
        """The rule with the ids of what is there."""
        if rule.startswith("/rewards/ideas/"):
            rule = rule.replace("idea_id", "rewarded_id")
        if rule.endswith(("/results.csv", "/figures/<name>.svg")):  # only of one with numbers
            rule = rule.replace("experiment_id", "measured_id").replace("<name>", "interval")
        named = rule.replace("<token>", "no-such-link").replace("<name>", "take-up").replace("<code>", CERTIFICATE)
        if rule.startswith(("/review/", "/ideas/<int:idea_id>/experiment")):
            named = named.replace("idea_id", "reviewed_id")
        return re.sub(r"<(?:int:)?(\w+_id)>", lambda part: str(self.ids[part[1]]), named)


def taught_case(experiment: Experiment) -> Case:
    """The case of that experiment, as if it had run, been measured and been stopped."""
    experiment.state, experiment.sealed_at = ExperimentState.RUNNING, now()
    experiment.sealed, experiment.seal = {}, ""
    rows = [
        (arm.id, today() - timedelta(n), 300 + 40 * arm.position, 500, None) for arm in experiment.arms for n in (1, 2)
    ]
    experiments.record_measurements(db.session.get_one(Person, experiment.owner_id), experiment, rows=rows)
    experiment.state = ExperimentState.CONCLUDED
    experiment.conclusion, experiment.concluded_at, experiment.lesson = Conclusion.STOP, now(), "Ask first."
    db.session.flush()
    return write_case(experiment, Finding(), actor_id=None)


def company() -> Places:
    """One of everything: an open idea with a draft, a comment and a note; one in review; one with an experiment."""
    hr, admin = factories.hr(), factories.admin()
    author, owner, reviewer, gone = (factories.person() for _ in range(4))
    reviewer.roles |= {Role.REVIEWER}
    gone.roles |= {Role.ADMIN, Role.HR}
    leads = factories.leader()
    area = factories.area(leader=leads, reviewers=(reviewer,), quorum=1)
    lay_out_criteria(events.FirstAdministratorCreated(actor_id=None, person_id=0), 0)
    lay_out_rewards(events.FirstAdministratorCreated(actor_id=hr.id, person_id=hr.id), 0)
    lay_out_metrics(events.FirstAdministratorCreated(actor_id=None, person_id=0), 0)
    rewards.open_budget(hr, points=1_000, reason="Board decision", key="first")
    rewards.fund_budget(hr, area, points=50, reason="For the autumn", key="area")
    closing = factories.save(ledger_month(by=hr))
    award = rewards.give_award(hr, person_id=author.id, points=5, badge_id=None, citation="For the calm.", key="award")
    award.certificate_code = certificates.read(CERTIFICATE)
    terms = rewards.ItemTerms(name="A mug", kind=ItemKind.CHARITY, price=5, fulfiller_id=owner.id)
    item = rewards.save_item(hr, None, terms=terms)
    item.picture, item.picture_words, item.picture_width, item.picture_height = f"{'1' * 32}.webp", "A mug", 4, 3
    order = rewards.redeem(author, item, price=5, words="", key="first")
    idea, reviewed, tried, taught = (factories.idea(author=author, area=area) for _ in range(4))
    move(leads, reviewed, "take_up")
    move(leads, taught, "take_up")
    keep()
    move(leads, tried, "take_up")
    experiment = experiments.plan_experiment(leads, tried, **factories.plan(owner, starts_on=today()))
    measured = experiments.plan_experiment(leads, taught, **factories.plan(owner))
    case = taught_case(measured)
    entry = experiments.write_diary(owner, experiment, day=today(), body="The label came late.")
    entry.photos.append(Photo(file=f"{'0' * 32}.webp", words="The label", width=4, height=3))
    shelf = current_app.config["SETTINGS"].photos
    shelf.mkdir(parents=True, exist_ok=True)
    (shelf / entry.photos[0].file).write_bytes(b"RIFF")
    (shelf / "catalogue").mkdir(exist_ok=True)
    (shelf / "catalogue" / f"{'1' * 32}.webp").write_bytes(b"RIFF")
    check = BenefitCheck(idea_id=idea.id, after_days=30, due_on=today(), asked_id=owner.id, state=BenefitState.WAITING)
    comment = discussion.post_comment(author, idea, body="It happens daily.")
    area_answers = factories.award_kind((Approver.LEADER, 7))
    nomination = rewards.nominate(
        owner, kind=area_answers, nominee=factories.person(), reason="She helps.", links=[], idea=idea, key="first"
    )
    post = db.session.scalars(sa.select(Post)).first()
    assert post is not None
    comment_on_post(author, post, body="Thank you.", key="first")
    said = db.session.scalars(sa.select(PostComment)).one()
    draft = ideas.save_draft(author, None, title="Half a thought", problem="", proposal="", effect="", area_id=None)
    deputy = Deputy(area_id=area.id, person_id=admin.id, starts_on=today() - timedelta(9), ends_on=today())
    keep()
    first = db.session.scalar(sa.select(sa.func.min(JournalEntry.id)))
    note = Notification(entry_id=first, person_id=author.id, text="It moved.", url=f"/ideas/{idea.id}", at=now())
    moment = {"began_at": now(), "seen_at": now(), "confirmed_at": now(), "expires_at": now() + timedelta(1)}
    sign_in = SignIn(token_hash="0" * 64, person_id=author.id, **moment)
    site, team = Site(name="Malmö"), factories.team()
    for thing in (deputy, note, sign_in, site, check):
        factories.save(thing)
    gone.deactivated_at = now()
    people = {
        GONE: gone,
        CUSTOMER: factories.person(roles=frozenset({Role.CUSTOMER})),
        EMPLOYEE: factories.person(),
        REVIEWER: reviewer,
        LEADER: factories.leader(),
        LEADS: leads,
        AUTHOR: author,
        OWNER: owner,
        HR: hr,
        ADMIN: admin,
    }
    thanked = rewards.give_kudos(author, person_ids=[people[EMPLOYEE].id], points=0, words="For the calm.", key="kudos")
    value = rewards.save_value(hr, None, name="Customer first", purpose="", position=1)
    things: dict[str, Any] = {
        "idea_id": idea,
        "reviewed_id": reviewed,
        "rewarded_id": tried_idea().idea,
        "experiment_id": experiment,
        "measured_id": measured,
        "case_id": case,
        "entry_id": entry,
        "photo_id": entry.photos[0],
        "comment_id": comment,
        "post_id": post,
        "said_id": said,
        "nomination_id": nomination,
        "item_id": item,
        "order_id": order,
        "draft_id": draft,
        "person_id": author,
        "note_id": note,
        "sign_in_id": sign_in,
        "attribute_id": factories.save(Attribute(name="Contract")),
        "award_id": award,
        "check_id": check,
        "area_id": area,
        "deputy_id": deputy,
        "team_id": team,
        "site_id": site,
        "stage_id": factories.stages()[StageKind.OPEN],
        "criterion_id": db.session.scalars(sa.select(Criterion)).first(),
        "kind_id": db.session.scalars(sa.select(AwardKind)).first(),
        "badge_id": db.session.scalars(sa.select(Badge)).first(),
        "holding_id": db.session.scalars(sa.select(BadgeHolding)).first(),
        "metric_id": db.session.scalars(sa.select(LibraryMetric)).first(),
        "account_id": db.session.scalars(sa.select(Account).where(Account.area_id == area.id)).one(),
        "journal_id": db.session.scalars(sa.select(LedgerJournal)).first(),
        "month_id": closing,
        "kudos_id": thanked,
        "value_id": value,
    }
    keep()
    return Places(people, {name: thing.id for name, thing in things.items()})
