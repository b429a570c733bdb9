"""The cast. Every test uses the same few people, so that a reader knows at once who should be refused.

Alice carries a project in Nord Alsace; Bruno is a member of her organization. Odile is the officer, Didier the
director and Tess the treasurer of Alsace Active. Zoe has nothing to do with any of it.
"""

from datetime import date

from django.core.files.base import ContentFile

from dossiers import actions
from dossiers.models import Attachment, Criterion, Dossier, Programme, RulesVersion
from dossiers.models.content import AttachmentKind, Section, Side
from okote_flow.accounts.actions import appoint
from okote_flow.directory.models import LegalForm, Office, Organization, Partner, PartnerKind, Territory, User
from okote_flow.parameters import Parameters

LONG_ENOUGH = "Le projet répond à ce critère, et voici précisément comment."


class World:
    """People, places and partners; `dossier()` walks to its state by real actions."""

    def __init__(self) -> None:
        self.programme = Programme.objects.create(
            code="okote-alsace",
            name="Okoté",
            operator="Alsace Active",
            starts_on=date(2021, 1, 1),
            ends_on=date(2023, 12, 31),
            target_projects=25,
            target_cofunded=16,
            source="CP-2021-8-1-4",
        )
        self.rules = RulesVersion.objects.create(
            programme=self.programme,
            effective_on=date(2021, 9, 20),
            values=Parameters().values(),
            reference="CP-2021-8-1-4",
        )
        for number, code in enumerate(("territory", "structure", "project", "innovation", "impacts", "interest"), 1):
            Criterion.objects.create(
                programme=self.programme,
                code=code,
                number=number,
                name=code.title(),
                guidance="Ce que dit le rapport.",
            )
        self.nord = Territory.objects.create(code="nord-alsace", name="Nord Alsace", is_priority=True)
        self.sud = Territory.objects.create(code="sud-alsace", name="Sud Alsace", is_priority=True)
        self.cea = Partner.objects.create(
            code="cea",
            name="Collectivité européenne d’Alsace",
            kind=PartnerKind.AUTHORITY,
            is_competence_bound=True,
        )
        self.alice, self.bruno, self.odile, self.didier, self.tess, self.zoe = (
            self.person(name) for name in ("Alice", "Bruno", "Odile", "Didier", "Tess", "Zoe")
        )
        for person, office in (
            (self.odile, Office.OFFICER),
            (self.didier, Office.DIRECTOR),
            (self.tess, Office.TREASURER),
        ):
            appoint(person, office=office, by=None, starts_on=date(2021, 1, 1))

    def person(self, first_name: str) -> User:
        name = first_name.lower()
        return User.objects.create(
            username=name, email=f"{name}@okote.test", first_name=first_name, last_name="Muster", is_fictional=True
        )

    def again(self, person: User) -> User:
        """The same person as a new request would find them."""
        return User.objects.get(pk=person.pk)

    def officer(self, first_name: str) -> User:
        person = self.person(first_name)
        appoint(person, office=Office.OFFICER, by=None, starts_on=date(2021, 1, 1))
        return person

    def join(self, person: User, organization: Organization) -> None:
        organization.memberships.create(user=person)

    def draft(self) -> Dossier:
        """A draft that lacks nothing."""
        dossier = actions.draft(title="Conserverie solidaire", by=self.alice)
        dossier = actions.edit_project(
            dossier,
            by=self.alice,
            summary="Une conserverie de quartier qui sauve les surplus.",
            territory=self.nord,
            city="Haguenau",
            goal_cents=12_000_00,
        )
        dossier = actions.edit_structure(
            dossier,
            by=self.alice,
            name="Bocaux & Compagnie",
            legal_form=LegalForm.LOCAL_ASSOCIATION,
            siret="24670048800017",
            court="Haguenau",
            volume="12",
            folio="34",
        )
        for criterion in Criterion.objects.all():
            actions.answer_criterion(dossier, criterion=criterion, text=LONG_ENOUGH, by=self.alice)
        actions.add_budget_line(
            dossier,
            side=Side.EXPENSE,
            section=Section.INVESTMENT,
            label="Autoclave",
            cents=12_000_00,
            by=self.alice,
        )
        actions.add_budget_line(dossier, side=Side.RESOURCE, label="Campagne", cents=12_000_00, by=self.alice)
        return actions.sign_commitment(dossier, by=self.alice)

    def piece(self, dossier: Dossier) -> Attachment:
        """A quote that somebody really attached."""
        file = ContentFile(b"%PDF-1.7 a quote", "devis.pdf")
        return actions.attach(dossier, kind=AttachmentKind.QUOTE, file=file, by=dossier.applicant)
