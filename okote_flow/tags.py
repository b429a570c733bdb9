"""What every template may say without loading anything: icons, words, amounts, days, states, fields, refusals."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import TypeAlias

from django import template
from django.conf import settings
from django.forms import BaseForm, BaseFormSet, BoundField, CheckboxInput, PasswordInput, Select
from django.forms.widgets import ChoiceWidget
from django.utils.html import format_html
from django.utils.safestring import SafeString

from dossiers.checklist import SECTIONS
from dossiers.lifecycle import STAGES
from okote_flow import cents, clock, glossary, icons
from okote_flow.refusals import Refusal

register = template.Library()
Context = dict[str, object]
STALE = "La page a perdu le fil de ce formulaire\u00a0: rechargez-la, puis recommencez."
"""Said of a field that nobody sees and that came back spoiled."""
FormOrSet: TypeAlias = "BaseForm | BaseFormSet[BaseForm]"

DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip


# Icons and states


@register.simple_tag
def icone(name: str, css: str = "", label: str = "") -> SafeString:
    """{% icone "gavel" %}; with `label` when no word stands beside it."""
    return icons.spoken_svg(name, label, css) if label else icons.svg(name, css)


@register.simple_tag
def etape(number: int, label: str = "") -> SafeString:
    """The pill of a stage, 1 to 7, with the stage's own name or the more precise `label`."""
    name, icon = STAGES[number]
    return pill(f"e{number}", icon, label or name)


@register.filter
def partie(code: str) -> str:
    """The name of a part of the form, "" for none."""
    return SECTIONS[code][0] if code in SECTIONS else ""


@register.simple_tag
def etat(kind: str, icon: str, label: str) -> SafeString:
    """A pill of feedback; `kind` is ok, info, attn, dang or neutre."""
    return pill(kind, icon, label)


def pill(kind: str, icon: str, label: str) -> SafeString:
    return format_html('<span class="ok-etat ok-{}">{}{}</span>', kind, icons.svg(icon), label)


@register.simple_tag
def barre(
    percent: int, css: str, threshold: int | None = None, promised: bool = False, height: str = ""
) -> SafeString:
    """A lane of cit, ent, col or vote: solid when acquired, hatched while promised, a tick at the threshold.

    Hidden from screen readers: the figures stand beside it.
    """
    width = f"{max(0, min(percent, 100))}%"
    marks = format_html('<rect class="{}" width="{}" height="100%"/>', "promis" if promised else "plein", width)
    if promised:
        marks += format_html('<rect fill="url(#hachure-{})" width="{}" height="100%"/>', css, width)
    if threshold is not None:
        marks += format_html('<rect class="seuil" x="{}%" width="2" height="100%"/>', threshold)
    return format_html(
        '<svg class="ok-barre {} ok-{}" aria-hidden="true" focusable="false">'
        '<rect class="piste" width="100%" height="100%"/>{}</svg>',
        height,
        css,
        marks,
    )


# Amounts and days


@register.filter
def euros(amount_cents: int) -> str:
    """1260000 -> "12\u00a0600\u00a0€": how screens say an amount."""
    return cents.euros(amount_cents)


@register.filter
def euros_cts(amount_cents: int) -> str:
    """1260000 -> "12\u00a0600,00\u00a0€": how the ledger and payouts say it."""
    return cents.euros(amount_cents, exact=True)


@register.filter
def jour(value: date | None) -> str:
    """ "mardi 17 mai 2022"; of an instant, the day that it is in Alsace."""
    if value is None:
        return ""
    day = in_alsace(value)
    number = "1er" if day.day == 1 else str(day.day)
    return f"{DAYS[day.weekday()]} {number} {MONTHS[day.month - 1]} {day.year}"


@register.filter
def heure(value: datetime | None) -> str:
    """ "14 h 05", or "14 h" on the hour, in Alsace."""
    if value is None:
        return ""
    local = value.astimezone(clock.PARIS)
    return f"{local.hour}\u00a0h" + (f"\u00a0{local.minute:02d}" if local.minute else "")


@register.filter
def instant(value: datetime | None) -> str:
    """ "mardi 17 mai 2022, 14 h 05", in Alsace."""
    return "" if value is None else f"{jour(value)}, {heure(value)}"


@register.simple_tag
def maintenant() -> str:
    """The instant at which the page was made, for what is printed."""
    return instant(clock.now())


@register.filter
def delai(due: date | None) -> str:
    """How far away a day is: "Aujourd’hui", "Demain", "Dans 7 jours", "2 jours de retard", "Sans date"."""
    if due is None:
        return "Sans date"
    days = days_left(due)
    if days < 0:
        return f"{-days} jour{'s' if days < -1 else ''} de retard"
    return {0: "Aujourd’hui", 1: "Demain"}.get(days, f"Dans {days} jours")


@register.filter
def urgence(due: date | None) -> str:
    """The colour of a deadline: dang once it has passed, attn on its day and the day before, neutre otherwise."""
    if due is None or days_left(due) > 1:
        return "neutre"
    return "attn" if days_left(due) >= 0 else "dang"


def days_left(due: date) -> int:
    return (in_alsace(due) - clock.today()).days


def in_alsace(value: date) -> date:
    return value.astimezone(clock.PARIS).date() if isinstance(value, datetime) else value


# Forms and refusals


@register.inclusion_tag("_champ.html")
def champ(field: BoundField, suffix: str = "", label: str = "", help_text: str = "", mark: bool = True) -> Context:
    """A field with its label, help and errors, tied together for screen readers.

    `suffix` is a unit ("€") glued to the input; `mark` says in words that the field is required.
    """
    widget = field.field.widget
    if label:
        field.label = label
        widget.attrs.pop("placeholder", None)  # it repeats the label that we replace
    field.help_text = help_text or field.help_text
    is_group = isinstance(widget, ChoiceWidget) and widget.use_fieldset
    if is_group:
        widget.attrs.setdefault("class", "form-check-input")
    return {
        "field": field,
        "is_group": is_group,
        "is_box": isinstance(widget, CheckboxInput),
        "is_password": isinstance(widget, PasswordInput),
        "input": "" if is_group else field.as_widget(attrs={"class": classes_of(field)}),
        "suffix": suffix,
        "mark": mark and field.field.required,
    }


def classes_of(field: BoundField) -> str:
    widget = field.field.widget
    kind = "form-check-input" if isinstance(widget, CheckboxInput) else "form-control"
    kind = "form-select" if isinstance(widget, Select) else kind
    return " ".join(filter(None, [kind, widget.attrs.get("class"), "is-invalid" if field.errors else ""]))


@register.inclusion_tag("_erreurs.html")
def erreurs(*forms: "BaseForm | BaseFormSet[BaseForm]", quiet: bool = False) -> Context:
    """What remains to be corrected in the forms or sets of forms given, with links; takes the focus unless `quiet`."""
    return {"faults": [fault for thing in forms for fault in faults_of(thing)], "quiet": quiet}


def faults_of(thing: FormOrSet) -> Iterable[tuple[str, str]]:
    """(anchor of the field or "", sentence) for each fault."""
    if isinstance(thing, BaseFormSet):
        yield from (("", str(fault)) for fault in thing.non_form_errors())
        for form in thing.forms:
            yield from faults_of(form)
        return
    yield from (("", str(fault)) for fault in thing.non_field_errors())
    if any(field.errors for field in thing.hidden_fields()):
        yield "", STALE
    for field in thing.visible_fields():
        anchor = field.id_for_label or f"{field.auto_id}_0"  # a group is reached by its first choice
        yield from ((anchor, f"{field.label}\u00a0: {fault}") for fault in field.errors)


@register.inclusion_tag("_refus.html")
def refus(refusals: Iterable[Refusal], anchor: str = "") -> Context:
    """Why an act is closed, beside its disabled button, whose `aria-describedby` is `anchor`."""
    return {"refusals": list(refusals), "anchor": anchor}


# Words


@register.inclusion_tag("help/_mot.html")
def mot(code: str, shown: str = "") -> Context:
    """{% mot "quorum" "Quorum" %}: a word of the glossary that explains itself. Once a page, outside links and labels.

    The browser opens the explanation by itself (popover); static/help.js adds hovering and focus that Escape ends.
    """
    term = glossary.term(code)
    return {"term": term, "shown": shown or term.word}


@register.inclusion_tag("help/_mots.html")
def mots(text: str) -> Context:
    """{% mots act.meaning %}: a sentence that the code has written, its words of the glossary explained."""
    return {"pieces": glossary.marked(str(text))}


# The house itself


@register.simple_tag
def exploitant() -> dict[str, str]:
    """Who runs this instance, as its settings say: {% exploitant as exploitant %}."""
    return {
        "publisher": settings.PUBLISHER,
        "contact": settings.CONTACT_EMAIL,
        "dpo": settings.DPO_CONTACT,
        "address": settings.POSTAL_ADDRESS,
        "hosting": getattr(settings, "HOSTING", ""),
        "source_url": settings.SOURCE_URL,
    }
