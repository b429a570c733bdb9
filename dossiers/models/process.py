"""One thing that awaits somebody: a viewflow process about a dossier, with its pool, its person and its due date."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from viewflow.workflow.models import Process

from dossiers.models.deadlines import Deadline
from dossiers.models.dossier import Dossier
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
