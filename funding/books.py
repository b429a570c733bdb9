"""The only door to the ledger: post, reverse, read, check. Nothing else writes Entry or Transfer.

Entries are chained per subject: the dossier when there is one, else the envelope or partner that the act is about.
Whoever posts holds that subject's row, so no row is hot for the whole house; `check` walks every chain.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.db import transaction
from django.db.models import F, Max, Prefetch, Sum

from dossiers.models import Dossier
from funding.models import Account, Entry, Normal, Period, Role, Transfer
from funding.sentences import refuse
from okote_flow import clock
from okote_flow.cents import euros
from okote_flow.journal import chain
from okote_flow.refusals import Refusal, require


@dataclass(frozen=True, slots=True)
class Move:
    """So many cents from one account (debited) to another (credited)."""

    debit: Account
    credit: Account
    cents: int


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is not as it must be: a stable code, the row ("funding_entry:12"), a French sentence."""

    code: str
    subject: str
    sentence: str


KINDS = {
    "gift": "Don",
    "refund": "Remboursement d’un don",
    "refunds-sent": "Remboursements partis",
    "provider-payment": "Versement du prestataire de paiement",
    "vote": "Enveloppe votée",
    "advance": "Avance d’un partenaire",
    "cash": "Encaissement d’un partenaire",
    "reservation": "Réservation, ouverture de campagne",
    "release": "Réservations libérées, campagne gagnée",
    "settlement": "Abondement arrêté",
    "waiver": "Abandon d’un solde",
    "unwinding": "Réservations libérées, campagne défaite",
    "payout": "Versement exécuté",
    "lapse": "Annulation en fin d’exercice",
    "carry-over": "Report sur l’année suivante",
    "tranche": "Plafond changé en cours de campagne",
    "unidentified": "Somme reçue, à attribuer",
    "receipt-returned": "Somme rendue à son émetteur",
    "claim": "Impayé à recouvrer",
    "claim-recovered": "Impayé recouvré",
    "claim-lost": "Impayé passé en perte",
    "repayment": "Reversement d’un projet",
    "repayment-share": "Part d’un reversement rendue à un partenaire",
    "reversal": "Contre-passation",
}
"""What an entry's kind is called."""


def said(kind: str) -> str:
    return KINDS.get(kind, kind)


def post(  # noqa: PLR0913 - what an entry says
    kind: str,
    moves: Iterable[Move],
    *,
    key: str,
    dossier: Dossier | None = None,
    subject: str = "",
    reason: str = "",
    on: date | None = None,
) -> Entry:
    """Write one act, once: the same key gives the same entry, and must mean the same. Moves of nothing are left out.

    `subject` names the chain when no dossier does; the caller holds that row. `on` is the day on which it happened,
    today unless said. Raises Refused("bank-short") and Refused("period-locked"); any other overdraft is refused by the
    database (IntegrityError), so whoever may run into one asks beforehand.
    """
    return _post(kind, list(moves), key=key, of=(dossier, subject), reason=reason, reverses=None, on=on)


def reverse(entry: Entry, reason: str) -> Entry:
    """Undo an entry by its mirror image. Once: reversing again gives the same reversal."""
    moves = [
        Move(transfer.credit, transfer.debit, transfer.cents)
        for transfer in entry.transfers.select_related("debit", "credit").order_by("-n")
    ]
    of = (entry.dossier, entry.subject)
    return _post("reversal", moves, key=f"reversal:{entry.key}", of=of, reason=reason, reverses=entry)


def _post(  # noqa: PLR0913 - as `post`
    kind: str,
    moves: list[Move],
    *,
    key: str,
    of: tuple[Dossier | None, str],
    reason: str,
    reverses: Entry | None,
    on: date | None = None,
) -> Entry:
    assert transaction.get_connection().in_atomic_block, "post() belongs inside the transaction of the act"
    moves = [move for move in moves if move.cents]
    assert moves and all(move.cents > 0 for move in moves), f"{key} moves nothing, or less than nothing"
    known = Entry.objects.filter(key=key).first()
    if known is not None:
        assert _means(known, kind, moves), f"{key} is written already and means something else"
        return known
    dossier, subject = of
    subject = subject or (dossier.subject if dossier else "")
    assert subject, "an entry belongs to a chain"
    occurred_on = on or clock.today()
    held = hold(account for move in moves for account in (move.debit, move.credit))
    require([*_month_refusals(occurred_on), *_cover_refusals(moves, held)])
    seq, previous = _head(subject)
    entry = Entry(
        key=key,
        kind=kind,
        subject=subject,
        seq=seq + 1,
        dossier=dossier,
        occurred_on=occurred_on,
        recorded_at=clock.now(),
        reverses=reverses,
        reason=reason.strip()[:400],
        previous_hash=previous,
    )
    entry.hash = link(entry, [(move.debit.code, move.credit.code, move.cents) for move in moves])
    entry.save(force_insert=True)
    _transfer(entry, moves)
    return entry


def _transfer(entry: Entry, moves: list[Move]) -> None:
    Transfer.objects.bulk_create(
        Transfer(entry=entry, n=n, debit=move.debit, credit=move.credit, cents=move.cents)
        for n, move in enumerate(moves, start=1)
    )


def _month_refusals(day: date) -> Iterator[Refusal]:
    """A locked month takes nothing. That of today is never locked, so it is not asked for."""
    month = day.isoformat()[:7]
    is_past = month < clock.today().isoformat()[:7]
    if is_past and Period.objects.filter(month=month, is_locked=True).exists():
        yield refuse("period-locked", month=month)


def _means(entry: Entry, kind: str, moves: list[Move]) -> bool:
    written = list(entry.transfers.order_by("n").values_list("debit_id", "credit_id", "cents"))
    return entry.kind == kind and written == [(move.debit.pk, move.credit.pk, move.cents) for move in moves]


def hold(accounts: Iterable[Account]) -> dict[int, Account]:
    """These accounts as they are now, their rows held in the order of their ids."""
    touched = {account.pk for account in accounts}
    return {row.pk: row for row in Account.objects.select_for_update().filter(pk__in=touched).order_by("pk")}


def _cover_refusals(moves: list[Move], held: dict[int, Account]) -> Iterator[Refusal]:
    """No bank account pays what it does not hold. Elsewhere an overdraft is our mistake: the database says so."""
    for bank in held.values():
        come = sum(move.cents for move in moves if move.debit.pk == bank.pk)
        gone = sum(move.cents for move in moves if move.credit.pk == bank.pk)
        if bank.role == Role.BANK and bank.balance_cents + come < gone:
            yield refuse("bank-short", cash=euros(bank.balance_cents))


def _head(subject: str) -> tuple[int, str]:
    """(seq, hash) of the chain's last entry."""
    last = Entry.objects.filter(subject=subject).order_by("-seq").values_list("seq", "hash").first()
    return last or (0, chain.GENESIS)


def link(entry: Entry, moves: list[tuple[str, str, int]]) -> str:
    """The hash of an entry: of all it says and of the entry before it."""
    said = [
        entry.previous_hash,
        entry.subject,
        entry.seq,
        entry.key,
        entry.kind,
        _day(entry.occurred_on),
        _instant(entry.recorded_at),
        entry.dossier_id,
        entry.reverses.key if entry.reverses else "",
        entry.reason,
        [list(move) for move in moves],
    ]
    return chain.digest(chain.canonical(said))


def _day(value: date) -> str:
    return value.isoformat()


def _instant(value: datetime) -> str:
    return value.astimezone(UTC).isoformat(timespec="microseconds")


def balance(code: str) -> int:
    """What stands on an account, in cents, on its own side. An account that was never used holds 0."""
    found = Account.objects.filter(code=code).first()
    return found.balance_cents if found else 0


def totals() -> list[tuple[str, int, int]]:
    """The trial balance: (book, debits, credits). In each book they are equal."""
    rows = Account.objects.order_by("book").values_list("book")
    return list(rows.annotate(debits=Sum("debits_cents"), credits=Sum("credits_cents")))


def root(up_to: int) -> tuple[str, int]:
    """(Merkle root, number) of the heads that the chains had at that entry."""
    last = Entry.objects.filter(pk__lte=up_to).order_by().values("subject").annotate(last=Max("pk")).values("last")
    heads = Entry.objects.filter(pk__in=last).values_list("subject", "seq", "hash")
    return _root({subject: (seq, digest) for subject, seq, digest in heads})


def roots(bounds: Iterable[int]) -> dict[int, tuple[str, int]]:
    """Entry -> what `root` says of it, for many at once: the books are gone through a single time."""
    waiting, heads, found = sorted(bounds), dict[str, tuple[int, str]](), dict[int, tuple[str, int]]()
    rows = Entry.objects.filter(pk__lte=max(waiting, default=0)).order_by("pk")
    for pk, subject, seq, digest in rows.values_list("pk", "subject", "seq", "hash").iterator(chunk_size=2000):
        while waiting[0] < pk:
            found[waiting.pop(0)] = _root(heads)
        heads[subject] = (seq, digest)
    return found | dict.fromkeys(waiting, _root(heads))


def _root(heads: dict[str, tuple[int, str]]) -> tuple[str, int]:
    """(Merkle root, number) of heads: subject -> (seq, hash)."""
    leaves = [f"{subject}:{seq}:{digest}" for subject, (seq, digest) in sorted(heads.items())]
    return chain.merkle_root(leaves), len(leaves)


def check() -> Iterator[Fault]:
    """Everything that must be true of the books, recomputed from the transfers. Yields what is not."""
    yield from _check_sums()
    yield from _check_chains()


def _check_sums() -> Iterator[Fault]:
    debited = dict(Transfer.objects.order_by().values_list("debit").annotate(Sum("cents")))
    credited = dict(Transfer.objects.order_by().values_list("credit").annotate(Sum("cents")))
    for account in Account.objects.all():
        row, moved = f"funding_account:{account.pk}", (debited.get(account.pk, 0), credited.get(account.pk, 0))
        if (account.debits_cents, account.credits_cents) != moved:
            yield Fault("account-sums", row, f"Les totaux de {account.code} ne sont pas ceux de ses mouvements.")
        if account.normal != Normal.EITHER and account.balance_cents < 0:
            yield Fault("account-side", row, f"{account.code} est du côté qui lui est interdit.")
    for transfer in Transfer.objects.exclude(debit__book=F("credit__book")):
        yield Fault("transfer-crossing", f"funding_transfer:{transfer.pk}", "Ce mouvement passe d’un livre à l’autre.")


def _check_chains() -> Iterator[Fault]:
    """Each subject's entries count from one without gap, and each is bound to the one before."""
    codes = dict(Account.objects.values_list("pk", "code"))
    legs = Prefetch("transfers", Transfer.objects.order_by("n"))
    entries = Entry.objects.order_by("subject", "seq").select_related("reverses").prefetch_related(legs)
    subject, seq, previous = "", 0, chain.GENESIS
    for entry in entries.iterator(chunk_size=500):
        if entry.subject != subject:
            subject, seq, previous = entry.subject, 0, chain.GENESIS
        row = f"funding_entry:{entry.pk}"
        if entry.seq != seq + 1 or entry.previous_hash != previous:
            yield Fault("entry-unbound", row, f"L’écriture {entry.key} n’est pas liée à la précédente.")
        legs_of = [
            (codes.get(leg.debit_id, ""), codes.get(leg.credit_id, ""), leg.cents) for leg in entry.transfers.all()
        ]
        if not legs_of or entry.hash != link(entry, legs_of):
            yield Fault("entry-changed", row, f"L’écriture {entry.key} ne dit plus ce qu’elle disait.")
        seq, previous = entry.seq, entry.hash
