"""Who reads the texts of the house and who words them."""

from collections.abc import Iterator

from django.db.models import QuerySet
from django.http import Http404

from okote_flow.directory.access import offices_of
from okote_flow.directory.models import Office, User
from okote_flow.refusals import Refusal
from okote_flow.texts import registry
from okote_flow.texts.models import TextVersion
from okote_flow.texts.registry import Text
from okote_flow.texts.sentences import refuse

WRITERS = frozenset({Office.ADMINISTRATOR, Office.DIRECTOR})
READERS = WRITERS | {Office.OFFICER, Office.AUDITOR}


def reads(user: User) -> bool:
    return bool(offices_of(user) & READERS)


def writes(user: User) -> bool:
    return bool(offices_of(user) & WRITERS)


def check_reader(user: User) -> None:
    """Raises Http404: the wording of the house is its own business."""
    if not reads(user):
        raise Http404


def writing_refusals(user: User) -> Iterator[Refusal]:
    if not writes(user):
        yield refuse("text-not-yours")


def office_of(user: User) -> str:
    """In which office somebody words: that of the director where they hold both."""
    held = offices_of(user) & WRITERS
    return (Office.DIRECTOR if Office.DIRECTOR in held else Office.ADMINISTRATOR).value


def get_text(user: User, key: str) -> Text:
    """Raises Http404."""
    check_reader(user)
    found = registry.find(key)
    if found is None:
        raise Http404
    return found


def versions(key: str) -> QuerySet[TextVersion]:
    """The latest first."""
    return TextVersion.objects.filter(key=key).select_related("by").order_by("-version")
