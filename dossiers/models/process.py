"""One thing that awaits somebody: a viewflow process about a dossier, with its pool, its person and its due date."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Case, CharField, DateField, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from viewflow.workflow.models import Process
from viewflow.workflow.status import PROCESS

from dossiers.lifecycle import ENDS
from dossiers.models.deadlines import Deadline
from dossiers.models.dossier import OVER, UNDATED, Dossier
from okote_flow import clock


class DossierProcess(Process):
    """A short stage flow. `keeper` names the pool, `person` the one it is for when it is for one person only."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="processes")
    duty = models.CharField("tâche", max_length=40)
    keeper = models.CharField("à qui", max_length=30)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="duties")
    about = models.PositiveBigIntegerField(null=True)  # the row of the upper app that the duty is about, if any
    opened_at = models.DateTimeField(default=clock.now)
    deadline = models.ForeignKey(Deadline, models.PROTECT, null=True, related_name="processes")
    due_on = models.DateField("échéance", null=True)  # that of the deadline, written with it (`dossiers.deadlines`)

    class Meta:
        verbose_name = "tâche"
        indexes: ClassVar = [models.Index(fields=["keeper", "due_on"], name="duty_by_keeper")]

    def __str__(self) -> str:
        return f"{self.duty} {self.dossier_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Its dossier's place in the lists follows, in the same transaction."""
        super().save(*args, **kwargs)
        look_ahead(Q(pk=self.dossier_id))


def outlook() -> dict[str, Any]:
    """What the open tasks of a dossier say of it now, as its two columns."""
    waiting = DossierProcess.objects.filter(dossier=OuterRef("pk"), status=PROCESS.NEW)
    first = waiting.order_by(F("due_on").asc(nulls_last=True), "pk")
    day = Coalesce(Subquery(first.values("due_on")[:1]), Value(UNDATED), output_field=DateField())
    keeper = Coalesce(Subquery(first.values("keeper")[:1]), Value(""), output_field=CharField())
    return {"next_due_on": Case(When(state__in=ENDS, then=Value(OVER)), default=day), "next_keeper": keeper}


def look_ahead(of: Q) -> int:
    """Write it for these dossiers: after any change of a task or a state. Gives how many rows there were."""
    return Dossier.objects.filter(of).update(**outlook())
