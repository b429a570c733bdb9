"""What a chosen gift becomes: what it calls from the partners by the rules of matching, and what is kept of it."""

from dataclasses import dataclass

from funding.counters import Counter
from funding.matching import ShareMode
from funding.models import Campaign, Pledge
from funding.position import called
from funding.rules import fee_on
from okote_flow.cents import euros
from okote_flow.directory.models import PartnerKind

FIRST_EURO = 100
COLLEGES = (
    (PartnerKind.COMPANY, "ent", "entreprises", "Les entreprises", "Aucune entreprise"),
    (PartnerKind.AUTHORITY, "col", "collectivités", "Les collectivités", "Aucune collectivité"),
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What one college adds to the gift."""

    css: str
    label: str
    cents: int
    note: str  # why it is less than the rule says; empty when it is all


@dataclass(frozen=True, slots=True)
class Becomes:
    """One gift of citizens' money and all that follows from it, if the campaign succeeds."""

    gift_cents: int
    answers: tuple[Answer, ...]
    fee_cents: int
    missing_cents: int  # what citizens have to give before this gift for the threshold to be met

    @property
    def gathered_cents(self) -> int:
        return self.gift_cents + sum(answer.cents for answer in self.answers)

    @property
    def project_cents(self) -> int:
        return self.gathered_cents - self.fee_cents

    @property
    def notes(self) -> list[str]:
        return [answer.note for answer in self.answers if answer.note]

    @property
    def crosses(self) -> bool:
        """Whether this very gift makes the campaign succeed."""
        return 0 < self.missing_cents <= self.gift_cents

    @property
    def equation(self) -> str:
        """As it is read aloud."""
        added = "".join(f" + {euros(answer.cents)} des {answer.label}" for answer in self.answers)
        return f"{euros(self.gift_cents)} de vous{added} = {euros(self.gathered_cents)}"

    @property
    def sentence(self) -> str:
        """All of it, to be announced once."""
        said = [f"{self.equation}.", *self.notes]
        said.append(f"Frais en cas de réussite\u00a0: {euros(self.fee_cents)}.")
        return " ".join([*said, f"Pour le projet\u00a0: {euros(self.project_cents)}."])


def becomes(counter: Counter, gift_cents: int) -> Becomes:
    """What this gift would bring now, as if it were received as the next one. Asks the database nothing."""
    campaign, now = counter.campaign, counter.position
    pledges = [source.pledge for source in now.sources if source.pledge]
    eligible = now.citizens_cents - now.unmatched_cents
    before = called(campaign, pledges, eligible, now.tranches)
    after = called(campaign, pledges, eligible + gift_cents, now.tranches)
    wanted = _by_ratio(campaign, eligible + gift_cents) - _by_ratio(campaign, eligible)
    answers = []
    for college, css, label, who, nobody in COLLEGES:
        own = [pledge for pledge in pledges if pledge.college == college]
        cents = sum(after[pledge.pk] - before[pledge.pk] for pledge in own)
        times = len(own) if campaign.mode == ShareMode.EACH_PARTNER else 1
        note = f"{nobody} n’abonde ce projet." if not own else _short(who, own, cents, wanted * times)
        answers.append(Answer(css, label, cents, note))
    return Becomes(gift_cents, tuple(answers), fee_on(gift_cents, campaign.fee_bps), counter.missing_cents)


def _by_ratio(campaign: Campaign, cents: int) -> int:
    return cents * campaign.ratio_num // campaign.ratio_den


def _short(who: str, pledges: list[Pledge], cents: int, wanted_cents: int) -> str:
    """The caps are (nearly) used up: say so before anybody gives."""
    if cents >= wanted_cents:
        return ""
    caps = euros(sum(pledge.cap_cents for pledge in pledges))
    if not cents:
        return f"{who} ont déjà apporté tout ce qu’elles avaient promis, {caps}."
    return f"{who} avaient promis {caps}, presque tout est apporté\u00a0: elles ajoutent {euros(cents)}."


def first_euro_cents(counter: Counter) -> int:
    """What the partners promised to add to a citizen's euro, while their caps last."""
    pledges = [source.pledge for source in counter.position.sources if source.pledge]
    return sum(called(counter.campaign, pledges, FIRST_EURO, ()).values())
