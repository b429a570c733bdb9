"""What a list shows of its views: one link each, the present one marked, and where to keep the present question."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from okote_flow.directory.models import User
from okote_flow.tables import access, registry
from okote_flow.tables.models import SavedView

VIEW = "vue"
"""The word of an address that says by which view one came. 0: by none, whatever the default is."""


@dataclass(frozen=True, slots=True)
class Tab:
    view: SavedView
    url: str
    is_here: bool
    is_mine: bool


@dataclass(frozen=True, slots=True)
class Bar:
    tabs: list[Tab]
    save_url: str
    all_url: str
    is_changed: bool  # whether the question is none of the views


def address(view: SavedView) -> str:
    """The list as the view asks for it; every filter stands in the address itself."""
    page = reverse(registry.lists()[view.list].page)
    return f"{page}?{view.query}&{VIEW}={view.pk}" if view.query else f"{page}?{VIEW}={view.pk}"


def bar_of(user: User, of: str, query: str) -> Bar:
    """For a list whose present question is `query`, as its `clean` writes it."""
    found = access.views_for(user, of)
    tabs = [Tab(view, address(view), view.query == query, view.owner_id == user.pk) for view in found]
    said = urlencode({"liste": of})
    save = f"{reverse('tables:new_view')}?{said}&{query}" if query else f"{reverse('tables:new_view')}?{said}"
    page = reverse(registry.lists()[of].page)
    return Bar(tabs, save, f"{page}?{VIEW}=0", bool(query) and not any(tab.is_here for tab in tabs))


def opens_with(request: HttpRequest, user: User, of: str) -> str:
    """Where a list goes when it is opened without any question; "" to show it as it is."""
    if request.GET or request.headers.get("Okote-Live"):
        return ""
    view = access.default_view(user, of)
    return address(view) if view is not None and view.query else ""
