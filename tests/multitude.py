"""Worlds of ten and a hundred thousand dossiers: what a few of them wrote when they walked, written again in bulk.

One dossier walks to each state by real actions (`tests/alsace.py`). Everything those walks wrote is then copied, block
after block (`tests/mould.py`): a copy is what the same acts would have written, and the audit has nothing to say of it
(`tests/actions/test_multitude.py`). Notices are not copied: nobody is told of dossiers that only fill a table.
"""

from collections.abc import Callable
from itertools import islice
from typing import Any

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.db.models import Max, Sum

from dossiers.lifecycle import State
from dossiers.models import Counter, Dossier
from funding.models import Account, Transfer
from okote_flow import triggers
from okote_flow.directory.models import Partner
from okote_flow.journal import chain
from okote_flow.search import following
from tests.alsace import Alsace
from tests.mould import Copy, Mould

AMPLE = 1_000_000_000_00  # no envelope binds


class AmpleAlsace(Alsace):
    """The house with more money than any number of copies may promise."""

    def _vote(self, partner: Partner, cents: int) -> Any:
        return super()._vote(partner, AMPLE)


def walk() -> tuple[Alsace, Mould]:
    """The house with a dossier in each state, and what they wrote. Time moves on as they walk."""
    house = AmpleAlsace()
    before = {one._meta.label: _last(one) for one in apps.get_models(include_auto_created=True)}
    for state in State:
        house.dossier(state)
    return house, Mould(before)


def _last(model: type[models.Model]) -> int:
    pk = model._meta.pk
    if not isinstance(pk, models.AutoField | models.BigAutoField | models.OneToOneField):
        return 0
    return model._base_manager.aggregate(last=Max("pk"))["last"] or 0


def multiply(
    mould: Mould, dossiers: int, *, at_once: int = 20, told: Callable[[int], None] = lambda done: None
) -> None:
    """Copies until there are at least so many dossiers."""
    each = len(mould.keys["Dossier"])
    blocks = iter(range(1, -(-dossiers // each)))
    with triggers.lifted(connection):  # they watch over acts; what is copied has been acted
        while some := list(islice(blocks, at_once)):
            with transaction.atomic():
                _write(mould, [_copy(mould, block) for block in some])
            told(some[-1] * each)
        _finish(mould)
    following.rebuild()


def _copy(mould: Mould, block: int) -> Copy:
    copy = Copy(block, mould.handed_in)
    for named in mould.order:
        copy.hashes[named] = copy.hashes[named[0]] = chain.digest(copy.say(mould.texts[named]))
    return copy


def _write(mould: Mould, copies: list[Copy]) -> None:
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        for table, rows in mould.tables:
            columns = [quote(str(column.column)) for column in table._meta.local_concrete_fields]
            sql = (
                f"INSERT INTO {quote(table._meta.db_table)} ({', '.join(columns)}) "
                f"VALUES ({', '.join(['%s'] * len(columns))})"
            )
            cursor.executemany(sql, [row.of(copy) for copy in copies for row in rows])


def _finish(mould: Mould) -> None:
    """What is one for all copies: sums of shared accounts, counters, the next keys."""
    total = Dossier.objects.handed_in().count()
    Counter.objects.filter(name="dossier-2022").update(value=total)
    debited = _sums("debit")
    credited = _sums("credit")
    for account in Account.objects.filter(campaign=None, pledge=None):
        Account.objects.filter(pk=account.pk).update(
            debits_cents=debited.get(account.pk, 0), credits_cents=credited.get(account.pk, 0)
        )
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for sql in connection.ops.sequence_reset_sql(no_style(), [table for table, _ in mould.tables]):
                cursor.execute(sql)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _sums(side: str) -> dict[int, int]:
    return dict(Transfer.objects.order_by().values_list(side).annotate(Sum("cents")))
