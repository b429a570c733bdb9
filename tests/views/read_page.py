"""Reading a page as a browser would: its forms with their fields, what stands under each id, what is announced."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

from django.forms import BaseForm
from django.http import HttpResponseBase
from django.test import Client

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
NOT_SENT = {"button", "reset", "image"}


@dataclass
class Control:
    """A field of a form: its kind is the type of an input, or textarea, select, submit."""

    name: str
    kind: str
    attributes: dict[str, str]
    value: str = ""
    options: list[str] = field(default_factory=list)

    @property
    def is_text(self) -> bool:
        return self.kind in {"text", "textarea", "email", "password", "search", "tel", "url"}

    @property
    def is_amount(self) -> bool:
        return self.attributes.get("inputmode") in {"decimal", "numeric"}


@dataclass
class Form:
    method: str
    action: str
    controls: dict[str, Control] = field(default_factory=dict)

    @property
    def is_multipart(self) -> bool:
        return any(one.kind == "file" for one in self.controls.values())


class PageReader(HTMLParser):
    """`read(html)` gives one: `forms`, `under` (id -> text), `alerts`, `links` to sheets and scripts."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[Form] = []
        self.controls: list[Control] = []
        self.under: dict[str, str] = {}
        self.alerts: list[str] = []
        self.links: list[str] = []
        self.focused: list[str] = []
        self._open: list[tuple[str, str, bool]] = []
        self._form: Form | None = None
        self._area: Control | None = None
        self._select: Control | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._form = Form(given.get("method", "get").lower(), given.get("action", ""))
            self.forms.append(self._form)
        elif tag in {"link", "script"}:
            self.links.append(given.get("src") or (given["href"] if given.get("rel") == "stylesheet" else ""))
        elif tag in {"input", "select", "textarea", "button", "option"}:
            self._control(tag, given)
        if given.get("role") == "alert":
            self.alerts.append("")
        if "autofocus" in given:
            self.focused.append(given.get("role", tag))
        if "id" in given:
            self.under[given["id"]] = ""
        if tag not in VOID:
            self._open.append((tag, given.get("id", ""), given.get("role") == "alert"))

    def handle_endtag(self, tag: str) -> None:
        if tag not in {one for one, _, _ in self._open}:
            return
        while self._open and self._open.pop()[0] != tag:
            pass
        if tag == "form":
            self._form = None
        elif tag == "textarea":
            self._area = None
        elif tag == "select":
            self._select = None

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            self._area.value += data
        for _, anchor, is_alert in self._open:
            if anchor:
                self.under[anchor] += data
            if is_alert:
                self.alerts[-1] += data

    def _control(self, tag: str, given: dict[str, str]) -> None:
        if tag == "option":
            if self._select is not None:
                self._select.options.append(given.get("value", ""))
                if "selected" in given:
                    self._select.value = given.get("value", "")
            return
        kind = given.get("type", "submit" if tag == "button" else "text") if tag in {"input", "button"} else tag
        name = given.get("name", "")
        control = Control(name, kind, given, given.get("value", ""))
        self._area = control if tag == "textarea" else self._area
        self._select = control if tag == "select" else self._select
        self.controls.append(control)
        if self._form is None or not name or kind in NOT_SENT or "disabled" in given:
            return
        known = self._form.controls.get(name)
        if known is not None and kind in {"radio", "checkbox", "submit"}:
            known.options.append(control.value)
            known.value = control.value if "checked" in given else known.value
            return
        control.options = [control.value] if kind in {"radio", "checkbox", "submit"} else []
        if kind in {"radio", "checkbox"} and "checked" not in given:
            control.value = ""
        self._form.controls[name] = control


def read(html: str) -> PageReader:
    reader = PageReader()
    reader.feed(html)
    reader.close()
    for control in reader.controls:
        if control.kind == "textarea":
            control.value = control.value.removeprefix("\r").removeprefix("\n")  # the first line break is not its own
    return reader


def text_of(response: HttpResponseBase) -> str:
    """The page that was answered; a file says nothing.

    A file is read to its end, after which Django's client closes it. Closing it by hand would also close the
    connection on which the test holds its transaction.
    """
    if response.streaming:
        b"".join(response)
        return ""
    is_page = "html" in response["Content-Type"]
    return response.content.decode() if is_page else ""  # type: ignore[attr-defined]


def as_shown(client: Client, page: str) -> dict[str, str]:
    """What the form of a page holds when it opens, as its button would send it; files aside."""
    return fields_of(client.get(page).context["form"])


def fields_of(form: BaseForm) -> dict[str, str]:
    """Name of each field -> what it holds; files aside."""
    return {field.html_name: field.value() or "" for field in form if not field.field.widget.needs_multipart_form}
