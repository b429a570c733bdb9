"""What absences show beside somebody's tasks: whose place they take today, and who takes theirs."""

from django.http import HttpRequest

from okote_flow.absences import access
from okote_flow.directory.access import offices_of
from okote_flow.directory.models import LENT, User

Context = dict[str, object]


def context(request: HttpRequest, user: User) -> Context | None:
    if not offices_of(user) & LENT:
        return None
    taken_over = [one for one in access.taken_over_by(user) if one.is_running]
    absences = [one for one in access.mine(user) if one.is_running]
    return {"taken_over": taken_over, "absences": absences} if taken_over or absences else None
