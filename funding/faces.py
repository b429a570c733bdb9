"""A campaign as its public faces show it beside its page: in German, embedded elsewhere, on a card to share."""

from dataclasses import dataclass
from functools import partial

from django.conf import settings

from funding import calculator, campaign_page, newsstand, showcase
from funding.counters import Counter, Lane, percent
from funding.showcase import Phase
from funding.wording import Language, amount, day, say


@dataclass(frozen=True, slots=True)
class Strip:
    """One lane in words, with its bar."""

    lane: Lane
    label: str
    cents: str
    how: str


@dataclass(frozen=True, slots=True)
class Face:
    """What every face says, in one language."""

    language: Language
    counter: Counter
    title: str
    given: str
    of_goal: str
    state: str
    threshold: str
    strips: tuple[Strip, ...]
    texts: dict[str, str]


def face(counter: Counter, language: Language) -> Face:
    campaign = counter.campaign
    phase = showcase.phase_of(campaign)
    tell, money = partial(say, language), partial(amount, language)
    key = "running" if phase in (Phase.RUNNING, Phase.LAST_HOURS) else str(phase)
    return Face(
        language=language,
        counter=counter,
        title=campaign.dossier.title,
        given=money(counter.gifts_cents),
        of_goal=tell("of-goal", goal=money(campaign.citizens_goal_cents)),
        state=tell(key, day=day(language, campaign.window.ends_at)),
        threshold=tell("threshold", percent=counter.threshold_percent),
        strips=tuple(Strip(one, tell(one.css), money(one.cents), tell(_how(one))) for one in counter.lanes),
        texts={name: tell(name) for name in ("see", "progress", "fictional")},
    )


def _how(lane: Lane) -> str:
    if lane.css == "cit":
        return "given"
    return "promised" if lane.promised else "acquired"


def card(shown: Face) -> dict[str, object]:
    """The data of the picture that goes round when a campaign is shared."""
    first_cents = calculator.first_euro_cents(shown.counter)
    first = amount(shown.language, first_cents)
    return {
        "lang": str(shown.language),
        "title": shown.title,
        "holder": str(shown.counter.campaign.dossier.organization or ""),
        "given": shown.given,
        "of_goal": shown.of_goal,
        "state": shown.state,
        "motto": say(shown.language, "card", first=first) if first_cents else say(shown.language, "card-alone"),
        "fictional": shown.texts["fictional"] if shown.counter.campaign.dossier.is_fictional else "",
        "strips": [
            {"label": one.label, "cents": one.cents, "percent": min(100, one.lane.percent), "css": one.lane.css}
            for one in shown.strips
        ],
    }


def german(shown: Face) -> dict[str, object]:
    """What the German page says beside the counter."""
    counter, campaign = shown.counter, shown.counter.campaign
    tell, money = partial(say, Language.GERMAN), partial(amount, Language.GERMAN)
    stand = newsstand.stand(campaign, Language.GERMAN)
    lead, rest = campaign_page.lead_of(stand.told)
    first = money(calculator.first_euro_cents(counter))
    phase = showcase.phase_of(campaign)
    names = ("in-french", "project", "rules", "partners", "holder", "give", "campaigns", "skip", "run-by", "rule-name")
    return {
        "lead": lead,
        "rest": rest,
        "stand": stand,
        "takes_gifts": phase in (Phase.RUNNING, Phase.LAST_HOURS),
        "rules": [
            tell("rule-match", first=first),
            tell("rule-threshold", needed=money(counter.threshold_cents), percent=counter.threshold_percent),
            tell("rule-fee", fee=percent(campaign.fee_bps)),
            tell("rule-name"),
        ],
        "responsible": tell("mention-who", holder=campaign.dossier.organization or "—", publisher=settings.PUBLISHER),
        "partners": [
            (source.name, source.lane, tell("up-to", cents=money(source.pledge.cap_cents)))
            for source in counter.position.sources
            if source.pledge
        ],
        "gathered": tell("gathered", cents=money(counter.project_cents)) if phase is not Phase.MISSED else "",
        "t": {name.replace("-", "_"): tell(name) for name in names},
    }
