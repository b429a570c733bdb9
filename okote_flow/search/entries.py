"""What can be found, in its own words: the fields that are indexed are those that its page shows to its readers.

Messages, internal notes, sheets and ballots are in no entry: nothing that is not everybody's on a page is here.
"""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, QuerySet
from django.urls import reverse

from committees.models import AgendaItem, DecisionLetter, FreeItem, LetterState, Meeting, Opinion, Proclamation
from committees.models.agenda import FreeItemState
from committees.models.meetings import ItemState
from dossiers.models import Condition, Criterion, CriterionAnswer, Decision, Dossier
from funding.models import Campaign, News, Story
from okote_flow import clock, glossary
from okote_flow.directory.models import Organization, User
from okote_flow.help import guides
from okote_flow.search.models import Nature

TITLE, NAME, PLACE, TEXT, LONG = 8, 5, 4, 2, 1
"""What a word weighs by where it stands."""
MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
    "décembre",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Part:
    """One field: what it is called on the page, what its words weigh. Without a label it is the title or the hint."""

    label: str
    weight: int
    text: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing as a result shows it; `page` and `key` make its address."""

    nature: Nature
    pk: int
    title: str
    hint: str
    parts: tuple[Part, ...]
    page: str
    key: tuple[object, ...] = ()
    dossier: int | None = None
    after: str = ""  # what comes after the address: a tab, an anchor
    icon: str = "file-text"

    @property
    def url(self) -> str:
        return f"{reverse(self.page, args=self.key)}{self.after}"

    @property
    def texts(self) -> tuple[tuple[int, str], ...]:
        return ((TITLE, self.title), *((part.weight, part.text) for part in self.parts if part.text))


Keys = Collection[int] | None


def _only(rows: QuerySet, keys: Keys) -> QuerySet:  # type: ignore[type-arg]
    return rows if keys is None else rows.filter(pk__in=keys)


def day(instant: datetime | None) -> str:
    """A day in words, as people look for it."""
    if instant is None:
        return ""
    local = instant.astimezone(clock.PARIS)
    return f"{local.day} {MONTHS[local.month - 1]} {local.year}"


def _joined(*said: object) -> str:
    return " · ".join(str(one) for one in said if one)


def dossiers(keys: Keys) -> Iterator[Entry]:
    answers = CriterionAnswer.objects.exclude(text="").select_related("criterion")
    rows = _only(Dossier.objects.for_page(), keys)
    for one in rows.prefetch_related(Prefetch("answers", answers)).order_by("pk").iterator(chunk_size=500):
        parts = (
            Part("", TITLE, one.number or ""),
            Part("", NAME, str(one.organization or "")),
            Part("", PLACE, one.city),
            Part("Territoire", TEXT, str(one.territory or "")),
            Part("Thématique", TEXT, one.get_theme_display()),
            Part("Porteur", PLACE, str(one.applicant)),
            Part("Suivi par", TEXT, str(one.officer or "")),
            Part("Résumé", TEXT, one.summary),
            *(Part(_of_criterion(answer.criterion), LONG, answer.text) for answer in one.answers.all()),
        )
        hint = _joined(one.label, one.organization, one.city, one.get_state_display())
        yield Entry(
            Nature.DOSSIER, one.pk, one.title, hint, parts, "dossiers:dossier", (one.pk,), one.pk, icon="folder"
        )


def _of_criterion(criterion: Criterion) -> str:
    return f"Critère {criterion.number}, {criterion.name}"


def organizations(keys: Keys) -> Iterator[Entry]:
    for one in _only(Organization.objects.all(), keys).order_by("pk").iterator(chunk_size=500):
        number = f"SIRET {one.siret}" if one.siret else f"RNA {one.rna}" if one.rna else ""
        parts = (
            Part("", TITLE, one.siret),
            Part("", TITLE, one.rna),
            Part("", PLACE, one.city),
            Part("", LONG, one.get_legal_form_display()),
        )
        hint = _joined(one.get_legal_form_display(), one.city, number)
        yield Entry(
            Nature.ORGANIZATION, one.pk, one.name, hint, parts, "accounts:organization", (one.pk,),
            icon="building-community",
        )  # fmt: skip


def meetings(keys: Keys) -> Iterator[Entry]:
    free = FreeItem.objects.exclude(state=FreeItemState.WITHDRAWN)
    rows = _only(Meeting.objects.select_related("committee"), keys).prefetch_related(Prefetch("free_items", free))
    for one in rows.order_by("pk").iterator(chunk_size=500):
        parts = (
            Part("", NAME, f"{one.scheduled_at.astimezone(clock.PARIS):%d/%m/%Y}"),
            Part("", PLACE, one.place),
            *(Part("Ordre du jour", TEXT, item.title) for item in one.free_items.all()),
        )
        title = f"{one.committee}, séance du {day(one.scheduled_at)}"
        yield Entry(
            Nature.MEETING, one.pk, title, _joined(one.get_state_display(), one.place), parts, "committees:meeting",
            (one.pk,), icon="calendar",
        )  # fmt: skip


def points(keys: Keys) -> Iterator[Entry]:
    """Dossiers on agendas: apart from the meeting, whose readers may not all know of each dossier."""
    rows = AgendaItem.objects.exclude(state=ItemState.WITHDRAWN).select_related("meeting__committee", "dossier")
    for one in _only(rows, keys).order_by("pk").iterator(chunk_size=500):
        meeting, dossier = one.meeting, one.dossier
        hint = _joined(f"{meeting.committee}, séance du {day(meeting.scheduled_at)}", one.get_state_display())
        parts = (Part("", NAME, dossier.number or ""), Part("", TEXT, hint))
        yield Entry(
            Nature.POINT, one.pk, f"{dossier.title}, point {one.position}", hint, parts, "committees:item", (one.pk,),
            dossier.pk, icon="calendar",
        )  # fmt: skip


def _decided(nature: Nature, pk: int, dossier: Dossier, title: str, said: tuple[Part, ...]) -> Entry:
    """Something decided about a dossier, read on its page."""
    parts = (*said, Part("", PLACE, dossier.title), Part("", NAME, dossier.number or ""))
    tab = "argent" if nature in (Nature.CONDITION, Nature.RECORDED) else "comites"
    hint = _joined(dossier.title, dossier.number)
    return Entry(
        nature, pk, title, hint, parts, "dossiers:dossier", (dossier.pk,), dossier.pk, f"?onglet={tab}", "gavel"
    )


def opinions(keys: Keys) -> Iterator[Entry]:
    for one in _only(Opinion.objects.select_related("dossier"), keys).order_by("pk").iterator(chunk_size=500):
        title = f"{one.get_verdict_display()} du comité territorial, {day(one.recorded_at)}"
        yield _decided(Nature.OPINION, one.pk, one.dossier, title, (Part("Motifs", TEXT, one.reasons),))


def proclamations(keys: Keys) -> Iterator[Entry]:
    rows = Proclamation.objects.select_related("item__dossier", "item__meeting__committee")
    for one in _only(rows, keys).order_by("pk").iterator(chunk_size=500):
        title = f"{one.get_verdict_display()}, {one.item.meeting.committee}, {day(one.proclaimed_at)}"
        said = (Part("Motif", TEXT, one.reason), Part("Réorienté vers", TEXT, one.redirected_to))
        yield _decided(Nature.PROCLAMATION, one.pk, one.item.dossier, title, said)


def letters(keys: Keys) -> Iterator[Entry]:
    """Those that were sent: before, they are nobody's but their writers'."""
    rows = DecisionLetter.objects.filter(state=LetterState.SENT).select_related("proclamation__item__dossier")
    for one in _only(rows, keys).order_by("pk").iterator(chunk_size=500):
        dossier = one.proclamation.item.dossier
        parts = (Part("Objet", TEXT, one.title), Part("", PLACE, dossier.title), Part("", NAME, dossier.number or ""))
        yield Entry(
            Nature.LETTER, one.pk, f"Lettre {one.number}", _joined(dossier.title, dossier.number), parts,
            "committees:letter", (one.pk,), dossier.pk, icon="mail",
        )  # fmt: skip


def conditions(keys: Keys) -> Iterator[Entry]:
    for one in _only(Condition.objects.select_related("dossier"), keys).order_by("pk").iterator(chunk_size=500):
        title = f"Réserve, {one.get_state_display().lower()}"
        yield _decided(Nature.CONDITION, one.pk, one.dossier, title, (Part("Réserve", TEXT, one.text),))


def recorded(keys: Keys) -> Iterator[Entry]:
    for one in _only(Decision.objects.select_related("dossier"), keys).order_by("pk").iterator(chunk_size=500):
        title = f"{one.get_purpose_display()}, {one.reference}"
        yield _decided(Nature.RECORDED, one.pk, one.dossier, title, (Part("Décision", TEXT, one.text),))


def persons(keys: Keys) -> Iterator[Entry]:
    """Names, nothing else: an address would let whoever types it learn whose it is."""
    for one in _only(User.objects.all(), keys).order_by("pk").iterator(chunk_size=500):
        yield Entry(Nature.PERSON, one.pk, str(one), "", (), "accounts:account", (one.pk,), icon="user")


def campaigns(keys: Keys) -> Iterator[Entry]:
    """What the public reads of them, once they were opened."""
    stories, news = Story.objects.order_by("-version"), News.objects.filter(withdrawn_at=None)
    rows = Campaign.objects.filter(starts_at__isnull=False)
    rows = rows.select_related("dossier__organization", "dossier__territory")
    rows = rows.prefetch_related(Prefetch("dossier__stories", stories), Prefetch("news", news))
    for one in _only(rows, keys).order_by("pk").iterator(chunk_size=500):
        dossier = one.dossier
        told = next((story.text for story in dossier.stories.all()), "") or dossier.summary
        parts = (
            Part("", NAME, str(dossier.organization or "")),
            Part("", PLACE, dossier.city),
            Part("", TEXT, str(dossier.territory or "")),
            Part("Récit", LONG, told),
            *(Part("Nouvelle", LONG, f"{item.title}. {item.text}") for item in one.news.all()),
        )
        hint = _joined(dossier.organization, dossier.territory, f"du {day(one.starts_at)} au {day(one.ends_at)}")
        yield Entry(
            Nature.CAMPAIGN, one.pk, dossier.title, hint, parts, "funding:campaign", (one.pk,), icon="speakerphone"
        )


def help_guides(keys: Keys) -> Iterator[Entry]:
    for place, one in enumerate(guides.guides(), 1):
        if keys is None or place in keys:
            told = " ".join(f"{step.title}. {step.does} {step.then}" for step in one.steps)
            asked = tuple(Part(question, TEXT, f"{question} {answer}") for question, answer in one.questions)
            parts = (Part("", TEXT, one.summary), Part("Pas à pas", LONG, told), *asked)
            yield Entry(
                Nature.GUIDE, place, one.title, one.summary, parts, "help:guide", (one.slug,), icon="help-circle"
            )


def terms(keys: Keys) -> Iterator[Entry]:
    for place, one in enumerate(glossary.terms().values(), 1):
        if keys is None or place in keys:
            parts = (Part("", NAME, " ".join(one.also)), Part("", LONG, one.means))
            title = f"{one.word[:1].upper()}{one.word[1:]}"
            yield Entry(
                Nature.TERM, place, title, one.means, parts, "help:words", after=f"#{one.code}", icon="help-circle"
            )


LOADERS: dict[Nature, Callable[[Keys], Iterator[Entry]]] = {
    Nature.DOSSIER: dossiers,
    Nature.ORGANIZATION: organizations,
    Nature.MEETING: meetings,
    Nature.POINT: points,
    Nature.OPINION: opinions,
    Nature.PROCLAMATION: proclamations,
    Nature.LETTER: letters,
    Nature.CONDITION: conditions,
    Nature.RECORDED: recorded,
    Nature.PERSON: persons,
    Nature.CAMPAIGN: campaigns,
    Nature.GUIDE: help_guides,
    Nature.TERM: terms,
}
assert LOADERS.keys() == set(Nature)
