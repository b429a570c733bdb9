"""How a person wants to be helped: their own business, like their reading marks. The journal does not keep it."""

from datetime import timedelta

from okote_flow import clock
from okote_flow.acts import action
from okote_flow.directory.models import User


@action("help.put_off_tour")
def put_off_tour(*, by: User) -> User:
    """Offer the first visit again tomorrow, not today."""
    by.no_tour_before = clock.today() + timedelta(days=1)
    by.save(update_fields=["no_tour_before"])
    return by


@action("help.close_tour")
def close_tour(*, tour: str, by: User) -> User:
    """That visit was made or refused: it is not offered again, and stays in the help for who wants it."""
    user = User.objects.select_for_update().get(pk=by.pk)
    if tour not in user.tours_closed:
        user.tours_closed = [*user.tours_closed, tour]
        user.save(update_fields=["tours_closed"])
    return user


@action("help.set_shortcuts")
def set_shortcuts(*, on: bool, by: User) -> User:
    """Switch the keyboard shortcuts on or off, for this person on every device."""
    by.shortcuts = on
    by.save(update_fields=["shortcuts"])
    return by
