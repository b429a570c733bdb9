"""The verbs on a person's data: correct them, or erase the account when no law keeps it."""

from collections.abc import Iterator

from allauth.account.models import EmailAddress
from django.db.models import Q

from committees.models import Mandate
from dossiers.models import Dossier, DossierQuerySet
from okote_flow.acts import action
from okote_flow.directory.models import Appointment, CalendarFeed, Membership, User
from okote_flow.journal.kinds import Kind
from okote_flow.journal.models import Identity
from okote_flow.journal.record import record
from okote_flow.records import access, destruction, retention
from okote_flow.records.models import PersonRequest
from okote_flow.records.rules import Phase
from okote_flow.records.sentences import refuse
from okote_flow.refusals import Refusal, Refused, require

OFFICE = "archivist"


@action("records.rectify_person", refuses=("not-archivist", "rectify-name", "rectify-nothing", "email-taken"))
def rectify_person(person: User, *, first_name: str, last_name: str, email: str, by: User) -> User:
    """Correct a name or an address. The chain stays as it is: the names stand beside it, and are corrected there."""
    require(access.keeper_refusals(by))
    person = User.objects.select_for_update().get(pk=person.pk)
    said = {"first_name": first_name.strip(), "last_name": last_name.strip(), "email": email.strip().lower()}
    if not (said["first_name"] or said["last_name"]) or not said["email"]:
        raise Refused([refuse("rectify-name")])
    changed = {name: value for name, value in said.items() if getattr(person, name) != value}
    if not changed:
        raise Refused([refuse("rectify-nothing")])
    if "email" in changed and User.objects.filter(email__iexact=said["email"]).exclude(pk=person.pk).exists():
        raise Refused([refuse("email-taken")])
    for name, value in changed.items():
        setattr(person, name, value)
    person.save(update_fields=list(changed))
    Identity.objects.filter(user=person).exclude(name=str(person)).update(name="", salt="")
    if "email" in changed:
        EmailAddress.objects.filter(user=person).delete()
        EmailAddress.objects.create(user=person, email=said["email"], primary=True, verified=False)
    people = {"holder": person}
    record(Kind.PERSON_RECTIFIED, subject=person.subject, by=by, office=OFFICE, people=people, fields=sorted(changed))
    return person


def erasing_refusals(person: User) -> Iterator[Refusal]:
    """Why an account is not erased: a hold, a public function, or a law that keeps what the person did."""
    if access.is_person_held(person):
        yield refuse("erasure-held")
    offices = Appointment.objects.in_force().filter(user=person)
    if offices.exists() or Mandate.objects.in_force().filter(user=person).exists():
        yield refuse("erasure-office")
    for dossier in retention.dated(_theirs(person)):
        kept = retention.keeping_of(dossier)
        if kept.phase is not Phase.ELIMINATED:
            until = f"{kept.due_on:%d/%m/%Y}" if kept.due_on else "sa fin"
            yield refuse("erasure-dossier", number=dossier.label, until=until)


def _theirs(person: User) -> DossierQuerySet:
    mine = Membership.objects.filter(user=person).values("organization")
    found = Dossier.objects.filter(Q(applicant=person) | Q(organization__in=mine))
    return found.exclude(submitted_at=None, title=access.GONE)


@action("records.erase_person", refuses=("not-archivist", "erasure-held", "erasure-office", "erasure-dossier"))
def erase_person(person: User, *, by: User) -> User:
    """Erase who somebody is, here and beside the journal; what they did stays done, by nobody one can name.

    Done again, it stays as it is.
    """
    require(access.keeper_refusals(by))
    person = User.objects.select_for_update().get(pk=person.pk)
    nobody = f"efface-{person.pk}@okote.invalid"
    if person.email == nobody:
        return person
    require(erasing_refusals(person))
    record(Kind.PERSON_ERASED, subject=person.subject, by=by, office=OFFICE)
    for identity in Identity.objects.filter(user=person):
        destruction.erase_identity(identity)
    person.first_name, person.last_name, person.is_active = "Compte", "effacé", False
    person.email = person.username = nobody
    person.mail_returns_why = ""
    person.set_unusable_password()
    person.save()
    person.groups.clear()
    person.notifications.all().delete()
    EmailAddress.objects.filter(user=person).delete()
    Membership.objects.filter(user=person).delete()
    CalendarFeed.objects.filter(user=person).delete()
    PersonRequest.objects.filter(person=person).update(email=person.email, text="")
    return person
