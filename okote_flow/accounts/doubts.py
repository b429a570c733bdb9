"""An address from which mails come back is doubtful, until who reads it, or who called, says that it is good."""

from okote_flow import clock
from okote_flow.acts import action
from okote_flow.directory.access import offices_of
from okote_flow.directory.models import Office, User
from okote_flow.directory.sentences import refuse
from okote_flow.journal.kinds import Kind
from okote_flow.journal.record import record
from okote_flow.refusals import Refused

CLEARS = frozenset({Office.OFFICER, Office.ADMINISTRATOR})
LONGEST_WHY = 300


@action("accounts.doubt_address")
def doubt_address(user: User, *, by: User | None, why: str) -> User:
    """Our mails come back from there. Said once; the words stay out of the journal: they name people."""
    user = User.objects.select_for_update().get(pk=user.pk)
    if user.is_address_doubtful:
        return user
    user.mail_returns_since, user.mail_returns_why = clock.real_now(), why[:LONGEST_WHY]
    user.save(update_fields=["mail_returns_since", "mail_returns_why"])
    record(Kind.ADDRESS_DOUBTFUL, subject=user.subject, by=by, people={"holder": user})
    return user


@action("accounts.trust_address", refuses=("address-not-yours",))
def trust_address(user: User, *, by: User) -> User:
    """The person reads their mails again, or somebody of the house made sure of it."""
    if by != user and not offices_of(by) & CLEARS:
        raise Refused([refuse("address-not-yours")])
    user = User.objects.select_for_update().get(pk=user.pk)
    if not user.is_address_doubtful:
        return user
    user.mail_returns_since, user.mail_returns_why = None, ""
    user.save(update_fields=["mail_returns_since", "mail_returns_why"])
    record(Kind.ADDRESS_TRUSTED, subject=user.subject, by=by, people={"holder": user})
    return user
