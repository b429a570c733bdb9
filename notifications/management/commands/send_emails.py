"""Sends the notifications that go by e-mail and have not left yet. Runs each minute; safe to repeat."""

from typing import Any

from django.core.management.base import BaseCommand

from notifications import dispatch, mail


class Command(BaseCommand):
    help = "Tell what is still untold, then send the e-mails that wait."

    def handle(self, *args: Any, **options: Any) -> None:
        dispatch.catch_up()
        sent, failed = mail.send_waiting()
        self.stdout.write(f"{sent} sent, {failed} to be tried again")
