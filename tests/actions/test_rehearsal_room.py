"""The room in which members train: on a file of its own or not at all, its seats, its beginning again."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.urls import NoReverseMatch, reverse

from okote_flow.operations import rehearsal_room

SQLITE, POSTGRES = "django.db.backends.sqlite3", "django.db.backends.postgresql"
PLAY = """
import json
from django.core.management import call_command
import django
django.setup()
call_command("rehearsal_room", "--here", "--no-serve")
from django.conf import settings
from django.core import mail
from django.test import Client
from committees.models import Meeting, Proxy, Recusal
from okote_flow import clock
from okote_flow.operations import rehearsal_room

client, meeting = Client(SERVER_NAME="localhost"), rehearsal_room.meeting()
found = {"mail": settings.EMAIL_BACKEND, "layer": settings.CHANNEL_LAYERS["default"]["BACKEND"]}
found["cast"] = rehearsal_room.players().count() == len(rehearsal_room.PLACES)
found["proxies"], found["recusals"] = Proxy.objects.count(), Recusal.objects.count()
found["stranger"] = client.get("/repetition/").content.decode()
found["home"] = client.get("/").content.decode()
found["lost"] = client.get("/nulle-part/").content.decode()
sat = client.post("/repetition/place/", {"seat": "claire"}, follow=True)
found["claire"] = sat.content.decode()
client.post("/demo/avancer/", {"step": "1h", "next": "/"})
client.post(f"/seances/{meeting.pk}/ouvrir/")
found["opened"] = Meeting.objects.get().state
found["david"] = client.post("/repetition/place/", {"seat": "david"}, follow=True).content.decode()
found["who"] = rehearsal_room.players().get(pk=client.session["_auth_user_id"]).username
found["unknown"] = client.post("/repetition/place/", {"seat": "mathieu"}).status_code
found["got"] = client.get("/repetition/place/").status_code
again = client.post("/repetition/recommencer/", follow=True)
found["again"] = again.content.decode()
found["state"], found["hour"] = Meeting.objects.get().state, clock.now().astimezone(clock.PARIS).hour
found["out"] = client.get("/ma-corbeille/").status_code
client.post("/repetition/place/", {"seat": "helene"})
found["in"] = client.get("/ma-corbeille/").status_code
print("FOUND" + json.dumps(found))
"""


def environment(folder, database):
    return os.environ | {
        "OKOTE_REHEARSAL": "1",
        "OKOTE_DEBUG": "0",
        "SECRET_KEY": "only-for-this-test",
        "OKOTE_DEMO": "1",
        "EMAIL_URL": "smtp://mail.example.test:25",
        "REDIS_URL": "",
        "DATABASE_URL": database,
        "MEDIA_ROOT": f"{folder}/media",
        "OUTBOX_ROOT": f"{folder}/outbox",
        "DJANGO_SETTINGS_MODULE": "okote_flow.settings",
    }


def run(*words, env):
    return subprocess.run(
        [sys.executable, *words], env=env, cwd=settings.BASE_DIR, check=False, capture_output=True, text=True
    )


# Elsewhere there is no such thing


@pytest.mark.django_db
def test_in_the_house_itself_nothing_of_it_exists(client, alsace):
    client.force_login(alsace.adam)

    assert settings.REHEARSAL is False
    for name in ("page", "sit", "begin_again"):
        with pytest.raises(NoReverseMatch):
            reverse(f"rehearsal:{name}")
    for path in ("/repetition/", "/repetition/place/", "/repetition/recommencer/"):
        assert client.post(path, {"seat": "claire"}).status_code == 404
        assert client.get(path).status_code == 404
    for path in ("/", "/ma-corbeille/", "/nulle-part/"):
        assert "ok-repetition" not in client.get(path).content.decode()


def test_the_command_does_not_play_in_the_house_s_own_database():
    with pytest.raises(CommandError, match="OKOTE_REHEARSAL=1"):
        call_command("rehearsal_room", "--here", "--no-serve")


@pytest.mark.parametrize(
    "database",
    [
        {"ENGINE": POSTGRES, "NAME": "okote"},
        {"ENGINE": POSTGRES, "NAME": "rehearsal.sqlite3"},
        {"ENGINE": SQLITE, "NAME": "/srv/okote/db.sqlite3"},
        {"ENGINE": SQLITE, "NAME": "/srv/rehearsal.sqlite3/db.sqlite3"},
        {"ENGINE": SQLITE, "NAME": ":memory:"},
        {},
    ],
)
def test_any_other_database_is_refused(database):
    with pytest.raises(ImproperlyConfigured, match="sa propre base"):
        rehearsal_room.require_own_file(database)


def test_its_own_file_is_taken():
    found = rehearsal_room.require_own_file({"ENGINE": SQLITE, "NAME": "/tmp/okote-1/rehearsal.sqlite3"})

    assert found.name == "rehearsal.sqlite3"


def test_no_process_starts_with_it_on_another_database(tmp_path):
    """Not even one that would only look: the file is as it was."""
    other = tmp_path / "db.sqlite3"
    other.write_bytes(b"of the house")

    done = run("manage.py", "rehearsal_room", "--here", env=environment(tmp_path, f"sqlite:///{other}"))

    assert done.returncode != 0 and "sa propre base" in done.stderr
    assert other.read_bytes() == b"of the house"


# A whole exercise


@pytest.fixture(scope="module")
def played(tmp_path_factory):
    folder = tmp_path_factory.mktemp("room")
    done = run("-c", PLAY, env=environment(folder, f"sqlite:///{folder}/rehearsal.sqlite3"))
    assert "FOUND" in done.stdout, done.stderr[-3000:]
    return json.loads(done.stdout.split("FOUND")[1])


def test_mails_and_live_lines_stay_inside_whatever_the_machine_says(played):
    assert played["mail"] == "notifications.outbox.Outbox"
    assert played["layer"] == "channels.layers.InMemoryChannelLayer"


def test_a_convened_meeting_awaits_its_players(played):
    assert played["cast"] is True
    assert (played["proxies"], played["recusals"]) == (1, 1)


@pytest.mark.parametrize("page", ["stranger", "home", "lost", "claire", "david", "again"])
def test_every_page_says_that_nothing_is_real(played, page):
    assert "rien de ceci n’est réel" in played[page]


def test_a_seat_is_taken_by_a_button_and_only_one_of_the_exercise(played):
    assert 'value="claire" aria-current="true"' in played["claire"]
    assert played["who"] == "david"
    assert (played["unknown"], played["got"]) == (404, 405)


def test_whoever_stands_aside_reads_no_title_of_the_point(played):
    assert "Le Sentier sonore" in played["david"] and "quatre saisons" not in played["david"]


def test_beginning_again_undoes_everything_and_lets_go_of_the_seat(played):
    assert played["opened"] == "open"
    assert (played["state"], played["hour"]) == ("convened", 13)
    assert (played["out"], played["in"]) == (302, 200)
