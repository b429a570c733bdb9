"""What changed between two versions of a dossier: any two that were handed over, or one and the dossier as it is."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dossiers import access, comparing, looks, snapshots
from dossiers.snapshots import Version
from okote_flow.requests import MemberRequest


@require_safe
def compare(request: MemberRequest, pk: int) -> HttpResponse:
    """Field by field; the last two versions unless the address names others."""
    found = access.get_dossier(request.user, pk)
    versions = snapshots.versions(found)
    old, new = chosen(versions, request.GET.get("de", ""), request.GET.get("a", ""))
    context: dict[str, Any] = {"dossier": found, "versions": versions, "old": old, "new": new}
    if old and new:
        context |= {
            "changes": comparing.changes(old.content, new.content, looks.names()),
            "budget": comparing.budget_table(old.content, new.content),
            "pieces": comparing.piece_changes(old.content, new.content),
        }
    return render(request, "dossiers/compare.html", context)


def chosen(versions: Sequence[Version], old: str, new: str) -> tuple[Version | None, Version | None]:
    """The versions that an address names, the older first; what it does not name is the nearest that makes sense."""
    if len(versions) < 2:
        return None, versions[-1] if versions else None
    known = {one.code: one for one in versions}
    after = known.get(new, versions[-1])
    before = known.get(old, versions[max(versions.index(after) - 1, 0)])
    first, second = sorted([before, after], key=versions.index)
    return (first, second) if first is not second else (versions[0], versions[-1])
