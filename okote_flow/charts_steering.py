"""What three colleges brought together, on one bar: the chart of the leverage, with its figures below."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from okote_flow import cents
from okote_flow.charts import percent, stacked

register = template.Library()
LANES = (("col", "Collectivités"), ("ent", "Entreprises"), ("cit", "Citoyens"))


@register.simple_tag
def levier(authorities: int, companies: int, citizens: int) -> SafeString:
    """{% levier 3051000 3051000 3093000 %}: in cents, in the order in which public money calls the others to mind."""
    amounts = (authorities, companies, citizens)
    places = stacked(amounts, sum(amounts))
    said = ", ".join(f"{name} {cents.euros(amount)}" for (_, name), amount in zip(LANES, amounts, strict=True))
    drawn = format_html_join(
        "",
        '<rect class="f ok-{}" x="{}" width="{}" height="100%"/>',
        (
            (css, percent(at), percent(max(0, length - 40)))
            for (css, _), (at, length) in zip(LANES, places, strict=True)
            if length
        ),
    )
    below = format_html_join(
        "",
        '<span><b class="ok-num">{}</b><span class="ok-petit"><span class="ok-puce ok-{}"></span> {}</span></span>',
        ((cents.euros(amount), css, name) for (css, name), amount in zip(LANES, amounts, strict=True)),
    )
    return format_html(
        '<svg class="ok-levier" role="img" aria-label="Réuni par les campagnes gagnées\u00a0: {}">{}</svg>'
        '<div class="ok-leg3" aria-hidden="true">{}</div>',
        said,
        drawn,
        below,
    )
