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


def _gains(actor: Any, check: Any) -> bool:
    awards = [part.award for part in check.parts]
    return any(award.person_id == actor.id and award.reversed_at is None for award in awards)


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
nominator = Rule("who nominated", lambda actor, nomination: nomination.nominator_id == actor.id)
asked = Rule("who is asked at this step", lambda actor, step: step.is_for(actor))
steps_in = Rule(
    "HR in place of an answer that is late",
    lambda actor, step: (
        actor.has(Role.HR)
        and step.is_late
        and not step.nomination.concerns(actor.id)
        and all(one.decided_by_id != actor.id for one in step.nomination.steps)
    ),
)
uninvolved = Rule(
    "who neither nominated nor is nominated",
    lambda actor, nomination: not nomination.concerns(actor.id),
    advice="Ask a colleague in HR.",
)
giver = Rule("who gave it", lambda actor, kudos: kudos.giver_id == actor.id, negated="who did not give it")
receiver = Rule("the one who received it", lambda actor, award: award.person_id == actor.id)
confirms = Rule("the one who is asked", lambda actor, check: check.asked_id == actor.id)
gains_nothing = Rule("who holds no part that waits for the answer", lambda actor, check: not _gains(actor, check))
holds_a_part = Rule("who holds a part of it", _gains)
keeps_idea = Rule(
    "the idea's author or co-author, its experiment's owner, or the area's leader or deputy",
    lambda actor, suggestion: actor.id in suggestion.keeper_ids or suggestion.area.is_led_by(actor.id),
)
by_oneself = Rule(
    "the author of the comment",
    lambda actor, suggestion: actor.id == suggestion.author_id,
    negated="who did not write the comment",
)
gives_kind = Rule("whom this award names as its givers", lambda actor, kind: bool(kind.givers & actor.roles))
has_share = Rule(
    "who has a share in it",
    lambda actor, crediting: actor.id in crediting.person_ids,
    negated="who has no share in it",
)
owns_share = Rule("the person whose share it is", lambda actor, share: share.person_id == actor.id)
redeemer = Rule("who ordered it", lambda actor, order: order.person_id == actor.id, negated="who did not order it")
approves = Rule("whose yes it waits for", lambda actor, order: order.approver_id == actor.id)
hands_over = Rule("who hands this reward over", lambda actor, order: order.item.fulfiller_id == actor.id)
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
adopt_suggestion = keeps_idea & ~by_oneself

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
give_awards = hr | leader
give_kind = gives_kind
award_points = give_awards & ~oneself
award_from_budget = keeps_budget | hr
take_award_back = hr & ~oneself
keep_award_kinds = hr
see_shares = has_share | leads_area | hr
answer_share = owns_share
settle_shares = hr & ~has_share
keep_budgets = hr
keep_badges = hr
give_badge = hr & ~oneself
see_ledger = hr | admin
see_own_budgets = leader | hr | admin
see_account = keeps_budget | hr | admin
close_months = hr
see_wallet = oneself | hr | admin
choose_ranking = oneself
choose_milestones = oneself
see_award_details = receiver | hr | admin
keep_certificate = receiver
see_benefit = confirms | leads_its_area | holds_a_part | hr | admin
answer_benefit = (confirms | leads_its_area | hr) & gains_nothing
hand_benefit_over = hr

# Nominations.
nominate = employee
answer_nomination = asked | steps_in
withdraw_nomination = nominator
award_nomination = hr & uninvolved
keep_nominations = hr

# Kudos.
give_kudos = employee & ~oneself
add_to_kudos = employee & ~giver
take_kudos_back = giver | hr
keep_values = hr
keep_allowances = hr

# The wall.
react_to_post = employee
comment_on_post = employee
delete_post_comment = author | admin

# Catalogue.
redeem_reward = employee
keep_catalogue = hr
see_redemption = redeemer | approves | hands_over | hr
answer_redemption = (approves | hr) & ~redeemer
fulfil_redemption = hands_over | hr
cancel_redemption = redeemer | hands_over | hr

# Fairness.
see_fairness = hr
keep_attributes = hr

# Administration.
keep_people = admin
keep_areas = admin
keep_stages = admin
keep_criteria = admin
see_audit = admin | hr
