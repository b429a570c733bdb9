"""The public holidays of Alsace-Moselle, computed. Pure.

Source: Code du travail, art. L3133-1 (the eleven of France) and L3134-13 (Good Friday, the second day of Christmas).
"""

from datetime import date, timedelta

FIXED = (
    (1, 1, "Jour de l’an"),
    (5, 1, "Fête du Travail"),
    (5, 8, "Victoire de 1945"),
    (7, 14, "Fête nationale"),
    (8, 15, "Assomption"),
    (11, 1, "Toussaint"),
    (11, 11, "Armistice de 1918"),
    (12, 25, "Noël"),
    (12, 26, "Saint-Étienne, second jour de Noël"),
)
FROM_EASTER = (
    (-2, "Vendredi saint"),
    (1, "Lundi de Pâques"),
    (39, "Ascension"),
    (50, "Lundi de Pentecôte"),
)


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (Meeus, Jones, Butcher)."""
    golden, (century, rest) = year % 19, divmod(year, 100)
    leap_centuries, in_four = divmod(century, 4)
    correction = (century - (century + 8) // 25 + 1) // 3
    moon = (19 * golden + century - leap_centuries - correction + 15) % 30
    leap_years, odd = divmod(rest, 4)
    weekday = (32 + 2 * in_four + 2 * leap_years - moon - odd) % 7
    late = (golden + 11 * moon + 22 * weekday) // 451
    month, day = divmod(moon + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def holidays(year: int) -> dict[date, str]:
    """Day -> its name, in the order of the year."""
    sunday = easter(year)
    found = {date(year, month, day): name for month, day, name in FIXED}
    found |= {sunday + timedelta(days=after): name for after, name in FROM_EASTER}
    return dict(sorted(found.items()))


def holiday(day: date) -> str:
    """What is celebrated on a day; empty on the others."""
    return holidays(day.year).get(day, "")
