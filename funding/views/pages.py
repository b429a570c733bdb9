"""The public page as those see it who write it: story, pictures and supporters, news, questions. And its pictures."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from dossiers.models import Dossier
from funding import access, actions, checklist, offers, page_access
from funding.models import Campaign
from funding.page_forms import PictureForm, StoryForm, SupporterForm
from funding.views.acts import PAGE, posted
from okote_flow.directory.models import User
from okote_flow.fields import attempt, codes_of, status_of
from okote_flow.requests import MemberRequest

ROWS = 20
FIVE_MINUTES = 300


@PAGE
def story(request: MemberRequest, pk: int) -> HttpResponse:
    """The holder's story and video link; beside them pictures and first supporters, which have forms of their own."""
    dossier = access.get_dossier(request.user, pk)
    form = StoryForm(posted(request), initial=_first_words(dossier))
    if attempt(form, lambda: actions.write_story(dossier, by=request.user, **form.cleaned_data)) is not None:
        messages.success(request, "Le récit est enregistré.")
        return redirect("funding:story", pk=pk)
    if "story-meanwhile" in codes_of(form):  # what was typed stays, on the version that its writer now reads of
        form.data = {**form.data.dict(), "seen_version": str(_first_words(dossier)["seen_version"])}  # type: ignore[attr-defined]
    return _story(request, dossier, form=form)


def _first_words(dossier: Dossier) -> dict[str, Any]:
    found = page_access.story_of(dossier)
    if found is None:
        return {"seen_version": 0}
    return {"text": found.text, "video_url": found.video_url, "seen_version": found.version}


@require_POST
def add_picture(request: MemberRequest, pk: int) -> HttpResponse:
    dossier = access.get_dossier(request.user, pk)
    form = PictureForm(request.POST, request.FILES)
    if attempt(form, lambda: actions.add_picture(dossier, by=request.user, **form.cleaned_data)) is not None:
        messages.success(request, "L’image est ajoutée à la page.")
        return redirect("funding:story", pk=pk)
    return _story(request, dossier, picture_form=form)


@require_POST
def add_supporter(request: MemberRequest, pk: int) -> HttpResponse:
    dossier = access.get_dossier(request.user, pk)
    form = SupporterForm(request.POST)
    if attempt(form, lambda: actions.add_supporter(dossier, by=request.user, **form.cleaned_data)) is not None:
        messages.success(request, "Le soutien est noté.")
        return redirect("funding:story", pk=pk)
    return _story(request, dossier, supporter_form=form)


def _story(
    request: MemberRequest,
    dossier: Dossier,
    form: StoryForm | None = None,
    picture_form: PictureForm | None = None,
    supporter_form: SupporterForm | None = None,
) -> HttpResponse:
    sent = picture_form or supporter_form or form
    told, refusals = page_access.story_of(dossier), actions.page_refusals(dossier, request.user)
    supporters = page_access.supporters_of(dossier)
    speaks = page_access.speaks(request.user, dossier)
    context = {
        "dossier": dossier,
        "campaign": access.campaigns().filter(dossier=dossier).first(),
        "told": told,
        "form": form or StoryForm(initial=_first_words(dossier)),
        "picture_form": picture_form or PictureForm(),
        "supporter_form": supporter_form or SupporterForm(),
        "pictures": list(page_access.pictures_of(dossier)),
        "speaks": speaks,
        "supporters": list(supporters) if speaks else [],
        "supporters_count": supporters.count(),
        "supporters_wanted": checklist.FIRST_SUPPORTERS,
        "refusals": refusals,
        "may_change": not refusals,
    }
    return render(request, "funding/story.html", context, status=status_of(sent) if sent else 200)


@login_not_required
@require_safe
def picture(request: HttpRequest, pk: int) -> FileResponse:
    """A picture of a public page, as its bytes say and never as anything that runs."""
    user = request.user if isinstance(request.user, User) else None
    found = page_access.get_shown_picture(user, pk)
    response = FileResponse(found.file.open("rb"), content_type=found.media_type)
    response["Content-Disposition"] = "inline"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    shown_to_all = page_access.is_public(found)
    response["Cache-Control"] = f"public, max-age={FIVE_MINUTES}" if shown_to_all else "private, no-store"
    return response


@require_safe
def newsroom(request: MemberRequest, pk: int) -> HttpResponse:
    """The campaign's news as those see it who write it, also what was withdrawn."""
    dossier, found = _campaign(request, pk)
    page = Paginator(page_access.all_news_of(found), ROWS).get_page(request.GET.get("page"))
    context = {
        "dossier": dossier,
        "campaign": found,
        "page_obj": page,
        "query": "",
        "buttons": offers.of_newsroom(request.user, dossier, found),
        "may_change": not actions.speaking_refusals(found, request.user),
        "may_withdraw": not actions.removal_refusals(dossier, request.user),
    }
    return render(request, "funding/newsroom.html", context)


@require_safe
def public_questions(request: MemberRequest, pk: int) -> HttpResponse:
    """What the public asked: those that wait first. Names are shown to those who answer."""
    dossier, found = _campaign(request, pk)
    page = Paginator(page_access.all_questions_of(found), ROWS).get_page(request.GET.get("page"))
    context = {
        "dossier": dossier,
        "campaign": found,
        "page_obj": page,
        "query": "",
        "speaks": page_access.speaks(request.user, dossier),
        "refusals": actions.speaking_refusals(found, request.user),
        "may_erase": page_access.may_erase(request.user, dossier),
    }
    return render(request, "funding/public_questions.html", context)


def _campaign(request: MemberRequest, pk: int) -> tuple[Dossier, Campaign]:
    dossier = access.get_money(request.user, pk)
    found = access.campaign_of(dossier)
    found.dossier = dossier
    return dossier, found
