"""What forms share: amounts as people write them, days, and reasons that the house gave for a refusal."""

from collections.abc import Callable
from typing import Any, TypeVar

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS

from okote_flow.cents import euros, parse_euros
from okote_flow.refusals import Refused

T = TypeVar("T")


class AmountField(forms.Field):
    """Euros as typed ("1 250,50"), whole cents in the program. Empty is None unless required."""

    def __init__(self, *, may_be_zero: bool = False, **kwargs: Any) -> None:
        self.may_be_zero = may_be_zero
        attributes = {"inputmode": "decimal", "autocomplete": "off", "maxlength": "24"}
        kwargs.setdefault("widget", forms.TextInput(attrs=attributes))
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Cents from the database are shown as euros; what was typed is shown as it was typed."""
        return euros(value).removesuffix("\u00a0€") if isinstance(value, int) else value

    def to_python(self, value: Any) -> int | None:
        text = str(value or "").strip()
        if not text:
            return None
        try:
            cents = parse_euros(text)
        except Refused as refused:
            raise forms.ValidationError([refusal.message for refusal in refused.refusals]) from refused
        if not cents and not self.may_be_zero:
            raise forms.ValidationError("Indiquez un montant supérieur à zéro.", code="amount-missing")
        return cents

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(super().has_changed(self.prepare_value(initial), data))


class DayInput(forms.DateInput):
    """The browser's own calendar; the value travels as 2022-05-17."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class VersionedForm(forms.Form):
    """Words that several people may write: the version is that of the page, sent back with them."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def renew(self, version: int) -> None:
        """What was typed stays, on the version that its writer has now read."""
        self.data = {**self.data.dict(), "version": str(version)}  # type: ignore[attr-defined]


def attempt(form: forms.BaseForm, act: Callable[[], T]) -> T | None:
    """Do what a form asks, if it was sent and says nothing wrong. Gives what the act gave (never None).

    When the house refuses, its reasons become the form's, so that the page keeps what was typed; then, as for a form
    that was not sent or is mistyped, gives None.
    """
    if not form.is_valid():
        return None
    try:
        done = act()
    except Refused as refused:
        form.add_error(None, [forms.ValidationError(one.message, code=one.code) for one in refused.refusals])
        return None
    assert done is not None, "an act says what it did"
    return done


def status_of(form: forms.BaseForm) -> int:
    """The answer to a form: 409 when the house refused, 422 when something was mistyped."""
    if not form.errors:
        return 200
    return 409 if codes_of(form) else 422


def codes_of(form: forms.BaseForm) -> list[str]:
    """The codes of the reasons that belong to no single field."""
    return [str(error.code) for error in form.errors.as_data().get(NON_FIELD_ERRORS, [])]
