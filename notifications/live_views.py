"""What the live line asks over HTTP: what has changed meanwhile (polling, catching up), and who else is here."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from notifications import limits, missed, presence
from okote_flow.directory.models import User
from okote_flow.requests import MemberRequest

MOST_WATCHED = 30


@login_not_required
@never_cache
@require_GET
def since(request: HttpRequest) -> JsonResponse:
    """Which of the watched subjects changed since the last answer. A stranger may watch public campaigns alone."""
    person = request.user if isinstance(request.user, User) and request.user.is_active else None
    watched = list(dict.fromkeys(request.GET.getlist("watch")))[:MOST_WATCHED]
    if person is None and not all(subject.startswith("campaign:") for subject in watched):
        return JsonResponse({"said": "Vous n’êtes plus connectée ou connecté."}, status=401)
    limit, who = (limits.POLLS_OF_PERSON, person.pk) if person else (limits.POLLS_OF_ADDRESS, _address(request))
    if not limit.allows(who):
        return JsonResponse({"said": "Trop de demandes. La page attend avant la suivante."}, status=429)
    answer = missed.by(person, watched, request.GET.get("since"))
    return JsonResponse({"changed": answer.changed, "lost": answer.lost, "since": answer.since})


def _address(request: HttpRequest) -> str:
    return str(request.META.get("REMOTE_ADDR", "-"))


@never_cache
@require_GET
def beside(request: MemberRequest, kind: str, pk: int) -> HttpResponse:
    """Who else has a dossier or a task open, among those whom the reader may see there."""
    place = f"{kind}:{pk}"
    people = presence.beside(request.user, place) if presence.is_place(place) else None
    if people is None:
        raise Http404
    return render(request, "notifications/_presence.html", {"place": place, "kind": kind, "pk": pk, "people": people})
