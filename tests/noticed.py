"""A project that the committee of Nord Alsace has noticed, as several tests begin."""

from datetime import timedelta

from committees import actions
from committees.models import Lead
from okote_flow import clock


def noticed(alsace, committee):
    """By Serge, who asks Tania to call within five days."""
    return actions.note_lead(
        committee,
        name="Le Fournil partagé",
        city="Wissembourg",
        by=alsace.serge,
        caller=alsace.tania,
        call_by=days(5),
        **contact(),
    )


def days(number):
    return clock.today() + timedelta(number)


def contact(until=90):
    return {
        "contact_name": "Ludivine Ofen",
        "contact_email": "fournil@okote.test",
        "keep_reason": "Elle veut être rappelée.",
        "keep_until": days(until),
    }


def call(lead, by, outcome, note="", back=None):
    return actions.note_call(lead, outcome=outcome, called_on=clock.today(), by=by, note=note, back_on=back)


def fresh(lead):
    return Lead.objects.get(pk=lead.pk)
