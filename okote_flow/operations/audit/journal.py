"""The journal: every chain whole, every seal right, every name behind its commitment."""

from collections.abc import Iterator

from okote_flow.journal import chain
from okote_flow.journal.kinds import Kind
from okote_flow.journal.models import Event, Identity
from okote_flow.journal.seal import SUBJECT
from okote_flow.operations.audit.fault import Fault, row

TABLE = "journal_event"
KINDS = frozenset(Kind.values)


def chains() -> Iterator[Fault]:
    """Within a subject: numbers without gap from 1, each fact bound to the one before, each hash of what it says."""
    subject, number, previous = "", 0, chain.GENESIS
    for event in Event.objects.order_by("subject", "seq").iterator():
        if event.subject != subject:
            subject, number, previous = event.subject, 0, chain.GENESIS
        number += 1
        yield from _link(event, number, previous)
        number, previous = event.seq, event.hash


def _link(event: Event, number: int, previous: str) -> Iterator[Fault]:
    name = f"{event.subject}, fait {event.seq}"
    if event.seq != number:
        yield Fault("journal-gap", row(TABLE, event.pk), f"{name}\u00a0: le fait {number} manque.")
    elif event.previous_hash != previous:
        yield Fault("journal-link", row(TABLE, event.pk), f"{name}\u00a0: ne suit pas le fait précédent.")
    if event.hash != _hash(event):
        yield Fault(
            "journal-hash", row(TABLE, event.pk), f"{name}\u00a0: son contenu a changé depuis son inscription."
        )
    if event.kind not in KINDS:
        yield Fault("journal-kind", row(TABLE, event.pk), f"{name}\u00a0: genre «\u00a0{event.kind}\u00a0» inconnu.")


def _hash(event: Event) -> str:
    said = {name: getattr(event, name) for name in chain.Fact._fields}
    return chain.link(event.previous_hash, chain.Fact(**said))


def seals() -> Iterator[Fault]:
    """Each seal holds the Merkle root of the heads as they stood: what it sealed is all still there."""
    heads: dict[str, tuple[int, str]] = {}
    waiting = list(Event.objects.filter(subject=SUBJECT).order_by("seq"))
    for event in Event.objects.exclude(subject=SUBJECT).order_by("pk").iterator():
        while waiting and event.pk > _bound(waiting[0]):
            yield from _sealed(waiting.pop(0), heads)
        heads[event.subject] = (event.seq, event.hash)
    for seal in waiting:
        yield from _sealed(seal, heads)


def _bound(seal: Event) -> int:
    """The last fact that a seal covers; a seal whose facts are spoilt covers nothing."""
    bound = seal.facts.get("up_to") if isinstance(seal.facts, dict) else None
    return bound if isinstance(bound, int) else 0


def _sealed(seal: Event, heads: dict[str, tuple[int, str]]) -> Iterator[Fault]:
    leaves = (f"{subject}:{seq}:{digest}" for subject, (seq, digest) in sorted(heads.items()))
    facts = seal.facts if isinstance(seal.facts, dict) else {}
    if facts.get("root") != chain.merkle_root(leaves) or facts.get("heads") != len(heads):
        day = f"{seal.at:%d/%m/%Y}"
        yield Fault("journal-seal", row(TABLE, seal.pk), f"Scellé du {day}\u00a0: le journal qu’il couvre a changé.")


def identities() -> Iterator[Fault]:
    """A name that is there is the one committed to; every commitment of the journal has its row."""
    known = set()
    for identity in Identity.objects.order_by("pk").iterator():
        known.add(identity.commitment)
        if identity.name and chain.commit(identity.salt, identity.name) != identity.commitment:
            subject = row("journal_identity", identity.pk)
            yield Fault("identity-changed", subject, "Le nom n’est plus celui que le journal a engagé.")
    for event in Event.objects.order_by("pk").iterator():
        for commitment in _people(event):
            if commitment not in known:
                sentence = f"{event.subject}, fait {event.seq}\u00a0: l’identité d’une personne nommée a disparu."
                yield Fault("identity-missing", row(TABLE, event.pk), sentence)


def _people(event: Event) -> list[str]:
    named = event.facts.get("people", {}) if isinstance(event.facts, dict) else {}
    return [text for text in (event.actor, *(named.values() if isinstance(named, dict) else ())) if text]
