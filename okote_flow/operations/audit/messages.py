"""Messages and notes: each says what was sent, and each that was sent is there."""

from collections.abc import Iterator

from dossiers.models import Message, Note
from okote_flow.journal import chain
from okote_flow.journal.kinds import Kind
from okote_flow.journal.models import Event
from okote_flow.operations.audit.fault import Fault, row


def words() -> Iterator[Fault]:
    """The words are those that the journal has bound; without its salt a text was taken back or erased on purpose."""
    for kind, model, name in ((Kind.MESSAGE_SENT, Message, "message"), (Kind.NOTE_WRITTEN, Note, "note")):
        bound = {
            facts.get(name): facts.get("words")
            for facts in Event.objects.filter(kind=kind).values_list("facts", flat=True)
        }
        table = model._meta.db_table
        for key, text, salt in model._default_manager.order_by("pk").values_list("pk", "text", "salt"):
            words = bound.pop(key, None)
            if words is None or (salt and chain.commit(salt, text) != words):
                yield Fault("words-changed", row(table, key), "Ce texte n’est pas celui que le journal a retenu.")
        for key in bound:
            yield Fault("words-gone", row(table, key), "Le journal raconte un texte qui n’existe plus.")
