"""Every form of the house, sent with hostile values: refused in words beside the field, nothing lost, nothing written.

One fixture of the module walks the life of a dossier, finds the forms and sends them; each test reads one column of
what came of it. A failure names the form, who sent it, and the value.
"""

import time
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.utils.datastructures import MultiValueDict

from okote_flow import clock
from okote_flow.journal.models import Event
from tests.alsace import Alsace
from tests.conftest import OPENING
from tests.views import hostile
from tests.views.hostile import Sending, sendings
from tests.views.moments import MOMENTS, FoundForm, Passing, Walk, client_of
from tests.views.read_page import PageReader, read
from tests.views.scene import Scene

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("hostile")]

READERS = ("nobody", "alice", "odile", "adam", "tess", "claire", "tania", "paula")
REFUSALS = {200, 400, 409, 413, 422}
Faults = dict[str, dict[str, list[str]]]


class Siege:
    """What came of every sending: kind of fault -> form -> values."""

    def __init__(self, house: Any) -> None:
        self.walk = Walk(client_of(house.zoe))
        self.faults: Faults = defaultdict(lambda: defaultdict(list))
        self.sent = 0

    def at(self, house: Any, scene: Scene, readers: tuple[str, ...]) -> None:
        for reader in readers:
            client = client_of(getattr(house, reader, None))
            for found in list(self.walk.go(client, reader, scene)):
                for sending in sendings(found.form):
                    self._send(client, found, sending)

    def _send(self, client: Client, found: FoundForm, sending: Sending) -> None:
        self.sent += 1
        cookies, written = client.cookies.copy(), Event.objects.count()
        cache.clear()
        try:
            with transaction.atomic():
                self._judge(client, found, sending, written)
                transaction.set_rollback(True)
        except Exception as error:
            self._note("crash", found, sending, f"{type(error).__name__}: {error}"[:300])
        client.cookies = cookies

    def _judge(self, client: Client, found: FoundForm, sending: Sending, written: int) -> None:
        for value in sending.data.values():
            if hostile.is_file(value):
                value.seek(0)
        response = client.post(found.url, sending.data)
        html = "" if response.streaming else response.content.decode()
        if response.status_code == 302:
            if sending.wrong:
                self._note("taken", found, sending, ", ".join(sending.wrong))
            html = self._followed(client, response.url)
        elif response.status_code not in REFUSALS | ({404} if "=" in sending.label else set()):
            self._note("answer", found, sending, str(response.status_code))
        else:
            self._judge_refusal(read(html), found, sending, response.status_code)
            if Event.objects.count() != written:
                self._note("written", found, sending, "the journal has more rows")
        if hostile.SCRIPT in html:
            self._note("script", found, sending, "unescaped")

    def _followed(self, client: Client, url: str) -> str:
        response = client.get(url, follow=True)
        assert response.status_code < 500
        if response.streaming:
            response.close()
            return ""
        return response.content.decode()

    def _judge_refusal(self, page: PageReader, found: FoundForm, sending: Sending, status: int) -> None:
        if status == 404:
            return
        if not any(alert.strip() for alert in page.alerts):
            self._note("silent", found, sending, f"{status} without a summary")
        if "alert" not in " ".join(page.focused) and sending.data:
            self._note("focus", found, sending, "the summary does not take the focus")
        invalid = [one for one in page.controls if one.attributes.get("aria-invalid") == "true"]
        for name in sending.wrong:
            if status != 409 and not any(one.name == name for one in invalid) and found.form.controls[name].kind != "hidden":
                self._note("unmarked", found, sending, f"{name} is not marked as invalid")
        for one in invalid:
            told = one.attributes.get("aria-describedby", "").split()
            if one.kind not in {"radio"} and not any(id_.endswith("_error") and page.under.get(id_, "").strip() for id_ in told):
                self._note("untied", found, sending, f"{one.name} has no sentence tied to it")
        self._judge_typed(page, found, sending)

    def _judge_typed(self, page: PageReader, found: FoundForm, sending: Sending) -> None:
        for name, value in sending.typed.items():
            known = found.form.controls[name]
            if known.kind in {"password", "file", "select", "radio", "checkbox", "hidden", "submit"}:
                continue
            if not any(one.name == name and one.value == value for one in page.controls):
                self._note("lost", found, sending, f"{name} is no longer in the page")

    def _note(self, kind: str, found: FoundForm, sending: Sending, fault: str) -> None:
        self.faults[kind][str(found)].append(f"{sending.label}: {fault}")


@pytest.fixture(scope="module")
def siege(django_db_setup: None, django_db_blocker: Any) -> Iterator[Siege]:
    """The whole house walked through its moments, each of them undone before the next."""
    with django_db_blocker.unblock(), clock.frozen(OPENING), transaction.atomic():
        house = Alsace()
        found = Siege(house)
        t = time.process_time()
        with undone(house):
            found.at(house, Scene(house), READERS)
        print("scene", time.process_time() - t, len(found.walk.found), found.sent)
        for moment in MOMENTS:
            t = time.process_time()
            with undone(house):
                found.at(house, Passing(house, moment.come(house)), moment.readers)
            print(moment.name, time.process_time() - t, len(found.walk.found), found.sent)
        transaction.set_rollback(True)
    import json
    json.dump(found.faults, open("/tmp/w/hfaults.json","w"), indent=1)
    yield found


class undone:  # noqa: N801 - reads as what it does
    """Inside, a moment; afterwards the house is as it was, in time too."""

    def __init__(self, house: Alsace) -> None:
        self.house, self.atomic = house, transaction.atomic()

    def __enter__(self) -> None:
        self.atomic.__enter__()

    def __exit__(self, *error: Any) -> None:
        if error[0] is None:
            transaction.set_rollback(True)
        self.atomic.__exit__(*error)
        self.house.come_back()


def test_x(siege):
    import json
    print(siege.walk.missing, siege.walk.methods)
    for f in siege.walk.found.values(): print(f, sorted(f.form.controls))
