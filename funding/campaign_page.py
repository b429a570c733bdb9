"""What the public page of a campaign says beside its counter: project, budget, partners, dates, how to give."""

from dataclasses import dataclass

from django.conf import settings

from dossiers.models import BudgetLine, Dossier
from dossiers.models.content import Side
from funding import access, calculator, mentions, newsstand, page_access, providers, showcase
from funding.counters import LANES, Counter, percent
from funding.models import Campaign
from funding.showcase import Phase
from okote_flow.directory.models import LegalForm
from okote_flow.journal.access import story
from okote_flow.journal.kinds import Kind

LEAD_LENGTH = 240  # a summary up to this long is the lead itself
Context = dict[str, object]


@dataclass(frozen=True, slots=True)
class GivingWays:
    """Where gifts go while nobody takes payments online."""

    payee: str
    reference: str
    iban: str  # empty: it is given on request
    address: str  # where a cheque is sent; empty: on request
    contact: str


def context(counter: Counter) -> Context:
    """For the page of a campaign that was opened."""
    campaign = counter.campaign
    dossier, phase = campaign.dossier, showcase.phase_of(campaign)
    lines = expenses(dossier)
    shown = newsstand.stand(campaign)
    lead, rest = lead_of(shown.told)
    return {
        "counter": counter,
        "phase": phase,
        "takes_gifts": phase in (Phase.RUNNING, Phase.LAST_HOURS),
        "time_left": showcase.time_left(campaign),
        "threshold_percent": percent(campaign.threshold_bps),
        "outcome": showcase.outcome(campaign),
        "stand": shown,
        "mentions": mentions.of(campaign),
        "supporters_count": page_access.supporters_of(dossier).count() if campaign.is_open else 0,
        "lead": lead,
        "rest": rest,
        "legal_form": LegalForm(dossier.organization.legal_form).label if dossier.organization else "",
        "initials": initials(str(dossier.organization or "")),
        "endorsed_at": endorsed_at(dossier),
        "expenses": lines,
        "expenses_cents": sum(line.amount_cents for line in lines),
        "partners": [source for css, _ in LANES[1:] for source in counter.position.sources if source.lane == css],
        "first_euro_cents": calculator.first_euro_cents(counter),
        "milestones": showcase.milestones(campaign),
        "owes_refunds": bool(access.owing_refunds([campaign])),
        "ways": ways_of_giving(campaign),
        "pays_online": providers.chosen() is not None,
    }


def lead_of(told: str) -> tuple[str, str]:
    """The project in a sentence, and the rest of what its holder says of it."""
    first, _, rest = told.partition("\n")
    if len(first) <= LEAD_LENGTH:
        return first.strip(), rest.strip()
    return "", told


def expenses(dossier: Dossier) -> list[BudgetLine]:
    return list(dossier.budget_lines.filter(side=Side.EXPENSE))


def endorsed_at(dossier: Dossier) -> object:
    """When the engagement committee chose the project; None when the journal does not know."""
    told = story(dossier.subject, kinds=frozenset({Kind.DOSSIER_ENDORSE}))
    return told[-1].at if told else None


def initials(name: str) -> str:
    words = [word for word in name.replace("’", " ").split() if word[0].isalpha() and word[0].isupper()]
    return "".join(word[0] for word in words[:2]) or name[:1].upper()


def ways_of_giving(campaign: Campaign) -> GivingWays:
    return GivingWays(
        payee=settings.PUBLISHER,
        reference=f"DON {campaign.dossier.number}",
        iban=settings.GIFT_IBAN,
        address=settings.POSTAL_ADDRESS,
        contact=settings.CONTACT_EMAIL,
    )
