"""What can happen: every fact that the journal may hold, in the past tense, with ids.

`says` completes the actor's name in the audit journal; `about` names the noun whose stream it is kept in, and whose id
it holds. What a family has in common stands in its first class.
"""

from dataclasses import field

from innovate.core.journal import Event

# A line an event reads better here than three.
# fmt: off

# Accounts and areas.

class PersonEvent(Event, about="person"):
    person_id: int

class FirstAdministratorCreated(PersonEvent, says="set this installation up"): ...
class PersonInvited(PersonEvent, says="invited a person"): ...
class InvitationSentAgain(PersonEvent, says="sent an invitation again"): ...
class InvitationAccepted(PersonEvent, says="accepted the invitation"): ...

class PersonEdited(PersonEvent, says="edited a person"):
    changed: list[str]  # the names of the fields

class RolesChanged(PersonEvent, says="changed a person's roles"):
    before: list[str]
    after: list[str]

class PersonDeactivated(PersonEvent, says="deactivated a person"): ...
class PersonReactivated(PersonEvent, says="reactivated a person"): ...
class SignedIn(PersonEvent, says="signed in"): ...
class SignedOut(PersonEvent, says="signed out"): ...
class SignInEnded(PersonEvent, says="signed out on another device"): ...
class SignedOutEverywhere(PersonEvent, says="signed out everywhere"): ...
class PasswordChanged(PersonEvent, says="changed the password"): ...
class PasswordResetAsked(PersonEvent, says="asked for a new password"): ...

class RankingChosen(PersonEvent, says="chose whether to be ranked"):
    is_ranked: bool

class MilestonesChosen(PersonEvent, says="chose whether milestones are shown"):
    is_shown: bool

class TeamSaved(Event, about="team", says="saved a team"):
    team_id: int
    name: str

class SiteSaved(Event, about="site", says="saved a site"):
    site_id: int
    name: str

class AreaSaved(Event, about="area", says="saved an area"):
    area_id: int
    name: str

class AreaHandedOver(AreaSaved, says="handed an area over to another leader"):
    person_id: int  # who leads it now

class ReviewerLeftPool(AreaSaved, says="took a reviewer out of an area's pool"):
    person_id: int

class DeputyAdded(AreaSaved, says="let a deputy stand in for an area's leader"):
    person_id: int

class DeputyRemoved(AreaSaved, says="removed a deputy of an area"):
    person_id: int

class StageSaved(Event, about="stage", says="saved a stage"):
    stage_id: int
    name: str

class StageRemoved(StageSaved, says="removed a stage"): ...

class CriterionSaved(Event, about="criterion", says="saved a criterion"):
    criterion_id: int
    name: str

class AttributeEvent(Event, about="attribute"):
    attribute_id: int
    name: str

class AttributeSaved(AttributeEvent, says="saved an attribute"): ...
class AttributeRemoved(AttributeEvent, says="removed an attribute"): ...

class AttributeFilled(AttributeEvent, says="said what an attribute is for people"):
    people: int

# Ideas and their moves.

class IdeaEvent(Event, about="idea"):
    idea_id: int

class IdeaEdited(IdeaEvent, says="edited the idea"): ...

class FollowChosen(IdeaEvent, says="chose whether to follow the idea"):
    is_wanted: bool

class IdeaMoved(IdeaEvent):
    """A move of the pipeline; `move_id` is its line of the idea's history."""

    move_id: int

class IdeaSubmitted(IdeaMoved, says="submitted the idea"): ...
class IdeaTakenUp(IdeaMoved, says="took the idea up for review"): ...
class IdeaReturned(IdeaMoved, says="returned the idea with a question"): ...
class IdeaAnswered(IdeaMoved, says="answered the question"): ...
class IdeaPassedOn(IdeaMoved, says="passed the idea on to the next stage"): ...
class IdeaApproved(IdeaMoved, says="approved the idea for an experiment"): ...
class IdeaDeclined(IdeaMoved, says="declined the idea"): ...
class AppealMade(IdeaMoved, says="appealed against the decision"): ...
class AppealUpheld(IdeaMoved, says="upheld the appeal and sent the idea to review"): ...
class AppealDismissed(IdeaMoved, says="dismissed the appeal"): ...

class AppealSettled(IdeaEvent, says="settled the appeal by reopening the idea"):
    appeal_id: int

class IdeaParked(IdeaMoved, says="parked the idea"): ...

class IdeaMerged(IdeaMoved, says="merged the idea into another"):
    into_id: int = 0

class IdeaWithdrawn(IdeaMoved, says="withdrew the idea"): ...

class IdeaReopened(IdeaMoved, says="reopened the idea"):
    out_of: list[int] = field(default_factory=list)  # of a merged idea: what it had gone into, the nearest first

class ExperimentStarted(IdeaMoved, says="started the experiment"): ...
class ExperimentConcluded(IdeaMoved, says="concluded the experiment"): ...
class ExperimentIterated(IdeaMoved, says="opened the experiment's next round"): ...
class IdeaRecognised(IdeaMoved, says="recognised the idea"): ...

# Voting and discussion.

class VoteCast(IdeaEvent, says="voted for the idea"):
    votes: int  # the count with this vote
    enough: int | None = None  # so many take an idea of its area up by themselves

class VoteTakenBack(IdeaEvent, says="took the vote back"):
    votes: int

class CommentEvent(IdeaEvent):
    comment_id: int

class CommentPosted(CommentEvent, says="commented on the idea"): ...
class CommentEdited(CommentEvent, says="edited a comment"): ...
class CommentDeleted(CommentEvent, says="deleted a comment"): ...
class SuggestionAdopted(CommentEvent, says="marked a suggestion as taken up"): ...
class SuggestionDropped(CommentEvent, says="no longer marks a suggestion as taken up"): ...

# Review.

class ReviewersAssigned(IdeaEvent, says="assigned reviewers"):
    reviewer_ids: list[int]

class ReviewerReleased(IdeaEvent, says="released a reviewer of the idea"):
    reviewer_id: int
    next_id: int | None  # who was asked instead; None: nobody of the pool was free

class ScorecardSent(IdeaEvent, says="sent a scorecard"):
    scorecard_id: int

# Experiments.

class MetricSaved(Event, about="metric", says="saved a metric of the library"):
    metric_id: int
    name: str

class ExperimentEvent(IdeaEvent):
    experiment_id: int

class ExperimentPlanned(ExperimentEvent, says="planned an experiment"): ...
class PlanChanged(ExperimentEvent, says="changed the experiment's plan"): ...

class LotsDrawn(ExperimentEvent, says="drew lots for the experiment"):
    seed: str  # what they were drawn from

class LotsVoided(ExperimentEvent, says="changed the plan, which made the lots void"): ...

class ExperimentHandedOver(ExperimentEvent, says="handed the experiment over"):
    owner_id: int  # who runs it now

class MeasurementsRecorded(ExperimentEvent, says="recorded measurements"):
    days: int

class MeasurementsCorrected(ExperimentEvent, says="corrected measurements"):
    """Recorded numbers that changed or were taken out: each with its day, its arm, and what stood there and stands."""

    reason: str
    changes: list[dict[str, str]]  # day, arm, metric, before, after; without an `after` it was taken out

class PlanAmended(ExperimentEvent, says="amended the sealed plan"):
    reason: str
    changed: list[str]  # in words: what it was about

class LastDayPassed(ExperimentEvent, says="noted that the experiment's last day has passed"):
    ends_on: str

class GuardrailBroken(ExperimentEvent, says="noted that a guardrail of the experiment is broken"):
    measure_id: int
    name: str

class DiaryEvent(ExperimentEvent):
    entry_id: int

class DiaryWritten(DiaryEvent, says="wrote in the experiment's diary"): ...
class DiaryEdited(DiaryEvent, says="edited an entry of the diary"): ...
class DiaryDeleted(DiaryEvent, says="deleted an entry of the diary"): ...

class ForecastGiven(ExperimentEvent, says="gave a forecast"): ...

class CaseEvent(ExperimentEvent):
    case_id: int

class CaseWritten(CaseEvent, says="wrote the experiment's case"): ...

class CaseImproved(CaseEvent, says="put a case in better words"):
    title_before: str
    context_before: str

# Rewards.

class AwardKindSaved(Event, about="award_kind", says="saved a kind of award"):
    award_kind_id: int
    name: str

class CreditSuggested(IdeaEvent, says="suggested who had which share in the idea"):
    person_ids: list[int]  # whose share is new or another than before

class ShareConfirmed(IdeaEvent, says="confirmed their share of the credit"): ...
class ShareObjected(IdeaEvent, says="objected to their share of the credit"): ...

class SharesSettled(IdeaEvent, says="settled the shares of the credit"):
    reason: str
    person_ids: list[int]  # everybody who has one

class AwardGiven(PersonEvent, says="gave an award"):
    award_id: int
    points: int
    idea_id: int | None

class CertificateMade(PersonEvent, says="made a certificate of an award"):
    award_id: int

class CertificateWithdrawn(PersonEvent, says="withdrew the certificate of an award"):
    award_id: int

class BenefitEvent(IdeaEvent):
    """About one check of whether an idea's benefit has lasted; `asked_id` is who says so."""

    check_id: int
    asked_id: int

class BenefitDue(BenefitEvent, says="asked whether the benefit of the idea has lasted"): ...
class BenefitReminded(BenefitEvent, says="asked once more whether the benefit of the idea has lasted"): ...
class BenefitHandedOver(BenefitEvent, says="asked somebody else whether the benefit of the idea has lasted"): ...
class BenefitConfirmed(BenefitEvent, says="confirmed the benefit of the idea"): ...
class BenefitNotConfirmed(BenefitEvent, says="said that the benefit of the idea has not lasted"): ...

class MilestoneReached(PersonEvent, says="noted a year with the company"):
    milestone_id: int
    years: int

class BudgetEvent(Event, about="account"):
    account_id: int
    points: int = 0

class BudgetOpened(BudgetEvent, says="added points to a budget"): ...
class BudgetFunded(BudgetEvent, says="funded the budget of an area or a team"): ...
class BudgetTakenBack(BudgetEvent, says="took points back from a budget"): ...

class JournalCorrected(BudgetEvent, says="corrected a movement of points"):
    journal: str

class LedgerMonthEvent(Event, about="month"):
    month_id: int

class MonthCloseBegun(LedgerMonthEvent, says="began to close a month of the ledger"): ...
class MonthClosed(LedgerMonthEvent, says="closed a month of the ledger"): ...

class AwardReversed(PersonEvent, says="reversed an award"):
    award_id: int
    points: int

class BadgeSaved(Event, about="badge", says="saved a badge"):
    badge_id: int
    name: str

class BadgeEvent(PersonEvent):
    """Somebody's badge; `holding_id` is the line that says that they hold it, since when and why."""

    badge_id: int
    holding_id: int

class BadgeGiven(BadgeEvent, says="gave a badge"): ...

class BadgeRevoked(BadgeEvent, says="took a badge back"):
    reason: str

# Nominations.

class NominationEvent(Event, about="nomination"):
    nomination_id: int

class NominationMade(NominationEvent, says="nominated a colleague"): ...

class NominationStepEvent(NominationEvent):
    step_id: int

class NominationStepApproved(NominationStepEvent, says="approved a nomination"): ...
class NominationDeclined(NominationStepEvent, says="declined a nomination"): ...
class NominationPassedOn(NominationStepEvent, says="passed a nomination on to whoever can answer it"): ...

class NominationReminded(NominationStepEvent, says="reminded of a nomination that waits for an answer"):
    reminder: int  # the first before the day that was promised, the others behind it

class NominationWithdrawn(NominationEvent, says="withdrew a nomination"): ...
class NominationLapsed(NominationEvent, says="closed a nomination of somebody who has left"): ...
class NominationClosed(NominationEvent, says="closed an approved nomination without an award"): ...

class NominationAwarded(NominationEvent, says="awarded a nomination"):
    award_id: int

# Kudos.

class KudosEvent(Event, about="kudos"):
    kudos_id: int

class KudosGiven(KudosEvent, says="gave kudos"):
    person_ids: list[int]  # whom they go to
    points: int  # to each
    parent_id: int | None  # the kudos that they add on to

class KudosTakenBack(KudosEvent, says="took kudos back"):
    giver_id: int

class ValueSaved(Event, about="value", says="saved a value of the company"):
    value_id: int
    name: str

class AllowanceEvent(PersonEvent):
    month: str  # such as 2026-11
    points: int

class AllowanceGranted(AllowanceEvent, says="granted a month's points to give"): ...
class AllowanceExpired(AllowanceEvent, says="let points to give expire"): ...

class AllowancesSaved(BudgetEvent, says="changed the allowances to give"):
    before: dict[str, int]
    after: dict[str, int]

class AllowancesUnpaid(BudgetEvent, says="noted that the budget cannot pay the month's allowances"):
    month: str
    needed: int  # and `points` is what the budget holds

# The wall.

class PostEvent(Event, about="post"):
    post_id: int

class PostReacted(PostEvent, says="reacted to a post on the wall"):
    kind: str

class ReactionTakenBack(PostEvent, says="took a reaction back"):
    kind: str

class PostCommentEvent(PostEvent):
    comment_id: int

class PostCommented(PostCommentEvent, says="commented on a post on the wall"): ...
class PostCommentDeleted(PostCommentEvent, says="deleted a comment on the wall"): ...

# Catalogue.

class ItemSaved(Event, about="item", says="saved a reward of the catalogue"):
    item_id: int
    name: str

class StockCounted(ItemSaved, says="changed the stock of a reward"):
    before: int | None
    after: int | None

class RedemptionEvent(Event, about="redemption"):
    redemption_id: int
    person_id: int  # who ordered it
    item_id: int
    points: int

class RewardRedeemed(RedemptionEvent, says="redeemed a reward"): ...
class RedemptionApproved(RedemptionEvent, says="approved an order of the catalogue"): ...
class RedemptionDeclined(RedemptionEvent, says="declined an order of the catalogue"): ...
class RewardFulfilled(RedemptionEvent, says="handed a reward over"): ...
class RedemptionCancelled(RedemptionEvent, says="cancelled an order of the catalogue"): ...

# Fairness.

class FairnessReportWritten(Event, about="report", says="wrote a fairness report"):
    report_id: int
    quarter: str
