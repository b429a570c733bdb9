"""The pages of foresight: the question is in the address, the answer on the page and in the table."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from okote_flow import clock
from okote_flow.fields import attempt, status_of
from okote_flow.foresight import access, actions, history, page, projection, rules, stated
from okote_flow.foresight import sheet as sheets
from okote_flow.foresight.forms import QuestionForm, SaveForm, change_said
from okote_flow.foresight.inputs import Assumptions, Change, Outlook, Question, Standing
from okote_flow.foresight.models import Forecast
from okote_flow.refusals import Refused
from okote_flow.requests import MemberRequest
from okote_flow.sheets import Sheet
from okote_flow.tables import serving

PER_PAGE = 20


def ask(request: MemberRequest) -> tuple[Standing, QuestionForm]:
    """The programme as this reader may know of it, and what they ask. Raises Http404 to whom it is not shown."""
    access.check(request.user)
    standing = history.read(request.user)
    form = QuestionForm(stated.assumptions(standing), standing.targets[0], stated.territories(), request.GET)
    return standing, form


def of_question(request: MemberRequest, standing: Standing, form: QuestionForm) -> dict[str, Any]:
    """What a page says of an answer. Of what is mistyped, the programme as it is."""
    is_valid = form.is_valid()
    assumed = form.assumptions() if is_valid else form.assumed
    change = form.change() if is_valid else Change()
    context = {
        "form": form,
        "standing": standing,
        "query": urlencode(form.typed),
        "hide_counts": not access.sees_whole(request.user),
        "is_whole": standing.shown_from is None,
        "today": standing.today,
        "open": not is_valid or bool(form.typed),
    }
    if not is_valid or not standing.pots:
        return context | {"question": Question(standing, assumed, change), "outlook": None, "held": []}
    question, outlook = projection.ask(standing, assumed, change, form.seed)
    return context | {"question": question} | of_outlook(outlook, change) | {"held": list(page.held(question))}


def of_outlook(outlook: Outlook, change: Change) -> dict[str, Any]:
    first = projection.first_to_fail(outlook)
    panels = page.panels(outlook)
    return {
        "outlook": outlook,
        "panels": panels,
        "together": page.together(outlook),
        "first": next((panel for panel in panels if first and panel.pot == first), None),
        "change": change_said(change),
    }


@require_safe
def page_of(request: MemberRequest) -> HttpResponse:
    """When each envelope runs dry, and what it would take, under what is assumed."""
    standing, form = ask(request)
    context = of_question(request, standing, form) | {"save": SaveForm(), "may_save": access.may_save(request.user)}
    context["little"] = page.is_little(context["question"])
    return render(request, "foresight/page.html", context, status=status_of(form))


@require_POST
def save(request: MemberRequest) -> HttpResponse:
    """Keep the forecast that the address asks, under a name."""
    standing, form = ask(request)
    if not access.may_save(request.user):
        raise Http404
    named = SaveForm(request.POST)
    if form.is_valid():
        done = attempt(named, lambda: _keep(request, form, named))
        if done is not None:
            messages.success(request, f"La prévision «\u00a0{done.name}\u00a0» est gardée.")
            return redirect("foresight:forecast", done.pk)
    context = of_question(request, standing, form) | {"save": named, "may_save": True}
    context["little"] = page.is_little(context["question"])
    return render(request, "foresight/page.html", context, status=status_of(form if form.errors else named))


def _keep(request: MemberRequest, form: QuestionForm, named: SaveForm) -> Forecast:
    return actions.save(
        name=named.cleaned_data["nom"],
        assumptions=form.assumptions(),
        change=form.change(),
        seed=form.seed,
        by=request.user,
    )


@require_safe
def export_csv(request: MemberRequest) -> HttpResponseBase:
    return serving.send(request, table(request), "csv")


@require_safe
def export_xlsx(request: MemberRequest) -> HttpResponseBase:
    return serving.send(request, table(request), "xlsx")


def table(request: MemberRequest) -> Sheet:
    """The same as a table; what is mistyped counts as not asked, as on the other tables of the house."""
    standing, form = ask(request)
    is_valid = form.is_valid()
    assumed, change = (form.assumptions(), form.change()) if is_valid else (form.assumed, Change())
    seed = form.seed if is_valid else 2022
    name = f"prevision-{clock.today():%Y-%m-%d}"
    if not standing.pots:
        return Sheet(name, "Prévision des enveloppes", sheets.COLUMNS, ())
    return sheets.sheet(projection.ask(standing, assumed, change, seed)[1], name)


@require_safe
def scenarios(request: MemberRequest) -> HttpResponse:
    """The four that the steering committee asks about, and the one that was typed, beside today's programme."""
    standing, form = ask(request)
    if not access.sees_whole(request.user):
        raise Http404
    is_valid = form.is_valid()
    context: dict[str, Any] = {"form": form, "standing": standing, "query": urlencode(form.typed), "base": None}
    if is_valid and standing.pots:
        chosen = rules.presets(standing, form.known)
        own = form.change()
        if not own.is_empty:
            chosen.append(rules.Scenario("libre", "Votre combinaison", ", ".join(change_said(own)), own))
        base, compared = projection.compare(standing, form.assumptions(), chosen, form.seed)
        context |= {
            "base": _side(base),
            "sides": [_side(one.outlook, one) for one in compared],
            "today": standing.today,
        }
    context["free"] = [form[name] for name in ("territoires", "projets", "plafond", "collectivite")]
    return render(request, "foresight/scenarios.html", context, status=status_of(form))


def _side(outlook: Outlook, compared: projection.Compared | None = None) -> dict[str, Any]:
    """One scenario as it stands beside the others."""
    return of_outlook(outlook, compared.scenario.change if compared else Change()) | {
        "compared": compared,
        "short_cents": projection.short(outlook),
    }


@require_safe
def kept(request: MemberRequest) -> HttpResponse:
    """The forecasts that were kept, the latest first."""
    access.check(request.user)
    if not access.sees_whole(request.user):
        raise Http404
    away = request.GET.get("archivees") == "1"
    found = access.forecasts_for(request.user).filter(archived_at__isnull=not away)
    context = {"page_obj": Paginator(found, PER_PAGE).get_page(request.GET.get("page")), "away": away}
    return render(request, "foresight/kept.html", context | {"query": "archivees=1" if away else ""})


@require_safe
def forecast(request: MemberRequest, pk: int) -> HttpResponse:
    """One that was kept, as it was then."""
    found = access.get_forecast(request.user, pk)
    context = _of_forecast(found) | {"may_save": access.may_save(request.user)}
    return render(request, "foresight/forecast.html", context)


def _of_forecast(found: Forecast) -> dict[str, Any]:
    outlook, change = Outlook.of(found.result), Change(**found.change)
    assumed = Assumptions.of(found.assumptions)
    said = {"forecast": found, "assumed": page.assumed(assumed), "again": _address(found, assumed, change)}
    past, in_progress = found.standing["past"], len(found.standing["cases"]) * found.standing["weight"]
    said |= {"hide_counts": False, "targets": found.standing["targets"], "refusals": []}
    return said | of_outlook(outlook, change) | {"past": past, "in_progress": in_progress}


def _address(found: Forecast, assumed: Assumptions, change: Change) -> str:
    """Where the same question is asked today; the pace of a scenario is asked as so many projects."""
    typed: dict[str, Any] = {f"passes_{place}": value for place, value in enumerate(assumed.passes)}
    typed |= {f"days_{place}": value for place, value in enumerate(assumed.days)}
    typed |= {name: getattr(assumed, name) for name in ("arrivals", "competence", "joint", "full", "trust")}
    typed |= {name: _typed(getattr(assumed, f"{name}_cents")) for name in ("goal_low", "goal", "goal_high")}
    typed |= {"graine": found.seed}
    for name, cents in (("plafond", change.cap_cents), ("collectivite", change.joining_cents)):
        typed |= {name: _typed(cents)} if cents else {}
    if change.arrivals_percent != 100:
        typed["rythme"] = change.arrivals_percent
    return f"{reverse('foresight:page')}?{urlencode(typed)}"


def _typed(cents: int) -> str:
    """Euros as one types them, the cents too where there are any."""
    return f"{cents // 100},{cents % 100:02d}" if cents % 100 else str(cents // 100)


@require_safe
def compare(request: MemberRequest) -> HttpResponse:
    """Two that were kept, side by side."""
    keys = [request.GET.get(name, "") for name in ("a", "b")]
    access.check(request.user)
    if not access.sees_whole(request.user):
        raise Http404
    if not any(keys):
        return redirect("foresight:kept")
    if not all(key.isascii() and key.isdecimal() and len(key) < 12 for key in keys):
        raise Http404
    sides = [_of_forecast(access.get_forecast(request.user, int(key))) for key in keys]
    return render(request, "foresight/compare.html", {"sides": sides})


def _put(request: MemberRequest, pk: int, *, away: bool) -> HttpResponse:
    found = access.get_forecast(request.user, pk)
    try:
        done = (actions.archive if away else actions.restore)(found, by=request.user)
    except Refused as refused:
        context = _of_forecast(found) | {"may_save": access.may_save(request.user), "refusals": refused.refusals}
        return render(request, "foresight/forecast.html", context, status=409)
    messages.success(request, "La prévision est archivée." if away else "La prévision est reprise.")
    return redirect("foresight:forecast", done.pk)


@require_http_methods(["POST"])
def archive(request: MemberRequest, pk: int) -> HttpResponse:
    """Put away; it can be taken back."""
    return _put(request, pk, away=True)


@require_http_methods(["POST"])
def restore(request: MemberRequest, pk: int) -> HttpResponse:
    """Take back what was put away."""
    return _put(request, pk, away=False)
