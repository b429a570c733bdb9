"""Makes the copy's hashes true again, each from the rows as they are now. Runs on the copy, as its only database.

The order is that in which one rests on another: names, contents, orders, batches, books, votes, rows, the journal.
"""

import hashlib
import secrets
from typing import Any

from django.db import connection, transaction
from django.db.models import Model, Prefetch

from committees import tally
from committees.models import PollResult
from dossiers import snapshots
from dossiers.models import DossierSnapshot, Message, Note
from funding import books, seals, transfer_file
from funding.actions.batches import batch_digest, lines_of_batch, transfers
from funding.actions.payouts import lines_of, order_digest
from funding.models import Account, Approval, BatchApproval, BatchFile, Entry, PayoutBatch, PayoutOrder, Transfer
from okote_flow import clock, triggers
from okote_flow.directory.models import User
from okote_flow.journal import chain
from okote_flow.journal.kinds import Kind
from okote_flow.journal.models import Event, Identity
from okote_flow.journal.seal import SUBJECT

PAYER = transfer_file.Payer("Compte fictif", "FR7630001007941234567890185")


def rechain() -> None:
    """All of it in one transaction; then the database refuses changes as it does everywhere.

    Raises AssertionError on a database that is no copy: a real journal is never written anew.
    """
    real = User.objects.exclude(email__startswith="personne-")
    assert not real.exists(), "this database has real accounts: it is no pseudonymised copy"
    triggers.drop(connection)
    with transaction.atomic():
        Rechaining().run()
    triggers.install(connection)


class Rechaining:
    """`new` is old hash -> new hash, of whatever a fact of the journal may cite."""

    def __init__(self) -> None:
        self.new: dict[str, str] = {}
        self.words: dict[tuple[str, int], str] = {}
        self.rows: dict[str, str] = {}

    def run(self) -> None:
        self._names()
        self._contents()
        self._orders()
        self._batches()
        self._books()
        self._votes()
        self._told_rows()
        self._journal()

    def _names(self) -> None:
        """A name that is still there has a new commitment; an erased one keeps what nobody can read."""
        for one in Identity.objects.exclude(name=""):
            one.salt = secrets.token_hex(16)
            old, one.commitment = one.commitment, chain.commit(one.salt, one.name)
            self.new[old] = one.commitment
            one.save(update_fields=["salt", "commitment"])

    def _contents(self) -> None:
        for one in DossierSnapshot.objects.all():
            DossierSnapshot.objects.filter(pk=one.pk).update(sha256=snapshots.digest(one.content))
        for name, model in (("message", Message), ("note", Note)):
            for said in model._default_manager.all():
                self.words[name, said.pk] = chain.commit(said.salt, said.text)

    def _orders(self) -> None:
        for order in PayoutOrder.objects.all():
            self.new[order.digest] = order_digest(order, lines_of(order))
        for model in (PayoutOrder, Approval):
            self._digests(model)

    def _digests(self, model: type[Model]) -> None:
        for row in model._default_manager.all():
            known = self.new.get(getattr(row, "digest"))  # noqa: B009 - of any of these models
            if known:
                model._default_manager.filter(pk=row.pk).update(digest=known)

    def _batches(self) -> None:
        for batch in PayoutBatch.objects.all():
            lines = lines_of_batch(batch)
            for line in lines:
                line.name = transfer_file.written(line.name)
                line.save(update_fields=["name"])
            old = batch.digest, batch.file_sha256
            if not batch.is_erased:
                at = batch.composed_at.astimezone(clock.PARIS)
                made = transfer_file.build(batch.key, PAYER, transfers(lines), due_on=batch.due_on, at=at)
                batch.file_sha256 = hashlib.sha256(made).hexdigest()
                self._keep(batch, made)
            batch.digest = batch_digest(batch, lines)
            self.new |= dict(zip(old, (batch.digest, batch.file_sha256), strict=True))
            PayoutBatch.objects.filter(pk=batch.pk).update(digest=batch.digest, file_sha256=batch.file_sha256)
        self._digests(BatchApproval)

    @staticmethod
    def _keep(batch: PayoutBatch, made: bytes) -> None:
        if batch.pays_refunds:
            BatchFile.objects.filter(batch=batch).update(content=made)
        else:
            PayoutBatch.objects.filter(pk=batch.pk).update(file=made)

    def _books(self) -> None:
        """Entry by entry, each bound to the one before of its subject."""
        codes = dict(Account.objects.values_list("pk", "code"))
        legs = Prefetch("transfers", Transfer.objects.order_by("n"))
        subject, previous = "", chain.GENESIS
        for entry in Entry.objects.order_by("subject", "seq").select_related("reverses").prefetch_related(legs):
            previous = previous if entry.subject == subject else chain.GENESIS
            subject, old = entry.subject, entry.hash
            entry.previous_hash = previous
            moves = [(codes[leg.debit_id], codes[leg.credit_id], leg.cents) for leg in entry.transfers.all()]
            previous = entry.hash = books.link(entry, moves)
            self.new[old] = entry.hash
            Entry.objects.filter(pk=entry.pk).update(hash=entry.hash, previous_hash=entry.previous_hash)

    def _votes(self) -> None:
        for result in PollResult.objects.select_related("poll"):
            sums = None
            inputs = tally.inputs_hash(result.poll, sums)
            self.new[result.inputs_hash] = inputs
            PollResult.objects.filter(pk=result.pk).update(inputs_hash=inputs)

    def _told_rows(self) -> None:
        for model in seals.SEALED:
            for row in model._default_manager.all():
                self.rows[seals.name(model, row.pk)] = seals.digest(row)

    # The journal

    def _journal(self) -> None:
        """Fact by fact as they came, so that every seal finds its heads."""
        heads: dict[str, tuple[int, str]] = {}
        for event in Event.objects.order_by("pk"):
            event.facts = self._facts(event, heads)
            event.actor = self.new.get(event.actor, event.actor)
            event.previous_hash = heads.get(event.subject, (0, chain.GENESIS))[1]
            said = {name: getattr(event, name) for name in chain.Fact._fields}
            event.hash = chain.link(event.previous_hash, chain.Fact(**said))
            heads[event.subject] = (event.seq, event.hash)
            Event.objects.filter(pk=event.pk).update(
                facts=event.facts, actor=event.actor, previous_hash=event.previous_hash, hash=event.hash
            )

    def _facts(self, event: Event, heads: dict[str, tuple[int, str]]) -> dict[str, Any]:
        facts: dict[str, Any] = self._renewed(event.facts)
        for name in ("message", "note"):
            if "words" in facts and (name, facts.get(name)) in self.words:
                facts["words"] = self.words[name, facts[name]]
        if "row_digest" in facts:
            facts["row_digest"] = self.rows.get(str(facts.get("row")), facts["row_digest"])
        if event.kind == Kind.SEAL:
            others = sorted((subject, head) for subject, head in heads.items() if subject != SUBJECT)
            facts["root"] = chain.merkle_root(f"{subject}:{seq}:{digest}" for subject, (seq, digest) in others)
        if event.kind == Kind.BOOKS_SEALED:
            facts["root"], facts["heads"] = books.root(int(facts["up_to"]))
        return facts

    def _renewed(self, value: Any) -> Any:
        if isinstance(value, dict):
            return {key: self._renewed(item) for key, item in value.items()}
        if isinstance(value, list):
            return [self._renewed(item) for item in value]
        return self.new.get(value, value) if isinstance(value, str) else value
