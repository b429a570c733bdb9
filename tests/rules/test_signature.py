"""The signature of a webhook: what is believed, for how long, under which secrets."""

import pytest

from funding.providers.signature import sign, signature_refusals

BODY, NOW, SECRET, FORMER = b'{"a": 1}', 1_700_000_000, "the present secret", "the former secret"
GOOD = sign(BODY, SECRET, NOW)


def codes(header: str, *, body: bytes = BODY, secrets: tuple[str, ...] = (SECRET,), at: int = NOW) -> list[str]:
    return [refusal.code for refusal in signature_refusals(body, header, secrets, at)]


def test_a_message_signed_now_is_believed():
    assert codes(GOOD) == []


def test_while_a_secret_is_changed_both_count():
    assert codes(sign(BODY, FORMER, NOW), secrets=(SECRET, FORMER)) == []
    assert codes(f"{GOOD},v1=00ff", secrets=(FORMER, SECRET)) == []


@pytest.mark.parametrize(("late", "wanted"), [(300, []), (301, ["event-old"]), (-300, []), (-301, ["event-old"])])
def test_a_message_is_believed_for_five_minutes(late, wanted):
    assert codes(GOOD, at=NOW + late) == wanted


@pytest.mark.parametrize(
    "header",
    [
        "", "t=", "v1=", f"t={NOW}", GOOD.split(",")[1], "t=x,v1=y", GOOD.upper(), GOOD[:-1], f"t={NOW},{GOOD}",
        f"t=-{NOW},v1=00", "t=1e9,v1=00", f"t={NOW},v1=é", f"t={NOW},v0={GOOD[-64:]}", "t=१७,v1=00", "=,=,=",
        sign(BODY, "another secret", NOW), sign(BODY + b" ", SECRET, NOW), sign(BODY, "", NOW),
    ],
)  # fmt: skip
def test_anything_else_is_not_believed(header):
    assert codes(header) == ["event-unsigned"]


def test_without_a_secret_nothing_is_believed():
    assert codes(sign(BODY, "", NOW), secrets=()) == ["event-unsigned"]


def test_the_time_is_signed_too():
    assert codes(GOOD.replace(str(NOW), str(NOW + 600)), at=NOW + 600) == ["event-unsigned"]
