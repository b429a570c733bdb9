"""Who hears of an event. Nobody is told of a dossier that they may not see, nor of what they did themselves."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from committees.access import people_where
from committees.models import CommitteeKind, Mandate
from committees.models.bodies import PRESIDE, VIEW
from dossiers import access
from dossiers.lifecycle import ENDS, Keeper, State
from dossiers.models import Dossier, DossierQuerySet, Party
from notifications.access import SEES, showing
from notifications.families import Standing
from notifications.matter import Matter
from okote_flow.directory.access import holders_of
from okote_flow.directory.models import Appointment, Office, User


@dataclass(frozen=True, slots=True)
class Audience:
    """Some of the people concerned. `because` ends the sentence "Vous recevez ce message parce que …"."""

    label: str
    because: str
    people: Callable[[Matter], Iterable[User]]
    standing: Standing = Standing.INSIDE


def told(matter: Matter, audience: Audience, *, to_actor: bool = False) -> list[User]:
    """Those whom the event may be told to: active, within their rights, and (unless `to_actor`) not its author."""
    found = dict.fromkeys(person for person in audience.people(matter) if person.is_active)
    people = [person for person in found if to_actor or person != matter.actor]
    if matter.dossier is not None:
        return _among(matter.dossier, people, SEES[audience.standing])
    return people if audience.standing is Standing.PERSONAL else _shown(matter.event.subject, people)


def _shown(subject: str, people: list[User]) -> list[User]:
    """Those who may see what the event is about, where it is no dossier, in one query."""
    columns = {f"p{person.pk}": Exists(showing(subject, person)) for person in people}
    row = User.objects.annotate(**columns).values(*columns).first() if columns else None
    return [person for person in people if row and row[f"p{person.pk}"]]


def _among(dossier: Dossier, people: list[User], theirs: Callable[[User], DossierQuerySet]) -> list[User]:
    """Those to whose dossiers this one belongs."""
    columns = {f"p{person.pk}": Exists(theirs(person).filter(pk=OuterRef("pk"))) for person in people}
    row = Dossier.objects.filter(pk=dossier.pk).annotate(**columns).values(*columns).first() if columns else None
    return [person for person in people if row and row[f"p{person.pk}"]]


# People of a dossier


def _holders(matter: Matter) -> Iterable[User]:
    dossier = matter.dossier
    if dossier is None:
        return []
    if dossier.organization is None:
        return [dossier.applicant]
    return [dossier.applicant, *User.objects.filter(memberships__organization=dossier.organization).order_by("pk")]


def _with_key(keeper: Keeper) -> Callable[[Matter], Iterable[User]]:
    """Those who hold that key now: whoever stepped aside has lost it, whatever list still names them."""

    def find(matter: Matter) -> Iterable[User]:
        dossier = matter.dossier
        if dossier is None:
            return []
        named = access.people_with_key(dossier, keeper)
        return _among(dossier, list(named), lambda person: Dossier.objects.filter(access.kept(person, keeper)))

    return find


def _askers(matter: Matter) -> Iterable[User]:
    """The body to which the holder's answers go back."""
    keepers = {
        State.SUBMITTED: [Keeper.OFFICER],
        State.TERRITORIAL_REVIEW: [Keeper.SECRETARY],
        State.ENGAGEMENT_REVIEW: [Keeper.CHAIR, Keeper.ENGAGEMENT_SECRETARY],
    }
    wanted = keepers.get(State(str(matter.facts.get("after", State.DRAFT))), [])
    return [person for keeper in wanted for person in _with_key(keeper)(matter)]


def _left(matter: Matter) -> Iterable[User]:
    """The body that had the dossier in hand when its holder took it back."""
    keepers = {
        State.TERRITORIAL_REVIEW: [Keeper.SECRETARY, Keeper.MEMBER],
        State.ENGAGEMENT_REVIEW: [Keeper.CHAIR, Keeper.ENGAGEMENT_SECRETARY],
    }
    wanted = keepers.get(State(str(matter.facts.get("before", State.DRAFT))), [])
    return [person for keeper in wanted for person in _with_key(keeper)(matter)]


def _answering(matter: Matter) -> Iterable[User]:
    """Who answers a holder: the officer in charge, or all officers; and who has written to them already."""
    dossier = matter.dossier
    if dossier is None:
        return []
    wrote = User.objects.filter(pk__in=dossier.messages.filter(party=Party.STAFF).values("author")).order_by("pk")
    in_charge = list(_with_key(Keeper.OFFICER)(matter)) or list(holders_of(Office.OFFICER).order_by("pk"))
    return access.those_to_whom(dossier, list(dict.fromkeys([*in_charge, *wrote])), access.speaks_for)


def _noting(matter: Matter) -> Iterable[User]:
    """The officer in charge, as far as notes are theirs to read."""
    dossier = matter.dossier
    named = [dossier.officer] if dossier is not None and dossier.officer is not None else []
    return access.those_to_whom(dossier, named, access.reads_notes) if dossier is not None else []


def _named_in_note(matter: Matter) -> Iterable[User]:
    """The colleagues whom a note names, as far as they may still read it."""
    people = matter.facts.get("people")
    named = [matter.named(role) for role in people] if isinstance(people, dict) else []
    known = [person for person in named if person is not None]
    return access.those_to_whom(matter.dossier, known, access.reads_notes) if matter.dossier is not None else []


def _funders(matter: Matter) -> Iterable[User]:
    """The financial officers of the partners to whom the vote gave a ceiling on the dossier."""
    held = Appointment.objects.in_force().filter(office=Office.PARTNER_FINANCE)
    held = held.filter(partner__ceilings__dossier=matter.dossier)
    return User.objects.filter(pk__in=held.values("user")).order_by("pk")


def _colleagues(matter: Matter) -> Iterable[User]:
    """The accounts of the structure that the event is about."""
    return User.objects.filter(memberships__organization=matter.number_of("organization")).order_by("pk")


def _callers(matter: Matter) -> Iterable[User]:
    """The officers in charge of the projects that a person carries; all of them for somebody who carries none."""
    person = matter.named("holder")
    officers = list(holders_of(Office.OFFICER).order_by("pk"))
    if person is None:
        return officers
    living = Dossier.objects.filter(access.own(person), officer__in=officers).exclude(state__in=ENDS)
    in_charge = [one for one in officers if living.filter(access.kept(one, Keeper.OFFICER), officer=one).exists()]
    return in_charge or officers


def _due(matter: Matter) -> Iterable[User]:
    """Those who must act before the deadline that the event is about: as the day comes, not as it was opened."""
    deadline = matter.deadline
    if deadline is None:
        return []
    if deadline.keeper == Keeper.APPLICANT:
        return _holders(matter)
    due = access.people_due(deadline)
    if matter.dossier is None:
        return due
    return _among(matter.dossier, due, lambda one: Dossier.objects.filter(access.kept(one, Keeper(deadline.keeper))))


def _superior(matter: Matter) -> Iterable[User]:
    """Those who are told that nobody has acted: the key is asked now; for a meeting, who presides its committee."""
    if matter.dossier is not None:
        return _with_key(Keeper(str(matter.facts["superior"])))(matter)
    return people_where(PRESIDE, Q(pk=matter.committee.pk)) if matter.committee else []


def _asking(matter: Matter) -> Iterable[User]:
    """Who asked for the opinion that the deadline is about."""
    return [matter.expertise.asked_by] if matter.expertise else []


# People of the house


def _of_partner(matter: Matter) -> Iterable[User]:
    held = Appointment.objects.in_force().filter(office=Office.PARTNER_FINANCE, partner__in=matter.partners)
    return User.objects.filter(pk__in=held.values("user")).order_by("pk")


def _seated(matter: Matter) -> Iterable[User]:
    """All who may see the committee's work: who has a seat in it today."""
    return people_where(VIEW, Q(pk=matter.committee.pk)) if matter.committee else []


def _ruling(matter: Matter) -> Iterable[User]:
    """Who discusses the programme's rules: the director, and who sits in the steering committee."""
    return [*holders_of(Office.DIRECTOR).order_by("pk"), *people_where(VIEW, Q(kind=CommitteeKind.STEERING))]


def _bound(matter: Matter) -> Iterable[User]:
    """Who works by the programme's rules: the offices of Alsace Active, and who decides for all of Alsace."""
    kinds = Q(kind__in=[CommitteeKind.STEERING, CommitteeKind.ENGAGEMENT])
    offices = (Office.OFFICER, Office.DIRECTOR, Office.TREASURER, Office.ADMINISTRATOR)
    held = [person for office in offices for person in holders_of(office).order_by("pk")]
    return [*held, *people_where(VIEW, kinds)]


def _holding(matter: Matter) -> Iterable[User]:
    """Of those seated, who holds a seat of their own there."""
    own = Mandate.objects.in_force().holders().filter(user=OuterRef("pk"), seat__committee=matter.committee)
    return people_where(VIEW, Q(pk=matter.committee.pk)).filter(Exists(own)) if matter.committee else []


def _substitutes(matter: Matter) -> Iterable[User]:
    """Of those seated, who only stands in for others."""
    holding = {person.pk for person in _holding(matter)}
    return [person for person in _seated(matter) if person.pk not in holding]


def _steering(matter: Matter) -> Iterable[User]:
    return people_where(VIEW, Q(kind=CommitteeKind.STEERING))


def _office(office: Office) -> Callable[[Matter], Iterable[User]]:
    return lambda matter: holders_of(office).order_by("pk")


def _named(role: str) -> Callable[[Matter], Iterable[User]]:
    def find(matter: Matter) -> Iterable[User]:
        person = matter.named(role)
        return [person] if person else []

    return find


holders = Audience("la structure porteuse", "vous portez ce projet", _holders, Standing.HOLDER)
officer = Audience(
    "la ou le chargé de mission", "vous suivez les dossiers pour Alsace Active", _with_key(Keeper.OFFICER)
)
named_officer = Audience("la personne qui prend le dossier en charge", "ce dossier vous est confié", _named("officer"))
answering = Audience(
    "qui suit le dossier à Alsace Active", "vous répondez à la structure porteuse pour Alsace Active", _answering
)
noting = Audience("la ou le chargé de mission", "vous suivez ce dossier pour Alsace Active", _noting)
named_in_note = Audience("les collègues nommés dans la note", "une ou un collègue vous a prévenu", _named_in_note)
secretary = Audience(
    "le secrétariat du comité territorial", "vous tenez le secrétariat du comité", _with_key(Keeper.SECRETARY)
)
members = Audience(
    "les membres du comité territorial", "vous siégez au comité d’animation territorial", _with_key(Keeper.MEMBER)
)
engagement_secretary = Audience(
    "le secrétariat du comité d’engagement",
    "vous tenez le secrétariat du comité",
    _with_key(Keeper.ENGAGEMENT_SECRETARY),
)
chair = Audience(
    "la présidence du comité d’engagement", "vous présidez le comité d’engagement", _with_key(Keeper.CHAIR)
)
director = Audience("la direction d’Alsace Active", "vous dirigez Alsace Active", _with_key(Keeper.DIRECTOR))
treasurer = Audience(
    "la trésorerie d’Alsace Active", "vous tenez la trésorerie d’Alsace Active", _with_key(Keeper.TREASURER)
)
askers = Audience("l’instance qui a posé les questions", "votre instance a posé les questions", _askers)
left = Audience("l’instance qui examinait le dossier", "votre instance examinait ce dossier", _left)
funders = Audience("les partenaires financiers du projet", "votre structure finance ce projet", _funders)
partner = Audience("le référent financier du partenaire", "vous suivez les finances de ce partenaire", _of_partner)
all_officers = Audience(
    "les chargées et chargés de mission", "vous travaillez à Alsace Active", _office(Office.OFFICER)
)
directors = Audience("la direction d’Alsace Active", "vous dirigez Alsace Active", _office(Office.DIRECTOR))
treasurers = Audience(
    "la trésorerie d’Alsace Active", "vous tenez la trésorerie d’Alsace Active", _office(Office.TREASURER)
)
ruling = Audience("la direction et le comité de pilotage", "vous décidez des règles du programme", _ruling)
bound = Audience(
    "celles et ceux qui appliquent les règles du programme", "vous travaillez avec les règles du programme", _bound
)
seated = Audience("les membres du comité", "vous siégez dans ce comité", _seated)
steering = Audience("les membres du comité de pilotage", "vous siégez au comité de pilotage", _steering)
holding = Audience(seated.label, seated.because, _holding)
substitutes = Audience("les suppléants", "vous êtes suppléant dans ce comité", _substitutes)
named_substitute = Audience("le suppléant du siège", "vous êtes suppléant de ce siège", _named("substitute"))
named_replaced = Audience(
    "la personne remplacée", "ce siège était le vôtre", _named("replaced"), standing=Standing.PERSONAL
)
named_former = Audience("la personne qui le portait", "vous portiez ce projet", _named("former"), Standing.HOLDER)
named_heir = Audience(
    "la personne qui porte désormais le projet", "ce projet vous est transmis", _named("holder"), Standing.HOLDER
)
colleagues = Audience("les autres comptes de la structure", "vous avez un compte dans cette structure", _colleagues)
named_holder = Audience(
    "la personne nommée", "cette responsabilité vous concerne", _named("holder"), standing=Standing.PERSONAL
)
asker_of_table = Audience(
    "qui l’a demandé", "vous avez demandé ce tableau", _named("holder"), standing=Standing.PERSONAL
)
named_expert = Audience("la personne consultée", "un comité vous demande un avis", _named("expert"))
former_expert = Audience(
    "la personne qui était consultée",
    "un comité vous a demandé un avis",
    _named("expert"),
    standing=Standing.PERSONAL,
)
asking = Audience("qui a demandé l’avis", "vous avez demandé cet avis", _asking)
named_member = Audience("la personne concernée", "ce lien possible vous concerne", _named("member"))
named_caller = Audience("la personne qui appelle", "cet appel vous est confié", _named("caller"))
named_helper = Audience("le membre qui donne un coup de main", "vous avez proposé ce coup de main", _named("helper"))
callers = Audience("qui peut appeler la personne", "vous suivez les dossiers pour Alsace Active", _callers)
due = Audience("les personnes attendues", "cette échéance vous concerne", _due, standing=Standing.EITHER)
superior = Audience("la personne à prévenir d’un retard", "vous êtes prévenu des retards de ce dossier", _superior)
named_stand_in = Audience(
    "la personne qui prend le relais",
    "vous prenez le relais de cette personne",
    _named("stand_in"),
    standing=Standing.PERSONAL,
)
named_absent = Audience(
    "la personne absente", "cette absence est la vôtre", _named("holder"), standing=Standing.PERSONAL
)
