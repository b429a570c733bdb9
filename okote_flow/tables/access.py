"""Whose exports and views these are. Views of the web get them from here only."""

from django.db.models import Q, QuerySet
from django.http import Http404

from okote_flow.directory.access import offices_of
from okote_flow.directory.models import User
from okote_flow.refusals import Refused
from okote_flow.tables import registry, rights
from okote_flow.tables.models import DefaultView, ExportJob, ExportJobs, ExportState, SavedView, SavedViews
from okote_flow.tables.registry import List, Table
from okote_flow.tables.sentences import refuse


def get_table(name: str) -> Table:
    """Raises Http404 for a table that does not exist; who may open it is asked of the table."""
    found = registry.tables().get(name)
    if found is None:
        raise Http404
    return found


def get_list(name: str) -> List:
    """Raises Http404 for a list of which no views are kept."""
    found = registry.lists().get(name)
    if found is None:
        raise Http404
    return found


def exports_of(user: User) -> ExportJobs:
    return ExportJob.objects.filter(user=user).order_by("-asked_at", "-pk")


def get_export(user: User, pk: int) -> ExportJob:
    """Raises Http404 to everybody but its asker."""
    found = ExportJob.objects.filter(user=user, pk=pk).first()
    if found is None:
        raise Http404
    return found


def get_ready(user: User, pk: int) -> ExportJob:
    """The same, when there is a file to take, and its rows are still theirs to see."""
    found = get_export(user, pk)
    if found.state != ExportState.DONE:
        raise Http404
    if rights.are_less(found):
        raise Refused([refuse("export-rights-changed")])
    return found


def works(user: User) -> bool:
    """Whether somebody works in the house: an office, or a seat in a committee (which gives a group)."""
    return user.is_active and (bool(offices_of(user)) or user.groups.exists())


def views_for(user: User, of: str = "") -> SavedViews:
    """Their own, and those shared among the people who work in the house, by name."""
    rule = Q(owner=user) | Q(is_shared=True) if works(user) else Q(owner=user)
    found = SavedView.objects.standing().filter(rule).select_related("owner")
    return (found.filter(list=of) if of else found).order_by("list", "is_shared", "name", "pk")


def get_view(user: User, pk: int) -> SavedView:
    found = views_for(user).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def get_deleted(user: User, pk: int) -> SavedView:
    """One's own view that was deleted and may come back."""
    found = SavedView.objects.filter(owner=user, pk=pk, deleted_at__isnull=False).first()
    if found is None:
        raise Http404
    return found


def deleted(user: User, key: str) -> SavedView | None:
    """What was deleted a moment ago, so that the page offers to put it back."""
    pk = int(key) if key.isascii() and key.isdigit() and len(key) < 16 else 0
    return SavedView.objects.filter(owner=user, pk=pk, deleted_at__isnull=False).first()


def defaults_of(user: User) -> QuerySet[DefaultView]:
    return DefaultView.objects.filter(user=user)


def default_view(user: User, of: str) -> SavedView | None:
    """The view with which a list opens, as long as this person may still see it."""
    return views_for(user, of).filter(defaults__user=user, defaults__list=of).first()
