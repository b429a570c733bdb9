"""What the committees show on a dossier's page: to members and staff their work, to its holder what was decided."""

from django.http import HttpRequest

from committees import access, examination, guards, letters_access
from committees.models import AgendaItem, Opinion, Proclamation, Recusal
from dossiers import access as dossier_access
from dossiers.lifecycle import Keeper, State
from dossiers.models import Dossier
from okote_flow.directory.models import User

Context = dict[str, object]


def context(request: HttpRequest, dossier: Dossier) -> Context | None:
    """None when there is nothing to show to this reader."""
    assert isinstance(request.user, User), "a dossier's page is for somebody"
    if access.is_inside(request.user, dossier):
        return _for_members(request.user, dossier)
    return _for_holder(request.user, dossier)


def _for_holder(user: User, dossier: Dossier) -> Context | None:
    """Opinions with their reasons and proclaimed verdicts: neither sheets nor names nor counts."""
    opinions = list(Opinion.objects.filter(dossier=dossier))
    verdicts = list(_proclaimed(dossier))
    called = guards.called_item(dossier)
    votes = called is not None and guards.last_poll(called) is not None
    if not opinions and not verdicts and not votes:
        return None
    letters = letters_access.of_dossier(user, dossier, frozenset())
    told = {"opinions": opinions, "verdicts": verdicts, "letters": letters, "votes": votes}
    return {"dossier": dossier, "inside": False, **told}


def _proclaimed(dossier: Dossier) -> list[Proclamation]:
    return list(Proclamation.objects.filter(item__dossier=dossier).select_related("item__meeting", "poll__result"))


def _for_members(user: User, dossier: Dossier) -> Context | None:
    if dossier.admitted_at is None:
        return None
    keys = dossier_access.keys_of(user, dossier)
    asked = examination.progress(dossier) if dossier.status == State.TERRITORIAL_REVIEW else []
    return {
        "dossier": dossier,
        "inside": True,
        "is_screened": dossier.status == State.TERRITORIAL_REVIEW,
        "given": sum(one.given for one in asked),
        "asked": len(asked),
        "due_on": access.sheets_due_on(dossier),
        "may_screen": Keeper.MEMBER in keys,
        "may_opine": Keeper.SECRETARY in keys,
        "may_read": Keeper.MEMBER in keys or Keeper.SECRETARY in keys,
        "opinions": list(Opinion.objects.filter(dossier=dossier).select_related("recorded_by")),
        "verdicts": _proclaimed(dossier),
        "items": items_of(user, dossier),
        "letters": letters_access.of_dossier(user, dossier, keys),
        "unlettered": letters_access.without_letter(dossier) if keys & letters_access.WRITERS else [],
        "recused": Recusal.objects.filter(dossier=dossier).select_related("user"),
    }


def items_of(user: User, dossier: Dossier) -> list[AgendaItem]:
    found = AgendaItem.objects.filter(dossier=dossier, meeting__in=access.meetings_for(user))
    return list(found.select_related("meeting__committee").order_by("meeting__scheduled_at"))
