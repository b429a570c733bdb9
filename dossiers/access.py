"""Who may see and do what with a dossier: grants and denials composed. Views get dossiers from here only."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from dossiers import deadlines, guards, joints
from dossiers.lifecycle import STEPS, Keeper, State, Step, steps_from
from dossiers.models import Attachment, Deadline, Dossier, DossierQuerySet, Enclosure, Message, Note, Party
from dossiers.sentences import refuse
from okote_flow.directory.access import absents_of, holders_of, offices_of, with_offices, with_stand_ins
from okote_flow.directory.models import Appointment, Membership, Office, User
from okote_flow.refusals import Refusal

NOTHING = Q(pk__in=[])
LENT_KEYS = frozenset({Keeper.OFFICER, Keeper.TREASURER, Keeper.DIRECTOR})
"""What a stand-in receives: the keys of the offices of Alsace Active."""
SEE_ALL = frozenset({Office.OFFICER, Office.DIRECTOR, Office.TREASURER, Office.ARCHIVIST, Office.AUDITOR})
SPEAK = frozenset({Office.OFFICER, Office.DIRECTOR, Office.TREASURER})
"""Who writes to holders, and notes, in the name of Alsace Active."""
READ_NOTES = SPEAK | {Office.ARCHIVIST}
"""The archivist answers for personal data: whoever asks what is held about them must be answered."""
HAS_THREAD = Q(submitted_at__isnull=False) | Q(entered_by__isnull=False)
"""Before it is handed in nobody at Alsace Active sees a draft, but the officer who writes it for its holder."""


def own(user: User) -> Q:
    """The dossiers of a holder: those they opened, and those of their organization."""
    return Q(applicant=user) | Q(organization__in=Membership.objects.filter(user=user).values("organization"))


def granted(user: User) -> Q:
    """What offices and mandates let a person see. Drafts are their holder's alone."""
    return reduce(or_, (rule(user) for rule in joints.grants), by_office(user))


def by_office(user: User) -> Q:
    """What is handed in, for staff and those who watch over it; and the drafts that an officer writes."""
    handed_in = Q(submitted_at__isnull=False) if offices_of(user) & SEE_ALL else NOTHING
    return handed_in | entered(user)


def entered(user: User) -> Q:
    """The drafts that an officer writes for somebody else: those alone, and until they are handed in."""
    return Q(entered_by=user, state=State.DRAFT) if Office.OFFICER in offices_of(user) else NOTHING


def denied(user: User) -> Q:
    """What nobody judges nor administers, whatever grants it: their own project, and what a recusal takes away."""
    return reduce(or_, (rule(user) for rule in joints.denials), own(user))


def dossiers_for(user: User) -> DossierQuerySet:
    """The dossiers that this person may know of: the one rule for list, search, count, export and socket."""
    if not user.is_active:
        return Dossier.objects.none()
    return Dossier.objects.filter(own(user) | (granted(user) & ~denied(user)))


def get_dossier(user: User, pk: int) -> Dossier:
    """One dossier with what its page says. Raises Http404 to whom it is not shown: existence itself is theirs."""
    found = dossiers_for(user).for_page().filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def get_attachment(user: User, pk: int) -> Attachment:
    """Raises Http404 when the dossier is not theirs to see."""
    found = Attachment.objects.filter(pk=pk, dossier__in=dossiers_for(user)).select_related("dossier").first()
    if found is None:
        raise Http404
    return found


def may_work_on(user: User, dossier: Dossier) -> bool:
    """Whether somebody sees a dossier in an office, and does not stand aside from it."""
    return user.is_active and Dossier.objects.filter(granted(user) & ~denied(user), pk=dossier.pk).exists()


def is_own(user: User, dossier: Dossier) -> bool:
    return Dossier.objects.filter(own(user), pk=dossier.pk).exists()


def carries_any(user: User) -> bool:
    """Whether somebody carries a project, or has an account in a structure."""
    return Membership.objects.filter(user=user).exists() or Dossier.objects.filter(applicant=user).exists()


def carries_dossier(user: User) -> bool:
    """The same of a dossier that is there, by two indexes: it stands in every page's menu."""
    theirs = Dossier.objects.filter(organization__memberships__user=user)
    return Dossier.objects.filter(applicant=user).order_by().union(theirs.order_by(), all=True).exists()


def enters_for_others(user: User) -> bool:
    """Whether somebody may open a draft in the name of a holder."""
    return Office.OFFICER in offices_of(user)


def may_enter(user: User, dossier: Dossier) -> bool:
    """Whether somebody writes this draft in the name of its holder."""
    if dossier.entered_by_id != user.pk:
        return False
    return user.is_active and Dossier.objects.filter(entered(user) & ~denied(user), pk=dossier.pk).exists()


def takes_back(user: User | None, dossier: Dossier) -> bool:
    """Whoever opened a draft for somebody else may take it back, until it is handed in."""
    return user is not None and dossier.status == State.DRAFT and may_enter(user, dossier)


def writing_refusals(user: User, dossier: Dossier) -> Iterator[Refusal]:
    """Who may write in a dossier: its holder, and whoever enters the draft for them. The state is another matter."""
    if not may_enter(user, dossier):
        yield from key_refusals(user, dossier, Keeper.APPLICANT)


def kept(user: User, keeper: Keeper) -> Q:
    """The dossiers of which this person holds that key today.

    Recusal takes committee and staff keys away, and so does carrying the project.
    """
    if keeper is Keeper.CLOCK:
        return NOTHING
    if keeper is Keeper.APPLICANT:
        return own(user)
    rule = bearing(user, keeper)
    return rule if rule == NOTHING else rule & ~denied(user)


def bearing(user: User, keeper: Keeper) -> Q:
    """The rule of a staff or committee key, before what takes it away. NOTHING when no office or seat bears it.

    Who stands in for an absent colleague bears their keys of Alsace Active too, but for what that colleague's own
    recusal or project takes away. Seats and projects are not lent.
    """
    own_right = _in_own_right(user, keeper)
    absents = absents_of(user) if keeper in LENT_KEYS else ()
    lent = [(_in_own_right(absent, keeper), absent) for absent in absents]
    rules = [own_right, *(rule & ~denied(absent) for rule, absent in lent if rule != NOTHING)]
    return reduce(or_, [rule for rule in rules if rule != NOTHING] or [NOTHING])


def _in_own_right(user: User, keeper: Keeper) -> Q:
    return joints.keepers[keeper][0](user) if keeper in joints.keepers else _kept_by_office(user, keeper)


def acts_for(user: User, subject: str, office: str) -> User | None:
    """In whose place somebody acts on a dossier in an office; None in their own right, and where nothing is lent."""
    prefix, _, key = subject.partition(":")
    absents = absents_of(user) if office in LENT_KEYS and prefix == "dossier" else ()
    if not absents or Dossier.objects.filter(_in_own_right(user, Keeper(office)), pk=key).exists():
        return None
    lent = ((one, _in_own_right(one, Keeper(office)) & ~denied(one)) for one in absents)
    return next((one for one, rule in lent if Dossier.objects.filter(rule, pk=key).exists()), None)


def _kept_by_office(user: User, keeper: Keeper) -> Q:
    offices = offices_of(user)
    if keeper is Keeper.OFFICER and Office.OFFICER in offices:
        able = Appointment.objects.in_force().filter(
            office=Office.OFFICER, user=OuterRef("officer"), user__is_active=True
        )
        return Q(submitted_at__isnull=False) & (Q(officer=user) | ~Q(Exists(able)))
    if keeper is Keeper.TREASURER and Office.TREASURER in offices:
        return Q(submitted_at__isnull=False)
    if keeper is Keeper.DIRECTOR and Office.DIRECTOR in offices:
        return Q(submitted_at__isnull=False)
    return NOTHING


def holds(user: User | None, dossier: Dossier, keeper: Keeper) -> bool:
    """Whether this person holds that key of this dossier, now. Nobody (None) is the clock."""
    if user is None:
        return keeper is Keeper.CLOCK
    return user.is_active and Dossier.objects.filter(kept(user, keeper), pk=dossier.pk).exists()


def keys_of(user: User, dossier: Dossier) -> frozenset[Keeper]:
    """Every key of this dossier that a person holds, in one query."""
    if not user.is_active:
        return frozenset()
    rules = {f"key_{keeper.value}": kept(user, keeper) for keeper in Keeper}
    asked = {name: rule for name, rule in rules.items() if rule != NOTHING}
    row = Dossier.objects.filter(pk=dossier.pk).annotate(**asked_columns(asked)).values(*asked).first() or {}
    return frozenset(Keeper(name.removeprefix("key_")) for name, has in row.items() if has)


def asked_columns(conditions: dict[str, Q]) -> dict[str, Any]:
    """Conditions as boolean columns."""
    return {
        name: Exists(Dossier.objects.filter(condition, pk=OuterRef("pk"))) for name, condition in conditions.items()
    }


def people_with_key(dossier: Dossier, keeper: Keeper) -> list[User]:
    """Who could do it: said to a colleague who may not."""
    if keeper in joints.keepers:
        return list(joints.keepers[keeper][1](dossier))
    if keeper in LENT_KEYS:
        office = {Keeper.OFFICER: Office.OFFICER, Keeper.TREASURER: Office.TREASURER, Keeper.DIRECTOR: Office.DIRECTOR}
        in_charge = [dossier.officer] if keeper is Keeper.OFFICER and dossier.officer else None
        return with_stand_ins(in_charge or holders_of(office[keeper]))
    return [dossier.applicant] if keeper is Keeper.APPLICANT else []


def people_due(deadline: Deadline) -> list[User]:
    """Who must act before a deadline, now: those whose task is open, or who hold its key. Nobody once all have."""
    if deadline.dossier is None:
        kind, key = joints.sort_of(deadline.subject)
        return list(kind.people(key))
    tasks = list(deadline.processes.filter(status="NEW").select_related("person"))
    if not tasks and deadlines.clock_of(deadline).has_tasks:
        return []
    named = [task.person for task in tasks if task.person is not None]
    return named or people_with_key(deadline.dossier, Keeper(deadline.keeper))


def key_refusals(user: User | None, dossier: Dossier, keeper: Keeper) -> Iterator[Refusal]:
    """Whether somebody may, and if not, who may."""
    if not holds(user, dossier, keeper):
        yield not_yours(dossier, keeper)


def not_yours(dossier: Dossier, keeper: Keeper) -> Refusal:
    names = ", ".join(str(person) for person in people_with_key(dossier, keeper)[:3])
    return refuse("not-yours", keeper=keeper.label, people=f" ({names})" if names else "")


def step_refusals(
    user: User | None, dossier: Dossier, step: str, given: dict[str, Any] | None = None
) -> list[Refusal]:
    """Why this person cannot take this step now: the same reasons for the greyed button and for the server.

    `given` are the facts handed in with the act; None means that a page asks before anything was typed.
    """
    return list(_step_refusals(user, dossier, STEPS[step], given, None))


def _step_refusals(
    user: User | None, dossier: Dossier, step: Step, given: dict[str, Any] | None, keys: Iterable[Keeper] | None
) -> Iterator[Refusal]:
    may = holds(user, dossier, step.keeper) if keys is None else step.keeper in keys
    may = may or (keys is None and step.name == "withdraw" and takes_back(user, dossier))
    if not may:
        yield not_yours(dossier, step.keeper)
        return
    if dossier.status not in step.sources:
        yield refuse("wrong-state", state=dossier.get_state_display())
        return
    yield from guards.of_step(step.name, dossier, given)
    for check in joints.guards.get(step.name, []):
        yield from check(dossier, given or {})


def steps_for(user: User, dossier: Dossier) -> list[tuple[Step, list[Refusal]]]:
    """The steps that leave the dossier's state and that people take, each with the reasons against it."""
    keys = keys_of(user, dossier)
    return [
        (step, list(_step_refusals(user, dossier, step, None, keys)))
        for step in steps_from(dossier.status)
        if step.keeper is not Keeper.CLOCK
    ]


# The thread. Committees are no part of it: they read the complements, and write their remarks in their sheets.


def reads_thread(user: User) -> Q:
    """The dossiers whose messages a person may read: their own, and those of an office that sees every dossier."""
    return HAS_THREAD & (own(user) | _in_office(user, SEE_ALL)) if user.is_active else NOTHING


def reads_notes(user: User) -> Q:
    """The dossiers whose internal notes a person may know of. Never one's own, nor one from which one stands aside."""
    return HAS_THREAD & _in_office(user, READ_NOTES) if user.is_active else NOTHING


def speaks_for(user: User) -> Q:
    """The dossiers on which a person writes in the name of Alsace Active."""
    return HAS_THREAD & _in_office(user, SPEAK) if user.is_active else NOTHING


def _in_office(user: User, offices: frozenset[Office]) -> Q:
    return granted(user) & ~denied(user) if offices_of(user) & offices else NOTHING


@dataclass(frozen=True, slots=True)
class Standing:
    """What the thread of a dossier is to a person. Who has no party only reads it, or not even that."""

    party: Party | None
    reads: bool
    reads_notes: bool

    @property
    def may_note(self) -> bool:
        """Who writes for Alsace Active writes its notes."""
        return self.party is Party.STAFF


def standing(user: User, dossier: Dossier) -> Standing:
    """In one query. Whoever carries a project is on its holder's side, whatever office they hold."""
    rules = {
        "of_holder": HAS_THREAD & own(user) if user.is_active else NOTHING,
        "of_staff": speaks_for(user),
        "reads": reads_thread(user),
        "reads_notes": reads_notes(user),
    }
    row = Dossier.objects.filter(pk=dossier.pk).annotate(**asked_columns(rules)).values(*rules).first() or {}
    party = Party.HOLDER if row.get("of_holder") else Party.STAFF if row.get("of_staff") else None
    return Standing(party, bool(row.get("reads")), bool(row.get("reads_notes")))


def messages_for(user: User, dossier: Dossier) -> QuerySet[Message]:
    """The thread, for whoever may read it."""
    return Message.objects.filter(dossier=dossier, dossier__in=Dossier.objects.filter(reads_thread(user)))


def notes_for(user: User, dossier: Dossier) -> QuerySet[Note]:
    """The internal notes, for whoever may know that there are any."""
    return Note.objects.filter(dossier=dossier, dossier__in=Dossier.objects.filter(reads_notes(user)))


def get_thread(user: User, pk: int) -> Dossier:
    """A dossier whose messages somebody may read. Raises Http404 to the others."""
    found = Dossier.objects.filter(reads_thread(user), pk=pk).for_page().first()
    if found is None:
        raise Http404
    return found


def get_notes(user: User, pk: int) -> Dossier:
    """A dossier whose internal notes somebody may read. Raises Http404 to the others."""
    found = Dossier.objects.filter(reads_notes(user), pk=pk).for_page().first()
    if found is None:
        raise Http404
    return found


def get_enclosure(user: User, code: UUID) -> Enclosure:
    """A file that came with a message or a note, by its code. Raises Http404 to whom those are not shown."""
    with_message = Q(message__dossier__in=Dossier.objects.filter(reads_thread(user)))
    with_note = Q(note__dossier__in=Dossier.objects.filter(reads_notes(user)))
    found = Enclosure.objects.filter(with_message | with_note, code=code).first()
    if found is None:
        raise Http404
    return found


def message_refusals(user: User, dossier: Dossier) -> Iterator[Refusal]:
    """Who may write in the thread: those who carry the project, and Alsace Active."""
    if standing(user, dossier).party is None:
        yield refuse("thread-closed")


def note_refusals(user: User, dossier: Dossier) -> Iterator[Refusal]:
    """Who may write internal notes: Alsace Active."""
    if not standing(user, dossier).may_note:
        yield refuse("thread-closed")


def colleagues_of(user: User, dossier: Dossier) -> list[User]:
    """Whom a note may be shown to: everybody else who may read the notes of this dossier, in four queries."""
    held = Appointment.objects.in_force().filter(office__in=READ_NOTES)
    others = User.objects.filter(is_active=True, pk__in=held.values("user")).exclude(pk=user.pk).order_by("pk")
    people = with_offices(others)
    for read in joints.readers:
        read(people)
    return those_to_whom(dossier, people, reads_notes)


def those_to_whom(dossier: Dossier, people: Sequence[User], rule: Callable[[User], Q]) -> list[User]:
    """Those of these people to whose dossiers (by the rule) this one belongs, in one query."""
    asked = asked_columns({f"p{person.pk}": rule(person) for person in people})
    row = Dossier.objects.filter(pk=dossier.pk).annotate(**asked).values(*asked).first() if asked else None
    return [person for person in people if row and row[f"p{person.pk}"]]
