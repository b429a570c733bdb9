"""What absences show beside somebody's tasks: whose place they take today, and who takes theirs."""

from django.http import HttpRequest

from okote_flow.directory.access import absences_around, offices_of
from okote_flow.directory.models import LENT, User

Context = dict[str, object]


def context(request: HttpRequest, user: User) -> Context | None:
    if not offices_of(user) & LENT:
        return None
    found = absences_around(user)
    taken_over = [one for one in found if one.stand_in_id == user.pk]
    absences = [one for one in found if one.person_id == user.pk]
    return {"taken_over": taken_over, "absences": absences} if found else None
