"""Votes counted again, convocations and sheets judged again, under other rules of the programme.

Committees that have adopted rules of their own are left out: the programme's do not bind them.
"""

from dataclasses import replace

from committees.counting import DecidedBy, Heads, Result, judge
from committees.models import Meeting, Opinion, PollResult
from committees.rulesets import preset
from okote_flow import clock
from okote_flow.administration.rules.impact import Finding, Group, Line
from okote_flow.administration.tried import Tried

OWN = "Les comités qui ont leur propre règlement intérieur n’y sont pas\u00a0: il les lie à la place de celles-ci."
CASTING = "La voix de la présidence n’est connue que là où elle a joué."
WORDS = {
    DecidedBy.CASTING_VOTE: "par la voix prépondérante",
    DecidedBy.TIE_REJECT: "les voix se partageant",
    DecidedBy.NO_EXPRESSED: "sans suffrage exprimé",
}
HEADS = tuple(Heads.__dataclass_fields__)


def votes(tried: Tried) -> Finding:
    """Every proclaimed vote held under the programme's rules, counted again by the function that counts real ones."""
    held = PollResult.objects.filter(poll__meeting__ruleset=None, poll__meeting__second_call_of=None)
    rows = held.filter(poll__item__proclamation__isnull=False).select_related("poll__item").order_by("pk")
    lines, among = [], []
    for row in rows:
        dossier = row.poll.item.dossier_id
        was = row.as_result()
        would = _again(was, tried)
        among.append(dossier)
        if (was.adopted, was.decided_by) != (would.adopted, would.decided_by):
            label, turn = tried.titles.get(dossier, ""), _turn(was, would)
            lines.append(Line(label, _said(was), _said(would), turn=turn, dossier=dossier))
    return Finding(Group.VOTES, tried.lead, tuple(lines), tuple(among), note=f"{OWN} {CASTING}")


def _said(result: Result) -> str:
    if result.decided_by is DecidedBy.QUORUM_FAILED:
        return f"quorum manqué\u00a0: {result.quorum_value} pour {result.quorum_required}"
    return f"{'favorable' if result.adopted else 'défavorable'}, {WORDS.get(result.decided_by, 'à la majorité')}"


def _turn(was: Result, would: Result) -> int:
    """A quorum that is lost is a vote that is lost."""
    lost = would.decided_by is DecidedBy.QUORUM_FAILED
    failed = was.decided_by is DecidedBy.QUORUM_FAILED
    return would.adopted - was.adopted or failed - lost


def _again(was: Result, tried: Tried) -> Result:
    then = preset(tried.then)
    tie = then.tie_rule if "casting_vote" in tried.names else was.rule.tie_rule
    rule = replace(was.rule, quorum_num=then.quorum_num, quorum_den=then.quorum_den, tie_rule=tie)
    heads = Heads(**{name: getattr(was, name) for name in HEADS})
    side = was.casting_side
    return judge(heads, rule, presiding_side=side, conditions_written=was.conditions_written, secret=was.secret)


def notices(tried: Tried) -> Finding:
    """Which convocations would have left too late, or no longer: by whole days before the day of the meeting."""
    held = Meeting.objects.filter(convened_at__isnull=False, ruleset=None).select_related("committee")
    lines, codes = [], []
    for meeting in held.order_by("scheduled_at", "pk"):
        assert meeting.convened_at is not None
        codes.append(meeting.committee.code)
        days = (meeting.day - meeting.convened_at.astimezone(clock.PARIS).date()).days
        urgent = bool(meeting.urgent_reason)
        was = days >= (tried.now.urgent_notice_days + 1 if urgent else tried.now.notice_days)
        would = days >= (tried.then.urgent_notice_days + 1 if urgent else tried.then.notice_days)
        if was != would:
            label = f"{meeting.committee.name}, {meeting}"
            said = f"convoquée {days}\u00a0jours avant{', en urgence' if urgent else ''}"
            after = "à temps" if would else "trop tard"
            lines.append(Line(label, said, after, turn=would - was, committee=meeting.committee.code))
    return Finding(Group.NOTICE, tried.lead, tuple(lines), meetings=tuple(codes), note=OWN)


def sheets(tried: Tried) -> Finding:
    """Which opinions rested on enough sheets; with fewer, a reason is asked once they are due."""
    lines, among = [], []
    for opinion in Opinion.objects.order_by("pk"):
        among.append(opinion.dossier_id)
        was = _enough(opinion, tried.now.sheets_num, tried.now.sheets_den)
        would = _enough(opinion, tried.then.sheets_num, tried.then.sheets_den)
        if was != would:
            label, said = (
                tried.titles.get(opinion.dossier_id, ""),
                f"{opinion.sheets} grilles pour {opinion.members} membres",
            )
            after = "assez de grilles" if would else "pas assez de grilles"
            lines.append(Line(label, said, after, turn=would - was, dossier=opinion.dossier_id))
    return Finding(Group.SHEETS, tried.lead, tuple(lines), tuple(among))


def _enough(opinion: Opinion, num: int, den: int) -> bool:
    return opinion.sheets * den >= opinion.members * num
