"""The list of noticed projects as filtered."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import F, Q, QuerySet

from committees import lead_access
from committees.models.bodies import Committees
from committees.models.leads import Leads
from okote_flow.directory.models import Territory, User

PILLS = {
    "to_call": ("attn", "phone"),
    "interested": ("info", "thumb-up"),
    "later": ("neutre", "calendar-pause"),
    "dropped": ("neutre", "circle-x"),
    "submitted": ("ok", "folder"),
}


@dataclass(frozen=True, slots=True)
class Criteria:
    """What a reader asked for; empty means anything."""

    text: str = ""
    state: str = ""
    territory: int | None = None
    caller: int | None = None

    @classmethod
    def of(cls, asked: dict[str, Any]) -> "Criteria":
        """From a cleaned filter form."""
        territory, caller = asked.get("territoire"), asked.get("appelant")
        return cls(
            text=(asked.get("q") or "").strip(),
            state=asked.get("etat") or "",
            territory=territory.pk if territory else None,
            caller=caller.pk if caller else None,
        )

    @property
    def query(self) -> str:
        """The same question in an address."""
        values = {"q": self.text, "etat": self.state, "territoire": self.territory, "appelant": self.caller}
        return urlencode({name: value for name, value in values.items() if value})


def found(user: User, asked: Criteria) -> Leads:
    """Those of the reader's leads that they asked for: what is to be called first, then the latest."""
    rule = Q()
    for word in asked.text.split():
        rule &= Q(name__icontains=word) | Q(city__icontains=word) | Q(siren=word) | Q(seen__icontains=word)
    if asked.state:
        rule &= Q(state=asked.state)
    if asked.territory:
        rule &= Q(committee__territory=asked.territory)
    if asked.caller:
        rule &= Q(caller=asked.caller)
    rows = lead_access.leads_for(user).standing().filter(rule)
    return rows.select_related("committee__territory", "caller", "noted_by").order_by(
        F("call_by").asc(nulls_last=True), "-noted_at", "-pk"
    )


def territories(rooms: Committees) -> QuerySet[Territory]:
    return Territory.objects.filter(committees__in=rooms).order_by("name")


def callers(user: User) -> QuerySet[User]:
    """Those who call somebody of the reader's leads."""
    return User.objects.filter(pk__in=lead_access.leads_for(user).values("caller")).order_by("last_name", "pk")
