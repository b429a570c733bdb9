"""What both databases refuse by themselves about votes: late ballots, edited rolls, changed results."""

from okote_flow import triggers

APPEND_ONLY = ("committees_pollresult", "committees_proclamation", "committees_showofhands")
OPEN_POLL = "SELECT 1 FROM committees_poll WHERE id = {poll} AND state = 'open'"
BALLOTS_POLL = "(SELECT poll_id FROM committees_entitlement WHERE id = NEW.entitlement_id)"


def only_while_open(table: str, verb: str, poll: str) -> triggers.Trigger:
    """Rows of a poll are written while it is open. The share lock makes a late ballot wait for the closing."""
    there = OPEN_POLL.format(poll=poll)
    return triggers.Trigger(
        name=f"{table}_{verb}_while_open",
        table=table,
        sqlite=f"CREATE TRIGGER {{name}} BEFORE {verb.upper()} ON {{table}} WHEN NOT EXISTS ({there}) "
        "BEGIN SELECT RAISE(ABORT, 'the poll is not open'); END",
        postgresql=f"""
            CREATE OR REPLACE FUNCTION {{name}}() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                PERFORM 1 FROM ({there} FOR SHARE) open_poll;
                IF NOT FOUND THEN
                    RAISE EXCEPTION 'the poll is not open' USING ERRCODE = 'integrity_constraint_violation';
                END IF;
                RETURN NEW;
            END $$;
            CREATE TRIGGER {{name}} BEFORE {verb.upper()} ON {{table}} FOR EACH ROW EXECUTE FUNCTION {{name}}()
        """,
    )


def never_when(table: str, name: str, sqlite: str, postgresql: str, says: str) -> triggers.Trigger:
    """An update that would change what is settled."""
    return triggers.Trigger(
        name=f"{table}_{name}",
        table=table,
        sqlite=f"CREATE TRIGGER {{name}} BEFORE UPDATE ON {{table}} WHEN {sqlite} "
        f"BEGIN SELECT RAISE(ABORT, '{says}'); END",
        postgresql=f"CREATE TRIGGER {{name}} BEFORE UPDATE ON {{table}} FOR EACH ROW WHEN ({postgresql}) "
        "EXECUTE FUNCTION okote_refuse()",
    )


def keeps(table: str, *columns: str) -> triggers.Trigger:
    """These columns never change."""
    return never_when(
        table,
        "is_frozen",
        " OR ".join(f"NEW.{column} IS NOT OLD.{column}" for column in columns),
        " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in columns),
        f"{table} is frozen",
    )


FORWARD = "OLD.state <> NEW.state AND NOT (OLD.state = 'open' OR (OLD.state = 'closed' AND NEW.state = 'void'))"

for _table in APPEND_ONLY:
    triggers.append_only(_table)
for _table in ("committees_poll", "committees_entitlement", "committees_ballot"):
    triggers.append_only(_table, updates=True)
for _table in ("committees_pollceiling", "committees_pollcondition"):
    triggers.append_only(_table)
    triggers.declare(only_while_open(_table, "insert", "NEW.poll_id"))
triggers.declare(
    only_while_open("committees_entitlement", "insert", "NEW.poll_id"),
    only_while_open("committees_entitlement", "update", "NEW.poll_id"),
    only_while_open("committees_ballot", "insert", BALLOTS_POLL),
    only_while_open("committees_ballot", "update", BALLOTS_POLL),
    keeps("committees_entitlement", "poll_id", "seat_id", "user_id", "name", "label", "role"),
    keeps("committees_ballot", "entitlement_id", "seq", "choice", "cast_by_id", "cast_at", "client_uuid"),
    keeps(
        "committees_poll",
        *("meeting_id", "item_id", "round", "question", "visibility", "rule", "presiding_id"),
        *("opened_at", "opened_by_id"),
    ),
    never_when("committees_poll", "goes_forward", FORWARD, FORWARD, "a poll never reopens"),
    never_when(
        "committees_ballot",
        "stays_superseded",
        "NEW.is_current AND NOT OLD.is_current",
        "NEW.is_current AND NOT OLD.is_current",
        "a superseded ballot never counts again",
    ),
)  # fmt: skip
