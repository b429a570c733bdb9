"""The verbs of the register of requests: a person asks, the archivist answers within a month."""

from collections.abc import Iterator
from datetime import date

from dossiers.models import Dossier
from okote_flow import clock
from okote_flow.acts import action
from okote_flow.directory.models import User
from okote_flow.journal.kinds import Kind
from okote_flow.journal.models import Event
from okote_flow.journal.record import record
from okote_flow.records import access, rules
from okote_flow.records.models import Outcome, PersonRequest, Wish
from okote_flow.records.sentences import refuse
from okote_flow.refusals import Refusal, Refused, require

GROUNDS = {
    "accounting": "Obligation légale\u00a0: pièces comptables et justificatifs de fonds publics (RGPD, art. 17, 3 b)",
    "archives": "Archives dans l’intérêt public (RGPD, art. 17, 3 d\u00a0; Code du patrimoine)",
    "task": "Mission d’intérêt public\u00a0: la décision est prise (RGPD, art. 21, 1)",
    "identity": "L’identité de la personne n’est pas établie (RGPD, art. 12, 6)",
    "excessive": "Demande manifestement infondée ou excessive (RGPD, art. 12, 5)",
}
VOTED = (Kind.DOSSIER_ENDORSE, Kind.DOSSIER_DECLINE)


@action("records.ask", refuses=("not-archivist", "wish-unclear", "wish-open"))
def ask(*, wish: Wish, by: User, email: str = "", text: str = "", received_on: date | None = None) -> PersonRequest:
    """Enter a request in the register: one's own, or (the archivist) what came by letter or by mail."""
    email = email.strip().lower() or by.email.lower()
    if email != by.email.lower():
        require(access.keeper_refusals(by))
    if "@" not in email:
        raise Refused([refuse("wish-unclear")])
    person = access.find_person(email)
    User.objects.select_for_update().get(pk=(person or by).pk)
    waiting = PersonRequest.objects.filter(wish=wish, email=email, outcome=Outcome.OPEN).first()
    if waiting is not None:
        raise Refused([refuse("wish-open", due=waiting.due_on)])
    day = min(received_on or clock.today(), clock.today())
    asked = PersonRequest.objects.create(
        wish=wish,
        person=person,
        email=email,
        text=text.strip(),
        received_on=day,
        due_on=rules.answer_due(day),
        entered_by=by,
    )
    record(Kind.DATA_ASKED, subject=asked.subject, by=by, wish=wish.value, due_on=asked.due_on)
    return asked


def voted_of(person: User | None) -> Iterator[Refusal]:
    """Opposition comes too late for these dossiers: they were voted on."""
    for dossier in Dossier.objects.filter(applicant=person) if person else ():
        if Event.objects.filter(subject=dossier.subject, kind__in=VOTED).exists():
            yield refuse("opposition-after-vote", number=dossier.label)


@action(
    "records.answer_request",
    refuses=("not-archivist", "wish-answered", "answer-unwritten", "ground-missing", "opposition-after-vote"),
)
def answer_request(
    request: PersonRequest, *, outcome: Outcome, answer: str, by: User, ground: str = ""
) -> PersonRequest:
    """Say what was done, or why not; the person reads it on the page of their data."""
    require(access.keeper_refusals(by))
    request = PersonRequest.objects.select_for_update().get(pk=request.pk)
    if not request.is_open:
        raise Refused([refuse("wish-answered")])
    if not answer.strip():
        raise Refused([refuse("answer-unwritten")])
    if outcome == Outcome.REFUSED and ground not in GROUNDS:
        raise Refused([refuse("ground-missing")])
    if request.wish == Wish.OPPOSITION and outcome == Outcome.GRANTED:
        require(voted_of(request.person))
    request.outcome, request.answer = outcome, answer.strip()
    request.ground = ground if outcome in (Outcome.REFUSED, Outcome.PARTLY) else ""
    request.answered_by, request.answered_at = by, clock.now()
    request.save()
    people = {"holder": request.person} if request.person else None
    facts = {"wish": request.wish, "outcome": request.outcome, "ground": request.ground}
    record(Kind.DATA_ANSWERED, subject=request.subject, by=by, office="archivist", people=people, **facts)
    return request
