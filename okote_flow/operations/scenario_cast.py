"""Brings a scenario's cast on stage: accounts, offices, mandates, structures. All of them are fictional."""

from typing import Any

from allauth.account.models import EmailAddress

from committees import actions as committees
from okote_flow.accounts.actions import appoint
from okote_flow.acts import Action
from okote_flow.directory.models import Membership, Organization, User
from okote_flow.operations.coercion import Coercion
from okote_flow.operations.scenario import Person, Scenario
from okote_flow.operations.scenario_names import Names


def introduce(scenario: Scenario, actions: dict[str, Action], names: Names) -> None:
    """Everybody, in the order of the file. A person who has an account already keeps it, and their offices."""
    coercion = Coercion(names.find)
    for person in scenario.cast:
        where = f"{scenario.file}, rôle «\u00a0{person.alias}\u00a0»"
        user, is_new = _account(person)
        names.bind(person.alias, user)
        if not is_new:
            continue
        _join(person, user)
        for office in person.offices:
            appoint(user, by=None, **_given(actions["accounts.appoint"], office, coercion, where))
        for mandate in person.mandates:
            committees.give_mandate(**_given(actions["committees.give_mandate"], mandate, coercion, where), user=user)


def _account(person: Person) -> tuple[User, bool]:
    first, _, last = person.name.partition(" ")
    user, is_new = User.objects.get_or_create(
        username=person.alias,
        defaults={"email": person.email, "first_name": first, "last_name": last, "is_fictional": True},
    )
    if is_new:
        user.set_unusable_password()
        user.save(update_fields=["password"])
        EmailAddress.objects.create(user=user, email=person.email, verified=True, primary=True)
    return user, is_new


def _join(person: Person, user: User) -> None:
    if person.organization:
        organization, _ = Organization.objects.get_or_create(**person.organization)
        Membership.objects.get_or_create(organization=organization, user=user)


def _given(action: Action, values: Any, coercion: Coercion, where: str) -> dict[str, Any]:
    types = action.types
    return {name: coercion.argument(value, types.get(name), name, where) for name, value in values.items()}
