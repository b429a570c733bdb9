"""Which column becomes what in a copy. What is not known to be harmless is replaced: a new column leaks nothing."""

import re
from collections.abc import Callable
from typing import Any

from django.db import models
from django.db.models import Model

from okote_flow.records.pseudonyms.fiction import HEX, Fiction

Turn = Callable[[Any], Any]
"""A value -> what stands in the copy."""

LEFT_EMPTY = frozenset(
    {"django_session", "account_emailconfirmation", "django_tasks_database_dbtaskresult", "notifications_received"}
)
PUBLIC = frozenset(
    {
        "django_content_type", "auth_permission", "auth_group", "auth_group_permissions", "directory_territory",
        "directory_intermunicipality", "dossiers_programme", "dossiers_criterion", "dossiers_call",
        "dossiers_rulesversion", "dossiers_counter", "committees_committee", "committees_seat", "committees_ruleset",
        "committees_lettertemplate", "viewflow_process", "viewflow_task", "viewflow_task_previous",
        "guardian_userobjectpermission", "guardian_groupobjectpermission", "funding_account",
    }
)  # fmt: skip
"""Tables that say nothing of anybody: rules, places, the machine."""
CODES = frozenset(
    {
        "subject", "kind", "actor", "office", "hash", "previous_hash", "commitment", "digest", "number", "code", "key",
        "reference", "deliberation_ref", "bank_reference", "provider_reference", "end_to_end", "external_id",
        "returned_as", "payment_id_told", "duty", "keeper", "asked_from", "state", "section", "chapter", "nature",
        "function", "operation", "month", "stage", "step", "blocks", "owner", "occasion", "media_type", "file_type",
        "visa_type", "about", "url", "verb", "url_name", "flow_class", "status", "explanation", "subject_hash",
        "inputs_hash", "mentions_sha256", "provider", "model", "legal_form", "theme", "added_why", "why_code",
        "cadence", "because", "source", "rule", "fate", "ground", "interest", "quality", "verdict", "algorithm",
    }
)  # fmt: skip
"""Columns of codes and references that name no person."""
NAMES = frozenset(
    {"holder", "signatory", "visa_signatory", "contact_name", "donor_name", "stands_for", "requester", "counterparty",
     "deliberated_by", "signatory_role"}
)  # fmt: skip
NAMED_TABLES = frozenset(
    {
        "funding_donor", "funding_asker", "funding_firstsupporter", "funding_taxrecipient", "committees_entitlement",
        "committees_convocation", "journal_identity", "funding_batchpayee", "funding_batchline",
    }
)  # fmt: skip
"""Tables whose `name` is a person's."""
STRUCTURES = frozenset({"directory_organization", "directory_partner", "committees_interest", "committees_lead"})
OPAQUE = frozenset({"token", "token_hash", "serial", "salt", "message_id", "client_uuid", "session_key"})
PLAIN_JSON = frozenset({"tours_closed", "values", "rule", "figures", "sources", "documents_count"})

IN_WORDS = frozenset({"dossiers_reportdraft", "administration_importline"})
"""Tables whose JSON is what somebody typed, cell by cell: a name or a number stands there alone."""


def turn_of(model: type[Model], field: models.Field[Any, Any], fiction: Fiction) -> Turn:
    """How the values of a column are turned."""
    table, name = model._meta.db_table, field.name
    if table in PUBLIC or not isinstance(
        field, models.CharField | models.TextField | models.JSONField | models.FileField | models.BinaryField
    ):
        return _same
    if isinstance(field, models.JSONField):
        if table in IN_WORDS:
            return lambda value: of_words(value, fiction)
        return _same if name in PLAIN_JSON else lambda value: of_json(value, fiction)
    if isinstance(field, models.FileField | models.BinaryField):
        return _same  # `copying` puts another file in its place
    return _of_words(table, field, fiction)


def _of_words(table: str, field: Any, fiction: Fiction) -> Turn:
    by_name = _personal(table, field.name, fiction)
    if by_name is not None:
        return _fitting(by_name, field.max_length)
    if field.name.endswith("sha256"):
        return lambda value: fiction.digest(value) if value else value
    if field.choices or isinstance(field, models.SlugField) or field.name in CODES:
        return _same
    if _must_differ(field):
        return lambda value: fiction.tag(value, min(max(len(value), 12), field.max_length or 40)) if value else value
    return _fitting(fiction.text, field.max_length)


def _personal(table: str, name: str, fiction: Fiction) -> Turn | None:
    """What a name, an address or a number becomes."""
    fixed: dict[str, Turn] = {
        "first_name": fiction.first_name,
        "last_name": fiction.last_name,
        "username": fiction.email,
        "password": lambda value: "!",
        "contact_phone": fiction.phone,
        "siret": fiction.siret,
        "siren": fiction.siret,
    }
    if name in fixed:
        return fixed[name]
    if name in ("email", "contact_email", "sender", "address") and table != "funding_taxmandate":
        return fiction.email
    if name.endswith("iban"):
        return fiction.iban
    if name in OPAQUE:
        return lambda value: fiction.tag(value, min(len(value), 64)) if value else value
    if name in NAMES or (name == "name" and table in NAMED_TABLES):
        return fiction.person
    return fiction.organization if name in ("name", "organization") and table in STRUCTURES else None


def _fitting(turn: Turn, longest: int | None) -> Turn:
    return lambda value: turn(value)[:longest] if value else value


def _must_differ(field: Any) -> bool:
    """Whether the database wants two rows to differ in this column."""
    rules = [one for one in field.model._meta.constraints if isinstance(one, models.UniqueConstraint)]
    return field.unique or any(field.name in one.fields for one in rules)


def _same(value: Any) -> Any:
    return value


# JSON

TEXTUAL = frozenset(
    {
        "reason", "note", "text", "title", "name", "label", "place", "organization", "said", "words_of", "holder",
        "lead", "city", "why", "object", "signatory", "redirected_to", "condition", "summary",
    }
)  # fmt: skip
NAME = re.compile(r"[A-Z][a-z]+(?:-[A-Z][a-z]+)*", re.ASCII)
"""One word that is written like a name: no code is."""
PHONE = re.compile(r"(?:\+\d{2}|0)\d{9}", re.ASCII)
CODE = re.compile(r"[\w:./+\-@ ]{0,80}", re.ASCII)


def of_json(value: Any, fiction: Fiction, name: str = "") -> Any:
    """Codes, numbers and days stay; whatever could be words does not."""
    if isinstance(value, dict):
        return {key: of_json(item, fiction, key) for key, item in value.items()}
    if isinstance(value, list):
        return [of_json(item, fiction, name) for item in value]
    if not isinstance(value, str) or not value:
        return value
    if HEX.fullmatch(value):
        return fiction.digest(value) if name.endswith("sha256") else value
    if name.endswith("iban"):
        return fiction.iban(value)
    if name in ("siret", "siren"):
        return fiction.siret(value)
    if name in TEXTUAL or " " in value or "@" in value or not CODE.fullmatch(value):
        return fiction.text(value)
    return fiction.text(value) if NAME.fullmatch(value) or PHONE.fullmatch(value) else value


def of_words(value: Any, fiction: Fiction) -> Any:
    """Whatever is written there; how much of it stays."""
    if isinstance(value, dict):
        return {key: of_words(item, fiction) for key, item in value.items()}
    if isinstance(value, list):
        return [of_words(item, fiction) for item in value]
    return fiction.text(value) if isinstance(value, str) else value
