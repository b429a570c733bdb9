"""A committee's internal rules: what holds, what held before, a version to adopt, a count to try."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from committees import access, actions, guards, rulesets
from committees.models import RuleSet
from committees.regulations import Chapter, Regulations, articles
from committees.rule_forms import WORDS, RegulationsForm, SimulatorForm
from committees.views.bodies import PAGE, posted
from dossiers.programme import say
from okote_flow.fields import attempt, status_of
from okote_flow.requests import MemberRequest


@require_safe
def rules(request: MemberRequest, code: str) -> HttpResponse:
    """What holds today, chapter by chapter, and how each version differs from the one before."""
    committee = access.get_committee(request.user, code)
    versions = access.rulesets_of(committee)
    own = rulesets.in_force(committee)
    holding = own.regulations if own else rulesets.holding(committee)
    context = {
        "committee": committee,
        "own": own,
        "chapters": [(chapter, lines_of(holding, chapter)) for chapter in Chapter],
        "versions": list(reversed(_with_changes(versions, own))),
        "may_adopt": not list(guards.bureau_refusals(request.user, committee)),
    }
    return render(request, "committees/rules.html", context)


def lines_of(regulations: Regulations, chapter: Chapter) -> list[dict[str, Any]]:
    """The rules of one chapter in words."""
    return [
        {"label": _label(name), "value": said(name, regulations), "source": article["source"]}
        for name, article in articles().items()
        if article["family"] is chapter and not name.endswith("_den")
    ]


def _label(name: str) -> str:
    return str(articles()[name]["label"]).partition("\u00a0:")[0]


def said(name: str, regulations: Regulations) -> str:
    """One rule as people read it. A fraction is said once, by its numerator's name."""
    value, unit = getattr(regulations, name), articles()[name]["unit"]
    if name in WORDS:
        return dict(WORDS[name])[value]
    if name.endswith("_num"):
        return f"{value}/{getattr(regulations, name.replace('_num', '_den'))}"
    return say(value, unit)


def _with_changes(versions: list[RuleSet], own: RuleSet | None) -> list[dict[str, Any]]:
    shown: list[dict[str, Any]] = []
    before = rulesets.of_programme(versions[0].adopted_on) if versions else Regulations()
    for version in versions:
        now = version.regulations
        changes = [
            (_label(name), said(name, before), said(name, now))
            for name in articles()
            if said(name, before) != said(name, now) and not name.endswith("_den")
        ]
        shown.append({"row": version, "changes": changes, "holds": own is not None and own.pk == version.pk})
        before = now
    return shown


@PAGE
def adopt(request: MemberRequest, code: str) -> HttpResponse:
    """Enter the rules that the committee has adopted."""
    committee = access.get_committee(request.user, code)
    refusals = list(guards.bureau_refusals(request.user, committee))
    form = RegulationsForm(rulesets.holding(committee), posted(request))
    if attempt(form, lambda: actions.adopt_rules(committee, by=request.user, **form.arguments())) is not None:
        messages.success(request, "Le règlement intérieur est enregistré.")
        return redirect("committees:rules", code=code)
    context = {"committee": committee, "form": form, "refusals": [] if form.errors else refusals}
    return render(request, "committees/adopt_rules.html", context, status=status_of(form))


@require_safe
def simulator(request: MemberRequest, code: str) -> HttpResponse:
    """Type a count, read what the committee's rules make of it."""
    committee = access.get_committee(request.user, code)
    regulations = rulesets.holding(committee)
    initial = {name: field.initial for name, field in SimulatorForm.base_fields.items() if field.initial is not None}
    form = SimulatorForm(request.GET if request.GET else initial)
    result = form.result(regulations) if form.is_valid() else None
    context = {"committee": committee, "form": form, "result": result}
    return render(request, "committees/simulator.html", context)
