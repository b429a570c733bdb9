"""What one chooses about mails, the list by its filters, and the catalogue that everybody may read."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse

from dossiers import actions
from notifications import dispatch, examples, listing, readers
from notifications.actions import mark_all_read, mark_unread_again, prefer, set_schedule
from notifications.catalogue import CATALOGUE, SILENT
from notifications.families import MANDATORY, OPTIONAL, Cadence, Family
from notifications.models import Delivery, DeliveryStatus, Notification, Preference, Schedule
from notifications.notice import blanks
from okote_flow import clock
from okote_flow.refusals import Refused

pytestmark = pytest.mark.django_db

PAGE = "notifications:preferences"
NIGHT = {"daily_hour": 8, "weekly_day": 0}


@pytest.fixture
def told(world):
    """Alice and Odile were told of a dossier that was handed in."""
    dossier = actions.submit(world.draft(), by=world.alice)
    dispatch.catch_up()
    return dossier


@pytest.fixture
def odile(client, world):
    client.force_login(world.odile)
    return client


def choices(**others):
    usual = {family.value: family.default_cadence.value for family in OPTIONAL}
    return usual | NIGHT | others


def deliveries(person):
    return Delivery.objects.filter(notification__recipient=person)


# What one chooses


def test_the_page_says_what_is_mandatory_and_why(odile):
    page = odile.get(reverse(PAGE)).content.decode()

    for family in Family:
        assert family.label in page
        assert family.explanation in page
    for family in MANDATORY:
        assert family.reason in page
        assert f'name="{family.value}"' not in page
    assert page.count("Toujours tout de suite") == len(MANDATORY)


def test_a_choice_is_kept_and_shown_again(odile, world):
    answer = odile.post(reverse(PAGE), choices(progress="weekly", daily_hour="18", weekly_day="4", quiet="on"))

    assert answer.status_code == 302
    assert dict(Preference.objects.values_list("family", "cadence")) == {"progress": "weekly"}
    schedule = Schedule.objects.get(user=world.odile)
    assert (schedule.daily_hour, schedule.weekly_day, schedule.quiet) == (18, 4, True)
    form = odile.get(reverse(PAGE)).context["form"]
    assert (form["progress"].value(), form["daily_hour"].value(), form["quiet"].value()) == ("weekly", 18, True)


def test_with_htmx_the_page_comes_back_and_says_that_it_is_saved(odile, world):
    answer = odile.post(reverse(PAGE), choices(task="never"), headers={"HX-Request": "true"})

    assert answer.status_code == 200
    assert "Enregistré" in answer.content.decode()
    assert Preference.objects.get(user=world.odile).cadence == Cadence.NEVER


def test_the_same_choice_twice_changes_nothing(odile, world):
    for _ in range(2):
        odile.post(reverse(PAGE), choices(task="daily"))

    assert Preference.objects.filter(user=world.odile).count() == 1


@pytest.mark.parametrize("wrong", [{"task": "hourly"}, {"daily_hour": "24"}, {"weekly_day": "x"}, {"progress": ""}])
def test_what_is_no_choice_is_said_beside_it_and_nothing_is_kept(odile, wrong):
    answer = odile.post(reverse(PAGE), choices(message="never") | wrong)

    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == set(wrong)
    assert answer.context["form"]["message"].value() == "never"
    assert not Preference.objects.exists()


@pytest.mark.parametrize("family", sorted(MANDATORY))
def test_what_is_mandatory_cannot_be_switched_off(world, family):
    with pytest.raises(Refused, match="family-mandatory") as refused:
        prefer(by=world.alice, family=family, cadence=Cadence.NEVER)

    assert family.reason in refused.value.refusals[0].message
    assert not Preference.objects.exists()


@pytest.mark.parametrize(("hours", "code"), [((24, 0), "hour-wrong"), ((8, 7), "day-wrong"), ((-1, -1), "hour-wrong")])
def test_hours_and_days_that_are_none_are_refused(world, hours, code):
    with pytest.raises(Refused, match=code):
        set_schedule(by=world.alice, daily_hour=hours[0], weekly_day=hours[1], quiet=False)


def test_what_waits_follows_a_new_choice(world, told):
    legal = deliveries(world.alice).get(notification__family=Family.LEGAL)
    assert deliveries(world.odile).get(notification__family=Family.TASK).cadence == Cadence.AT_ONCE

    prefer(by=world.odile, family=Family.TASK, cadence=Cadence.DAILY)
    put_off = deliveries(world.odile).get(notification__family=Family.TASK)
    prefer(by=world.odile, family=Family.TASK, cadence=Cadence.NEVER)
    dropped = deliveries(world.odile).get(notification__family=Family.TASK)

    assert put_off.cadence == Cadence.DAILY
    assert put_off.leaves_at > clock.real_now()
    assert put_off.leaves_at.astimezone(clock.PARIS).hour == 8
    assert dropped.status == DeliveryStatus.DROPPED
    legal.refresh_from_db()
    assert legal.status == DeliveryStatus.QUEUED


def test_what_is_told_later_leaves_as_it_was_chosen(world):
    prefer(by=world.odile, family=Family.TASK, cadence=Cadence.WEEKLY)
    set_schedule(by=world.odile, daily_hour=17, weekly_day=3, quiet=False)
    actions.submit(world.draft(), by=world.alice)
    dispatch.catch_up()

    waits = deliveries(world.odile).get(notification__family=Family.TASK)
    there = waits.leaves_at.astimezone(clock.PARIS)
    assert (waits.cadence, there.weekday(), there.hour) == (Cadence.WEEKLY, 3, 17)


def test_quiet_hours_hold_back_all_but_what_is_mandatory(world, monkeypatch):
    saturday = clock.local(date(2022, 3, 5), 22)
    monkeypatch.setattr(clock, "real_now", lambda: saturday)
    for person in (world.alice, world.odile):
        set_schedule(by=person, daily_hour=8, weekly_day=0, quiet=True)
    actions.submit(world.draft(), by=world.alice)
    dispatch.catch_up()

    assert deliveries(world.alice).get(notification__family=Family.LEGAL).leaves_at == saturday
    task = deliveries(world.odile).get(notification__family=Family.TASK)
    assert task.leaves_at == clock.local(date(2022, 3, 7), 8)


def test_the_choice_of_one_is_not_that_of_another(world):
    prefer(by=world.odile, family=Family.TASK, cadence=Cadence.NEVER)
    omar = world.officer("Omar")
    actions.submit(world.draft(), by=world.alice)
    dispatch.catch_up()

    told = Notification.objects.filter(family=Family.TASK)
    assert {row.recipient for row in told} == {world.odile, omar}
    assert [row.recipient for row in told.filter(delivery__isnull=False)] == [omar]


def test_the_next_summary_says_how_much_it_holds(odile, world, told):
    prefer(by=world.odile, family=Family.TASK, cadence=Cadence.DAILY)

    summary = odile.get(reverse(PAGE)).context["summary"]
    mark_all_read(by=world.odile)
    read = odile.get(reverse(PAGE)).context["summary"]
    for family in OPTIONAL:
        prefer(by=world.odile, family=family, cadence=Cadence.NEVER)
    none = odile.get(reverse(PAGE))

    assert (summary.count, read.count) == (1, 0)
    assert summary.leaves_at > clock.real_now()
    assert none.context["summary"] is None
    assert "Vous ne recevez pas de résumé" in none.content.decode()


def test_the_page_asks_few_questions(odile, told, django_assert_max_num_queries):
    with django_assert_max_num_queries(25):
        odile.get(reverse(PAGE))


def test_an_example_of_a_mail_is_about_nobody(odile):
    page = odile.get(reverse("notifications:example")).content.decode()

    assert "Votre dossier OKT-2022-014" in page
    assert "Vous recevez ce message parce que vous portez ce projet" in page


# The list


def test_filters_keep_what_they_say_and_count_it(odile, world, told):
    names = {choice.name: choice.count for choice in listing.choices(world.odile, "")}
    for name, count in names.items():
        assert listing.shown(world.odile, name).count() == count
    assert names["a-faire"] == 1
    assert names["non-lues"] == names[""]

    page = odile.get(reverse("notifications:list") + "?voir=a-faire")
    assert "Examiner" in page.content.decode()
    with clock.frozen(clock.now() + timedelta(minutes=1)):
        actions.reject_inadmissible(told, reason="Hors d’Alsace.", by=world.odile)
    page = odile.get(reverse("notifications:list") + "?voir=a-faire")

    assert list(page.context["page_obj"]) == []
    assert "Rien à faire" in page.content.decode()
    assert [row.verb for row in listing.shown(world.odile, "mes-dossiers")] == ["Examiner"]


@pytest.mark.parametrize("name", [*listing.FILTERS, "autre", "\0"])
def test_every_filter_has_its_empty_page(client, world, name):
    client.force_login(world.zoe)

    assert client.get(reverse("notifications:list"), {"voir": name}).status_code == 200


def test_what_was_all_marked_read_is_new_again(odile, world, told):
    earlier = clock.now() - timedelta(days=1)
    first = Notification.objects.filter(recipient=world.odile).last()
    Notification.objects.filter(pk=first.pk).update(read_at=earlier)
    others = Notification.objects.filter(recipient=world.odile, read_at=None).count()
    page = odile.post(reverse("notifications:read-all"), follow=True)
    assert "Rétablir les non lues" in page.content.decode()

    odile.post(reverse("notifications:unread-again"), {"at": page.context["again"].cleaned_data["at"].isoformat()})

    assert Notification.objects.filter(recipient=world.odile, read_at=None).count() == others
    first.refresh_from_db()
    assert first.read_at == earlier


@pytest.mark.parametrize("at", ["", "hier", "2022-99-99", "x" * 50])
def test_an_instant_that_is_none_takes_nothing_back(odile, world, told, at):
    mark_all_read(by=world.odile)

    answer = odile.post(reverse("notifications:unread-again"), {"at": at})

    assert answer.status_code == 302
    assert odile.get(reverse("notifications:list"), {"at": at}).context["again"] is None
    assert not Notification.objects.filter(recipient=world.odile, read_at=None).exists()


def test_nobody_makes_new_again_what_another_has_read(world, told):
    mark_all_read(by=world.alice)

    assert mark_unread_again(by=world.odile, at=clock.now()) == 0


# Who is told of what


def test_the_catalogue_is_read_by_everybody_whole(client, world):
    client.force_login(world.zoe)

    page = client.get(reverse("notifications:catalogue")).content.decode()

    for kind in (*CATALOGUE, *SILENT):
        assert kind.label in page
    for reason in SILENT.values():
        assert reason.capitalize()[:20] in page
    assert not re.search(r"\{\w+\}", page)


def test_every_blank_has_an_example():
    asked = {name for notices in CATALOGUE.values() for one in notices for name in blanks(one.text + one.detail)}

    assert asked <= examples.WORDS.keys()


def test_every_audience_is_somebody_s():
    known = {one.label for group in (*readers.BY_OFFICE.values(), readers.HOLDERS, readers.EVERYBODY) for one in group}
    seats = {"le secrétariat du comité territorial", "les membres du comité territorial", "les membres du comité"}
    seats |= {"le secrétariat du comité d’engagement", "l’instance qui examinait le dossier"}
    seats |= {"la personne concernée", "les suppléants", "le suppléant du siège", "qui a demandé l’avis"}
    seats |= {"la personne qui appelle", "le membre qui donne un coup de main", "les membres du comité de pilotage"}
    seats |= {"qui l’a demandé", "la direction et le comité de pilotage"}
    seats |= {"celles et ceux qui appliquent les règles du programme"}

    assert {one.audience.label for notices in CATALOGUE.values() for one in notices} <= known | seats


@pytest.mark.parametrize(
    ("name", "hears", "does_not"),
    [
        ("alice", "la structure porteuse", "la trésorerie d’Alsace Active"),
        ("tess", "la trésorerie d’Alsace Active", "la structure porteuse"),
        ("serge", "le secrétariat du comité territorial", "le secrétariat du comité d’engagement"),
        ("tom", "les membres du comité territorial", "le secrétariat du comité territorial"),
        ("esther", "le secrétariat du comité d’engagement", "les membres du comité territorial"),
        ("claire", "l’instance qui a posé les questions", "le secrétariat du comité d’engagement"),
        ("paula", "les partenaires financiers du projet", "la direction d’Alsace Active"),
    ],
)
def test_the_catalogue_shows_what_concerns_its_reader(alsace, client, name, hears, does_not):
    alsace.draft()
    client.force_login(getattr(alsace, name))

    page = client.get(reverse("notifications:catalogue") + "?voir=me-concerne")

    labels = {one.audience.label for chapter in page.context["chapters"] for _, told in chapter.told for one in told}
    assert hears in labels
    assert does_not not in labels
