"""The house under siege: its forms are found on their pages and sent with hostile values; what came of it is kept."""

from collections import defaultdict
from collections.abc import Collection
from contextlib import AbstractContextManager
from http.cookies import SimpleCookie
from typing import Any

from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client

from okote_flow.journal.models import Event
from tests.alsace import Alsace
from tests.tape import PLAYER
from tests.views import hostile
from tests.views.hostile import Sending, sendings
from tests.views.moments import FoundForm, Walk, client_of
from tests.views.read_page import Control, PageReader, read, text_of
from tests.views.scene import Scene

REFUSALS = {200, 400, 409, 413, 422}
KEEPS_NOTHING = {"password", "file", "select", "radio", "checkbox", "hidden", "submit"}
"""Fields that show nothing of what was typed, or where nothing is typed."""

FAULTS = {
    "crash": "fails",
    "answer": "is answered with a status that is neither taken nor refused",
    "taken": "is taken although no such value exists",
    "silent": "is refused without a summary (role=alert)",
    "unmarked": "is refused and its field does not say so (aria-invalid)",
    "untied": "is refused and the sentence is not tied to its field (aria-describedby)",
    "focus": "is refused and the summary does not take the focus",
    "lost": "is refused and what was typed is gone",
    "written": "is refused and the journal has it",
    "script": "comes back as a script",
}
"""Kinds of faults: the value …"""


class Siege:
    """What came of every sending: kind of fault -> form -> values."""

    def __init__(self, house: Alsace, rare: Collection[str]) -> None:
        self.walk = Walk(client_of(house.zoe), rare)
        self.faults: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        self.sent = 0

    def at(self, house: Alsace, scene: Scene, readers: tuple[str, ...], app: str = "") -> None:
        """Send every form that these readers find now and that nobody found before.

        What no form can take never reaches a database: it is sent once, on SQLite.
        """
        for reader in readers:
            client = client_of(getattr(house, reader, None))
            for found in list(self.walk.go(client, reader, scene, app)):
                for sending in sendings(found.form):
                    if not sending.wrong or connection.vendor == "sqlite":
                        self._send(client, found, sending)

    def _send(self, client: Client, found: FoundForm, sending: Sending) -> None:
        """Send it, judge the answer, and undo all that it did."""
        self.sent += 1
        cookies = client.cookies.copy()
        cache.clear()  # limits on how often somebody may try are not what is tried here
        try:
            with transaction.atomic():
                self._judge(client, found, sending)
                transaction.set_rollback(True)
        except Exception as error:  # noqa: BLE001 - whatever fails is what is looked for
            self._note("crash", found, sending, f"{type(error).__name__}: {error}"[:300])
        client.cookies = SimpleCookie({name: morsel.value for name, morsel in cookies.items()})

    def _judge(self, client: Client, found: FoundForm, sending: Sending) -> None:
        written = Event.objects.count()
        for value in filter(hostile.is_file, sending.data.values()):
            value.seek(0)
        response = client.post(found.url, sending.data)
        html = text_of(response)
        if response.status_code == 302:
            if sending.wrong:
                self._note("taken", found, sending, ", ".join(sending.wrong))
            html = text_of(client.get(response["Location"], follow=True))  # what was taken is shown without harm
        elif response.status_code in REFUSALS:
            self._judge_refusal(read(html), found, sending, response.status_code)
            if Event.objects.count() != written:
                self._note("written", found, sending, "rows were added")
        elif response.status_code != 404 or not sending.is_about_another:
            self._note("answer", found, sending, str(response.status_code))
        if hostile.SCRIPT in html:
            self._note("script", found, sending, "unescaped")

    def _judge_refusal(self, page: PageReader, found: FoundForm, sending: Sending, status: int) -> None:
        if not any(alert.strip() for alert in page.alerts):
            self._note("silent", found, sending, str(status))
        invalid = [one for one in page.controls if one.attributes.get("aria-invalid") == "true"]
        if invalid and "alert" not in page.focused:
            self._note("focus", found, sending, "no autofocus on it")
        self._judge_marks(page, invalid, found, sending, status)
        for name, value in sending.typed.items():
            is_kept = any(one.name == name and one.value == value for one in page.controls)
            if found.form.controls[name].kind not in KEEPS_NOTHING and not is_kept:
                self._note("lost", found, sending, name)

    def _judge_marks(
        self, page: PageReader, invalid: list[Control], found: FoundForm, sending: Sending, status: int
    ) -> None:
        """What is wrong is marked, and the sentence beside it is tied to it."""
        marked = {one.name for one in invalid}
        for name in sending.wrong if status != 409 else ():
            if name not in marked and found.form.controls[name].kind != "hidden":
                self._note("unmarked", found, sending, name)
        for one in invalid:
            is_told = any(page.under.get(told, "").strip() for told in sentences_of(one.attributes))
            if not is_told and not is_of_a_group(one):  # a group is told on its fieldset
                self._note("untied", found, sending, one.name)

    def _note(self, kind: str, found: FoundForm, sending: Sending, fault: str) -> None:
        self.faults[kind][str(found)].append(f"{sending.label}: {fault}")


def is_of_a_group(control: Control) -> bool:
    """One button of several, or one box of several: Django numbers these."""
    number = control.attributes.get("id", "").rpartition("_")[2]
    return control.kind == "radio" or (control.kind == "checkbox" and number.isdigit())


def sentences_of(attributes: dict[str, str]) -> list[str]:
    """The ids of the sentences that say what is wrong with a field."""
    told = f"{attributes.get('aria-describedby', '')} {attributes.get('aria-errormessage', '')}"
    return [one for one in told.split() if one.endswith("_error")]


class Undone(AbstractContextManager[None]):
    """Inside, a moment of the house; afterwards it is as it was, in time too."""

    def __init__(self, house: Alsace) -> None:
        self.house, self.atomic = house, transaction.atomic()

    def __enter__(self) -> None:
        self.atomic.__enter__()
        PLAYER.new_test()
        PLAYER.start("house")

    def __exit__(self, *error: Any) -> None:
        if error[0] is None:
            transaction.set_rollback(True)
        self.atomic.__exit__(*error)
        self.house.come_back()
