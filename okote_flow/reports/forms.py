"""What is asked of a report: which twelve months, words, where it is presented, why it is withdrawn."""

from datetime import date
from typing import Any

from django import forms

from committees.models import Meeting
from okote_flow.directory.models import Partner
from okote_flow.reports.models import Section
from okote_flow.reports.rules import twelve_months
from okote_flow.reports.texts import LONGEST, Part
from okote_flow.tags import jour


class NewForm(forms.Form):
    """The choices are the partners and the periods of the programme: nothing else is taken."""

    partner = forms.ChoiceField(label="Rapport", required=False)
    starts_on = forms.TypedChoiceField(label="Période de douze mois", coerce=date.fromisoformat)

    def __init__(self, partners: list[Partner], starts: list[date], data: Any = None) -> None:
        super().__init__(data)
        self.partners = {partner.code: partner for partner in partners}
        names = [(code, f"Rapport annuel, {partner}") for code, partner in self.partners.items()]
        self.fields["partner"].choices = [("", "Bilan de douze mois du programme"), *names]  # type: ignore[attr-defined]
        periods = [(one.isoformat(), twelve_months(one).label) for one in starts]
        self.fields["starts_on"].choices = periods  # type: ignore[attr-defined]

    def arguments(self) -> dict[str, Any]:
        return {"starts_on": self.cleaned_data["starts_on"]}

    @property
    def chosen(self) -> Partner | None:
        """None is the review of the whole programme."""
        return self.partners.get(self.cleaned_data["partner"])


class SectionForm(forms.Form):
    """The words of one part. `seen` holds the version that the page has shown, in the words of static/draft.js."""

    text = forms.CharField(max_length=LONGEST, required=False, widget=forms.Textarea(attrs={"rows": 7}))
    seen = forms.RegexField(r"^text:\d{1,9}$", widget=forms.HiddenInput)
    seen_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, part: Part, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, auto_id=f"id_{part.code}_%s", **kwargs)
        self.part = part
        self.stored: str | None = None  # what somebody else has written meanwhile
        self.fields["text"].label = part.label
        self.fields["text"].help_text = part.hint

    def arguments(self) -> dict[str, Any]:
        return {"text": self.cleaned_data["text"], "version": int(self.cleaned_data["seen"].partition(":")[2])}

    def renew(self, section: Section) -> None:
        """Both texts are on the page: the next sending is made knowingly."""
        self.stored = section.text
        self.data = {**self.data.dict(), "seen": seen(section)}  # type: ignore[attr-defined]


def seen(section: Section) -> str:
    return f"text:{section.version}"


class PresentForm(forms.Form):
    meeting = forms.TypedChoiceField(
        label="Présenté à la séance", coerce=int, empty_value=None, required=False,
        help_text="Du comité de pilotage. Sans séance, le rapport est présenté à la date du jour.",
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, meetings: list[Meeting], data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.meetings = {meeting.pk: meeting for meeting in meetings}
        choices = [(pk, f"Séance du {jour(meeting.scheduled_at)}") for pk, meeting in self.meetings.items()]
        self.fields["meeting"].choices = [("", "Hors séance"), *choices]  # type: ignore[attr-defined]

    def arguments(self) -> dict[str, Any]:
        return {"version": self.cleaned_data["version"], "meeting": self.meetings.get(self.cleaned_data["meeting"])}

    def renew(self, version: int) -> None:
        self.data = {**self.data.dict(), "version": str(version)}  # type: ignore[attr-defined]


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        label="Motif du retrait", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Il est dit à qui lisait ce rapport.",
    )  # fmt: skip
