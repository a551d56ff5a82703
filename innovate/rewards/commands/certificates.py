"""Making a certificate of an award, which proves itself by its link, and withdrawing it."""

import sqlalchemy as sa

from innovate import events, permissions
from innovate.accounts.models import Person
from innovate.core.db import db
from innovate.core.errors import RuleBroken
from innovate.core.journal import record
from innovate.rewards import certificates
from innovate.rewards.models import Award


def make_certificate(actor: Person, award: Award) -> str:
    """Make the certificate of one's own award; answers the code in its link. One that stands already stays.

    Raises NotAllowed for all but the one who received it, RuleBroken when it was taken back.
    """
    permissions.keep_certificate.require(actor, award)
    award = _held(award)
    if award.reversed_at is not None:
        raise RuleBroken("This award was taken back. There is no certificate of it.")
    if award.certificate_code is None:
        award.certificate_code = certificates.new_code()
        record(events.CertificateMade(actor_id=actor.id, person_id=award.person_id, award_id=award.id))
    return award.certificate_code


def withdraw_certificate(actor: Person, award: Award) -> None:
    """Withdraw it: its link says from now on that no such certificate is known.

    Raises NotAllowed for all but the one who received the award.
    """
    permissions.keep_certificate.require(actor, award)
    award = _held(award)
    if award.certificate_code is not None:
        award.certificate_code = None
        record(events.CertificateWithdrawn(actor_id=actor.id, person_id=award.person_id, award_id=award.id))


def _held(award: Award) -> Award:
    query = sa.select(Award).where(Award.id == award.id).with_for_update(of=Award)
    return db.session.scalars(query.execution_options(populate_existing=True)).one()
