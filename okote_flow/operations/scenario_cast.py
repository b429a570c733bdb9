"""Brings a scenario's cast on stage: accounts, offices, mandates, structures. All of them are fictional."""

from collections.abc import Mapping
from typing import Any

from allauth.account.models import EmailAddress

from committees.actions import install
from okote_flow.accounts.actions import appoint
from okote_flow.acts import Action
from okote_flow.directory.models import Membership, Organization, Partner, PartnerKind, User
from okote_flow.operations.coercion import Coercion
from okote_flow.operations.scenario import Person, Scenario
from okote_flow.operations.scenario_names import Names
from okote_flow.operations.scenario_shapes import instead
from okote_flow.operations.sentences import refuse
from okote_flow.refusals import Refused


def introduce(scenario: Scenario, actions: dict[str, Action], names: Names) -> None:
    """The patrons, then everybody in the order of the file. Who has an account already keeps it, and its offices."""
    coercion = Coercion(names.find)
    for patron in scenario.patrons:
        Partner.objects.get_or_create(
            code=patron.code, defaults={"name": patron.name, "kind": PartnerKind.COMPANY, "is_fictional": True}
        )
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
            _seat(user, mandate, actions["committees.install"], coercion, where)


def _seat(user: User, mandate: Mapping[str, Any], action: Action, coercion: Coercion, where: str) -> None:
    """A seat of their own in a committee, as `committees.install` takes it, with the committee among the values."""
    given = _given(action, mandate, coercion, where)
    if "committee" not in given:
        raise Refused([refuse("scenario-key-missing", where=where, name="committee")])
    install(given.pop("committee"), user=user, by=None, **given)


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


def _given(action: Action, values: Mapping[str, Any], coercion: Coercion, where: str) -> dict[str, Any]:
    """The values as the action takes them. Raises Refused on a name that it does not take."""
    types = action.types
    for name in values:
        if name not in types:
            near = instead(name, types)
            raise Refused([refuse("scenario-key-unknown", where=where, name=name, instead=near)])
    return {name: coercion.argument(value, types[name], name, where) for name, value in values.items()}
