"""Many dossiers at once, for pages whose number of queries must not grow with them."""

from typing import Any

from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from viewflow.workflow.models import Process, Task

from dossiers.flows import AdmissibilityFlow
from dossiers.lifecycle import State
from dossiers.models import Dossier, DossierProcess
from okote_flow import clock
from okote_flow.directory.models import LegalForm, Organization
from okote_flow.search import indexing
from okote_flow.search.models import Nature


def submitted(world: Any, count: int) -> list[Dossier]:
    """That many handed-in dossiers of Alice, each of its own structure, none with an officer."""
    organizations = Organization.objects.bulk_create(
        Organization(name=f"Structure {number}", legal_form=LegalForm.ASSOCIATION_1901) for number in range(count)
    )
    taken = Dossier.objects.count()
    return Dossier.objects.bulk_create(
        Dossier(
            number=f"OKT-2022-{taken + place:05d}",
            title=f"Projet {taken + place}",
            applicant=world.alice,
            organization=organization,
            territory=world.nord,
            state=State.SUBMITTED,
            rules=world.rules,
            submitted_at=clock.now(),
        )
        for place, organization in enumerate(organizations)
    )


def searchable(dossiers: list[Dossier]) -> list[Dossier]:
    """As they are found by their words: what an act has written by itself."""
    indexing.write(Nature.DOSSIER, [dossier.pk for dossier in dossiers])
    return dossiers


def with_tasks(dossiers: list[Dossier]) -> list[Dossier]:
    """Each awaits an officer who examines whether it is admissible."""
    for dossier in dossiers:
        AdmissibilityFlow.open(dossier)
    return dossiers


def with_copied_tasks(dossiers: list[Dossier], like: Dossier) -> list[Dossier]:
    """The same for thousands: the rows that the flow wrote for one dossier, written again for each of them."""
    model = DossierProcess.objects.get(dossier=like)
    tasks = list(model.task_set.order_by("pk"))
    parents = Process.objects.bulk_create(Process(flow_class=model.flow_class, status=model.status) for _ in dossiers)
    for dossier, parent in zip(dossiers, parents, strict=True):
        copy = DossierProcess(process_ptr=parent, dossier=dossier, duty=model.duty, keeper=model.keeper)
        copy.save_base(raw=True, force_insert=True)  # the child's row alone: its parent's is written
    Task.objects.bulk_create(
        Task(process=parent, flow_task=one.flow_task, flow_task_type=one.flow_task_type, status=one.status)
        for parent in parents
        for one in tasks
    )
    return dossiers


def count_again() -> None:
    """What PostgreSQL does by itself soon after many rows came: without it a plan takes every table for empty."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def queries_of(client: Client, url: str) -> int:
    """How many queries a page takes for whom nothing is remembered; the page must be there."""
    cache.clear()
    with CaptureQueriesContext(connection) as queries:
        response = client.get(url)
    assert response.status_code == 200
    return len(queries)
