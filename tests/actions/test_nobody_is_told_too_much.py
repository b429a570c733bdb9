"""No notification, mail, count or title reaches somebody without the right to see its subject.

The catalogue × everybody × every way to lose a right, beside what `access` says when its doors are asked one by one.
"""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core import mail as outbox
from django.db import transaction
from django.http import Http404
from django.urls import reverse

from committees import access as committee_access
from committees import lead_access
from committees.actions import end_mandate, link_lead, note_lead, recuse
from committees.models import Committee, Lead, Mandate, Meeting, Recusal, RecusalGround
from dossiers import access as dossier_access
from dossiers.models import Dossier
from funding import access as money_access
from notifications import audience as audiences
from notifications import dispatch, mail
from notifications.access import get_notification, notifications_for, unread_count
from notifications.catalogue import CATALOGUE
from notifications.families import Cadence, Family, Standing
from notifications.matter import Matter
from notifications.models import Delivery, DeliveryStatus, Notification
from okote_flow import clock
from okote_flow.accounts import access as account_access
from okote_flow.accounts.actions import appoint, end_appointment
from okote_flow.accounts.members import remove_member
from okote_flow.directory.access import offices_of
from okote_flow.directory.models import Office, User
from okote_flow.journal.kinds import Kind
from okote_flow.journal.record import record

pytestmark = pytest.mark.django_db

NOTICES = [(kind, notice) for kind, notices in CATALOGUE.items() for notice in notices]
ROLES = (
    "alice", "bruno", "odile", "didier", "tess", "audrey", "adam", "serge", "tom", "sonia", "claire", "esther", "marc",
    "steve", "paula", "zoe",
)  # fmt: skip
"""One person of each office and seat, two holders, and somebody who has nothing to do with any of it."""
LIVES = ["close", "fail", "rework"]
OF_THREAD = {Kind.MESSAGE_SENT, Kind.MESSAGE_RETRACTED, Kind.NOTE_WRITTEN}
GROUND = RecusalGround.choices[0][0]


# What access says, door by door


def opens(door, *arguments):
    try:
        return door(*arguments) is not None
    except Http404:
        return False


def may_read(person, row):
    """Asked of the doors, one person and one notification at a time."""
    if not person.is_active:
        return False
    if row.dossier_id is not None:
        sees = opens(dossier_access.get_dossier, person, row.dossier_id)
        carries = dossier_access.is_own(person, row.dossier)
        sides = {Standing.HOLDER: carries, Standing.INSIDE: not carries}
        return sees and sides.get(row.standing, True) and hears_of(person, row)
    if row.standing == Standing.PERSONAL:
        return row.recipient_id == person.pk
    prefix, _, key = row.subject.partition(":")
    doors = {
        "user": lambda: opens(account_access.get_account, person, int(key)) or may_call(person),
        "meeting": lambda: committee_access.get_meeting(person, int(key)),
        "committee": lambda: committee_access.get_committee(person, key),
        "lead": lambda: lead_access.get_lead(person, int(key)),
        "envelope": lambda: money_access.get_envelope(person, int(key)),
        "organization": lambda: account_access.get_organization(person, int(key)),
        "partner": lambda: (
            money_access.reads_books(person) or money_access.partners_answered_for(person).filter(code=key).first()
        ),
    }
    if prefix not in doors:
        return False  # what no door shows is shown to nobody
    return bool(doors[prefix]()) if prefix in ("partner", "user") else opens(doors[prefix])


def hears_of(person, row):
    """Messages and notes are for fewer than their dossier is."""
    standing = dossier_access.standing(person, row.dossier)
    if row.event_id is None or row.event.kind not in OF_THREAD:
        return True
    return standing.reads_notes if row.event.kind == Kind.NOTE_WRITTEN else standing.reads


def may_call(person):
    """Whoever answers to holders is told of addresses from which mails come back."""
    return Office.OFFICER in offices_of(person)


def everybody(alsace, names=ROLES):
    """As a new request would find them."""
    return [alsace.again(getattr(alsace, name)) for name in names]


class Doors:
    """What the doors of `access` say, each asked once for all that stands behind it."""

    def __init__(self):
        self._known = {}

    def open_to(self, person, row):
        closer = row.event.kind if row.event_id is not None and row.event.kind in OF_THREAD else ""
        asked = (person.pk, row.dossier_id or row.subject, row.standing, closer)
        if asked not in self._known:
            self._known[asked] = may_read(person, row)
        return self._known[asked]


def compare():
    """What each person reads and counts, beside the doors. Gives (person, notification) of all that is allowed."""
    doors, people = Doors(), User.objects.filter(notifications__isnull=False).distinct().in_bulk()
    rows = list(Notification.objects.select_related("dossier", "event"))
    allowed = {(row.recipient_id, row.pk) for row in rows if doors.open_to(people[row.recipient_id], row)}
    new = {(row.recipient_id, row.pk) for row in rows if row.read_at is None}
    for person in people.values():
        theirs = {(person.pk, pk) for pk in notifications_for(person).values_list("pk", flat=True)}
        assert theirs == {pair for pair in allowed if pair[0] == person.pk}, person
        assert unread_count(person) == len(theirs & new), person
    return allowed


def send_all():
    """Everything that waits: what is not within rights is dropped."""
    Delivery.objects.update(leaves_at=clock.real_now() - timedelta(minutes=1))
    while mail.waiting().exists():
        mail.send_waiting()


# Whole lives


@pytest.mark.parametrize("step", LIVES)
def test_whole_lives_are_read_counted_and_mailed_within_rights(alsace, step):
    other = alsace.draft()
    Dossier.objects.filter(pk=other.pk).update(title="Brasserie du Sundgau")
    dossier = alsace.take(step)
    dispatch.catch_up()

    assert list(named_to_strangers(alsace, dossier)) == []
    addresses = dict(User.objects.values_list("pk", "email"))
    said = {row.pk: row.text.rstrip(".") for row in Notification.objects.all()}
    allowed = {(addresses[reader], said[pk]) for reader, pk in compare()}
    send_all()
    for message in outbox.outbox:
        lines = [line[2:].rstrip(".") for line in message.body.split("\n") if line.startswith("- ")]
        assert {(message.to[0], line) for line in lines or [message.subject]} <= allowed
        assert "Brasserie du Sundgau" not in message.subject + message.body or message.to == ["alice@okote.test"]


def named_to_strangers(alsace, dossier):
    """Those to whom something names this dossier though they may not see it."""
    for person in everybody(alsace):
        if not opens(dossier_access.get_dossier, person, dossier.pk):
            rows = Notification.objects.filter(recipient=person)
            said = " ".join(f"{row.text} {row.detail} {row.url}" for row in rows)
            if any(word in said for word in (dossier.title, dossier.number, f"/dossiers/{dossier.pk}/")):
                yield person


def test_the_list_shows_and_opens_only_what_one_may_see(alsace, client):
    dossier = alsace.take("endorse")
    dispatch.catch_up()
    recuse(dossier, ground=GROUND, by=alsace.marc)

    for person in everybody(alsace):
        client.force_login(person)
        page = client.get(reverse("notifications:list"))
        assert {row.pk for row in page.context["page_obj"]} <= set(
            notifications_for(person).values_list("pk", flat=True)
        )
        for row in Notification.objects.filter(recipient=person).select_related("dossier"):
            answer = client.get(reverse("notifications:follow", args=[row.pk]))
            assert answer.status_code == (302 if may_read(person, row) else 404)


# The audience, whoever it names


@pytest.fixture
def paid(alsace):
    """A dossier that everybody of the house may know of, that was a lead once, and a meeting of each committee."""
    dossier = alsace.take("close")
    lead = note_lead(Committee.objects.get(code="territorial-nord-alsace"), name="Des bocaux", by=alsace.serge)
    link_lead(lead, dossier=dossier, by=alsace.serge)
    dispatch.catch_up()
    return dossier


def subject_of(kind, alsace, dossier):
    """What an event of this kind is about."""
    meeting = Meeting.objects.latest("pk")
    organization = dossier.organization
    return {
        "MANDATE": meeting.committee.subject,
        "MEETING": meeting.subject,
        "LEAD": Lead.objects.latest("pk").subject,
        "ENVELOPE": alsace.cea_2022.subject,
        "AGREEMENT": alsace.cea.subject,
        "MEMBER": organization.subject,
        "OFFICE": alsace.tom.subject,
    }.get(kind.name.split("_")[0], dossier.subject)


def test_whomever_an_audience_names_only_who_may_see_is_told(alsace, paid):
    named = {(notice.audience, subject_of(kind, alsace, paid)): kind for kind, notice in NOTICES}
    named |= {
        (replace(whose, standing=Standing.EITHER), about): kind for (whose, about), kind in list(named.items())[:9]
    }
    for lose in (nothing, stand_aside):
        lose(alsace, paid)
        doors = Doors()
        for (audience, subject), kind in named.items():
            with transaction.atomic():
                event = record(kind, subject=subject, by=None)
            everyone = everybody(alsace)
            told = audiences.told(Matter(event), replace(audience, people=lambda matter: everyone))  # noqa: B023
            for person in everyone:
                dossier = paid if subject == paid.subject else None
                row = Notification(recipient=person, dossier=dossier, subject=subject, standing=audience.standing)
                assert (person in told) == doors.open_to(person, row), (kind, audience.label, person, lose.__name__)


def nothing(alsace, dossier):
    """Nothing was lost."""


def stand_aside(alsace, dossier):
    """Everybody but the holders: a recusal is a denial, whatever grants."""
    people = [person for person in everybody(alsace) if not dossier_access.is_own(person, dossier)]
    Recusal.objects.bulk_create(
        Recusal(dossier=dossier, user=person, ground=GROUND, declared_by=person, at=clock.now()) for person in people
    )


# The catalogue × everybody × lost rights: each person has been told everything, as each notice tells it


@pytest.fixture
def told_everything(alsace, paid):
    """However it came to be: one notification of every notice for every person."""
    Notification.objects.all().delete()
    rows = []
    with transaction.atomic():
        for kind, notice in NOTICES:
            subject = subject_of(kind, alsace, paid)
            event = record(kind, subject=subject, by=None)
            dispatch.Dispatched.objects.get_or_create(event=event)
            rows += [
                Notification(
                    event=event,
                    recipient=person,
                    dossier=paid if subject == paid.subject else None,
                    subject=subject,
                    text=f"{kind.name} pour {notice.audience.label}",
                    url="/",
                    because="un test le veut",
                    family=notice.family,
                    standing=Standing.EITHER if notice.family == Family.PROGRESS else notice.audience.standing,
                )
                for person in everybody(alsace)
            ]
    Notification.objects.bulk_create(rows)
    some = {alsace.tom, alsace.bruno, alsace.esther, alsace.paula}
    one_of_each = {(row.recipient_id, row.subject, row.standing): row for row in rows if row.recipient in some}
    Delivery.objects.bulk_create(
        Delivery(notification=row, cadence="at_once", leaves_at=clock.real_now()) for row in one_of_each.values()
    )
    return paid


def end_all_mandates(alsace, dossier):
    for mandate in Mandate.objects.in_force():
        end_mandate(mandate, by=alsace.again(alsace.adam))


def end_all_offices(alsace, dossier):
    adam = alsace.adam
    for person in everybody(alsace):
        for office in [Office(held.office) for held in person.appointments.all() if person != adam]:
            end_appointment(person, office=office, by=alsace.again(adam))


def close_all_accounts(alsace, dossier):
    User.objects.update(is_active=False)


def join_the_structure(alsace, dossier):
    for person in everybody(alsace):
        dossier.organization.memberships.get_or_create(user=person)


def leave_the_structure(alsace, dossier):
    remove_member(dossier.organization, person=alsace.bruno, by=alsace.alice)


def holders_get_offices(alsace, dossier):
    appoint(alsace.bruno, office=Office.OFFICER, by=None, starts_on=clock.today())


LOSSES = [
    nothing,
    stand_aside,
    end_all_mandates,
    end_all_offices,
    close_all_accounts,
    join_the_structure,
    leave_the_structure,
    holders_get_offices,
]


def test_a_right_lost_after_the_telling_takes_list_count_and_mail_along(alsace, told_everything):
    for lose in LOSSES:
        with transaction.atomic():
            lose(alsace, told_everything)
            allowed = compare()
            send_all()
            pairs = Delivery.objects.values_list("notification__recipient", "notification")
            read = set(pairs.exclude(cadence=Cadence.AT_ONCE).filter(notification__read_at__isnull=False))
            assert set(pairs.filter(status=DeliveryStatus.SENT)) == (allowed - read) & set(pairs), lose.__name__
            transaction.set_rollback(True)


def test_standing_aside_empties_what_a_member_had_been_told(alsace):
    dossier = alsace.dossier("territorial_review")
    dispatch.catch_up()
    tania = alsace.again(alsace.tania)
    before = [row for row in notifications_for(tania) if row.dossier_id == dossier.pk]
    assert before
    assert unread_count(tania) > unread_count(alsace.again(alsace.zoe))

    recuse(dossier, ground=GROUND, by=tania)

    assert [row for row in notifications_for(alsace.again(tania)) if row.dossier_id == dossier.pk] == []
    with pytest.raises(Http404):
        get_notification(tania, before[0].pk)
    mail.send_waiting()
    assert not any(dossier.title in message.subject for message in outbox.outbox if message.to == [tania.email])


def test_reading_rights_takes_few_queries_whatever_one_has_been_told(alsace, django_assert_max_num_queries):
    alsace.dossier("territorial_review")
    dispatch.catch_up()
    for name in ("tom", "esther", "odile", "paula", "zoe"):
        person = alsace.again(getattr(alsace, name))
        list(notifications_for(person))  # offices are read once per request
        with django_assert_max_num_queries(3):  # two doors ask for mandates first
            list(notifications_for(person))
        with django_assert_max_num_queries(2):
            unread_count(person)
