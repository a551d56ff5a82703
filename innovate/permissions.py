"""Who may do what: the whole of it, on one page."""

from enum import StrEnum
from typing import Any

from innovate.core.access import Rule


class Role(StrEnum):
    """What a person may be; one person can be several."""

    EMPLOYEE = "employee"
    REVIEWER = "reviewer"
    LEADER = "leader"
    HR = "hr"
    ADMIN = "admin"
    CUSTOMER = "customer"

    @property
    def label(self) -> str:
        return "HR" if self is Role.HR else self.value.capitalize()

    @property
    def bit(self) -> int:
        return 1 << list(Role).index(self)


# Who somebody is.
employee = Rule("an employee", lambda actor, _: bool(actor.roles - {Role.CUSTOMER}))
reviewer = Rule("a reviewer", lambda actor, _: actor.has(Role.REVIEWER))
leader = Rule("a leader", lambda actor, _: actor.has(Role.LEADER))
hr = Rule("HR", lambda actor, _: actor.has(Role.HR))
admin = Rule("an administrator", lambda actor, _: actor.has(Role.ADMIN))


# What somebody is to a thing.
def _neither_wrote_nor_manages(actor: Any, idea: Any) -> bool:
    author = idea.author
    wrote = actor.id == idea.author_id or any(credit.person_id == actor.id for credit in idea.credits)
    return not wrote and author.manager_id != actor.id and actor.manager_id != author.id


author = Rule("the author", lambda actor, thing: thing.author_id == actor.id, negated="who is not the author")
oneself = Rule("the person", lambda actor, person: person.id == actor.id, negated="for somebody else")
leads_area = Rule("the area's leader or deputy", lambda actor, thing: thing.area.is_led_by(actor.id))
owner = Rule("the experiment's owner", lambda actor, thing: thing.owner_id == actor.id)
on_team = Rule("the experiment's team", lambda actor, exp: any(m.person_id == actor.id for m in exp.members))
leads_its_area = Rule("the area's leader or deputy", lambda actor, exp: exp.idea.area.is_led_by(actor.id))
assigned = Rule("an assigned reviewer", lambda actor, assignment: assignment.reviewer_id == actor.id)
impartial = Rule(
    "who neither wrote it nor is its author's manager or direct report",
    _neither_wrote_nor_manages,
    advice="Ask the area's deputy.",
)
impartial_to_its_idea = Rule(
    impartial.words,
    lambda actor, thing: _neither_wrote_nor_manages(actor, thing.idea),
    advice=impartial.advice,
)
appellant = Rule(
    "the author or a co-author",
    lambda actor, idea: actor.id == idea.author_id or any(one.person_id == actor.id for one in idea.credits),
)
hears_appeal = Rule(
    "the leader or deputy whom the appeal went to",
    lambda actor, idea: any(one.area and one.area.is_led_by(actor.id) for one in idea.appeals[-1:]),
)
fresh_to_appeal = Rule(
    "who neither declined it nor wrote it nor is its author's manager or direct report",
    lambda actor, idea: (
        all(one.decline.actor_id != actor.id for one in idea.appeals[-1:]) and _neither_wrote_nor_manages(actor, idea)
    ),
    advice="Ask an administrator.",
)
keeps_budget = Rule(
    "the leader of its area or a manager of its team",
    lambda actor, account: account.kind.is_budget and account.is_kept_by(actor.id),
)
giver = Rule("who gave them", lambda actor, kudos: kudos.giver_id == actor.id)
unrewarded = Rule("who has no part in it", lambda actor, idea: all(c.person_id != actor.id for c in idea.credits))

# Ideas, votes, discussion.
read_ideas = employee
post_idea = employee
edit_idea = author | leads_area | admin
withdraw_idea = author | leads_area | admin
answer_question = author
cast_vote = employee & ~author
take_vote_back = employee
follow_idea = employee
post_comment = employee
edit_comment = author
delete_comment = author | admin

# The pipeline.
decide_idea = (leads_area | admin) & impartial
recognise_idea = hr & unrewarded
appeal_decision = appellant
judge_appeal = (hears_appeal | admin) & fresh_to_appeal

# Review. `leads_area | admin` sees what reviewers wrote; reviewers see each other's when their own is sent.
see_review_inbox = reviewer | leader | admin
send_scorecard = (assigned | leads_its_area) & impartial_to_its_idea
assign_reviewers = decide_idea
see_scorecards = leads_area | admin

# Experiments.
plan_experiment = owner | leads_area
change_plan = owner | leads_its_area
keep_metrics = leader | admin
start_experiment = owner
record_measurements = owner | on_team | leads_its_area
amend_plan = owner | leads_its_area
write_diary = owner | on_team | leads_its_area
keep_diary_entry = author
hand_over_experiment = leads_its_area | admin
give_forecast = employee
improve_case = owner | leads_its_area

# Rewards.
award_points = hr & ~oneself
keep_budgets = hr
keep_badges = hr
see_ledger = hr | admin
see_own_budgets = leader | hr | admin
see_account = keeps_budget | hr | admin
close_months = hr
see_wallet = oneself | hr | admin
choose_ranking = oneself

# Kudos.
give_kudos = employee & ~oneself
add_to_kudos = employee
take_kudos_back = giver | hr
keep_values = hr
keep_allowances = hr

# Administration.
keep_people = admin
keep_areas = admin
keep_stages = admin
keep_criteria = admin
see_audit = admin | hr
