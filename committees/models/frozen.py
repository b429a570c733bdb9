"""What both databases refuse by themselves about votes: late ballots, edited rolls, changed results."""

from okote_flow import triggers

APPEND_ONLY = (
    "committees_pollresult",
    "committees_proclamation",
    "committees_showofhands",
    "committees_voterequest",
)
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


def refused_when(name: str, table: str, event: str, wrong: str, says: str, *, held: str = "NULL") -> triggers.Trigger:
    """A row that must not come about, by a condition on NEW, OLD and other tables in words of both databases.

    `held` selects what PostgreSQL locks first, where two rows written at once could each be right alone.
    """
    return triggers.Trigger(
        name=f"{table}_{name}",
        table=table,
        sqlite=f"CREATE TRIGGER {{name}} BEFORE {event} ON {{table}} WHEN {wrong} "
        f"BEGIN SELECT RAISE(ABORT, '{says}'); END",
        postgresql=f"""
            CREATE OR REPLACE FUNCTION {{name}}() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                PERFORM {held};
                IF {wrong} THEN
                    RAISE EXCEPTION '{says}' USING ERRCODE = 'integrity_constraint_violation';
                END IF;
                RETURN NEW;
            END $$;
            CREATE TRIGGER {{name}} BEFORE {event} ON {{table}} FOR EACH ROW EXECUTE FUNCTION {{name}}()
        """,
    )


FORWARD = "OLD.state <> NEW.state AND NOT (OLD.state = 'open' OR (OLD.state = 'closed' AND NEW.state = 'void'))"

for _table in APPEND_ONLY:
    triggers.append_only(_table)
for _table in ("committees_poll", "committees_entitlement", "committees_ballot", "committees_urn"):
    triggers.append_only(_table, updates=True)
triggers.append_only("committees_papertally", updates=True)
for _table in ("committees_pollceiling", "committees_pollcondition"):
    triggers.append_only(_table)
    triggers.declare(only_while_open(_table, "insert", "NEW.poll_id"))
triggers.declare(
    only_while_open("committees_entitlement", "insert", "NEW.poll_id"),
    only_while_open("committees_entitlement", "update", "NEW.poll_id"),
    only_while_open("committees_ballot", "insert", BALLOTS_POLL),
    only_while_open("committees_ballot", "update", BALLOTS_POLL),
    keeps("committees_entitlement", "poll_id", "seat_id", "user_id", "name", "label", "role", "stands_for"),
    keeps("committees_urn", "poll_id"),
    keeps(
        "committees_papertally",
        *("item_id", "code", "visibility", "figures", "entered_by_id", "entered_at", "beside_id"),
    ),
    keeps("committees_ballot", "entitlement_id", "seq", "choice", "cast_by_id", "cast_at", "client_uuid"),
    keeps(
        "committees_poll",
        *("meeting_id", "item_id", "round", "question", "visibility", "rule", "presiding_id"),
        *("opened_at", "opened_by_id", "subject_hash", "supersedes_id"),
    ),
    never_when("committees_poll", "goes_forward", FORWARD, FORWARD, "a poll never reopens"),
    never_when(
        "committees_ballot",
        "stays_superseded",
        "NEW.is_current AND NOT OLD.is_current",
        "NEW.is_current AND NOT OLD.is_current",
        "a superseded ballot never counts again",
    ),
    never_when(
        "committees_entitlement",
        "stays_heard",
        "OLD.status = 'voted' AND NEW.status <> 'voted'",
        "OLD.status = 'voted' AND NEW.status <> 'voted'",
        "a voice that was heard stays so",
    ),
)  # fmt: skip

OF_BALLOT = "FROM committees_entitlement e JOIN committees_poll p ON p.id = e.poll_id WHERE e.id = NEW.entitlement_id"
SUSPENDED = "SELECT 1 FROM committees_meeting m WHERE m.id = {meeting} AND m.state = 'suspended'"
OF_URN = "(SELECT p.meeting_id FROM committees_poll p WHERE p.id = NEW.poll_id)"
CASTER = "COALESCE(e.caster_id, e.user_id)"

triggers.declare(
    refused_when(
        "is_of_its_meeting",
        "committees_poll",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM committees_agendaitem i "
        "WHERE i.id = NEW.item_id AND i.meeting_id = NEW.meeting_id)",
        "a poll is held by the meeting of its item",
    ),
    refused_when(
        "stands_once_proclaimed",
        "committees_poll",
        "UPDATE",
        "OLD.state = 'closed' AND NEW.state = 'void' "
        "AND EXISTS (SELECT 1 FROM committees_proclamation d WHERE d.poll_id = NEW.id)",
        "a vote that was proclaimed is not voided",
    ),
    refused_when(
        "comes_from_its_vote",
        "committees_proclamation",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM committees_poll p WHERE p.id = NEW.poll_id AND p.item_id = NEW.item_id "
        "AND p.state = 'closed') AND NOT EXISTS (SELECT 1 FROM committees_showofhands h "
        "WHERE h.id = NEW.hands_id AND h.item_id = NEW.item_id AND h.adopted)",
        "a verdict comes from a vote on its own item that was counted",
    ),
    only_while_open("committees_urn", "insert", "NEW.poll_id"),
    only_while_open("committees_urn", "update", "NEW.poll_id"),
    only_while_open("committees_pollresult", "insert", "NEW.poll_id"),
    refused_when(
        "opens_in_session",
        "committees_poll",
        "INSERT",
        f"EXISTS ({SUSPENDED.format(meeting='NEW.meeting_id')})",
        "no poll opens while its meeting is suspended",
    ),
    refused_when(
        "is_heard_in_session",
        "committees_ballot",
        "INSERT",
        f"EXISTS (SELECT 1 {OF_BALLOT} AND p.visibility <> 'written' "
        f"AND EXISTS ({SUSPENDED.format(meeting='p.meeting_id')}))",
        "no ballot is heard while its meeting is suspended",
    ),
    refused_when(
        "is_filled_in_session",
        "committees_urn",
        "UPDATE",
        f"NEW.ballots > OLD.ballots AND EXISTS ({SUSPENDED.format(meeting=OF_URN)})",
        "no secret ballot is heard while its meeting is suspended",
    ),
    refused_when(
        "is_named",
        "committees_ballot",
        "INSERT",
        f"NOT EXISTS (SELECT 1 {OF_BALLOT} AND p.visibility IN ('public', 'roll_call', 'written') "
        f"AND {CASTER} = NEW.cast_by_id AND e.status IN ('eligible', 'voted'))",
        "only whoever is listed casts a named ballot, of a poll that has names",
    ),
    refused_when(
        "is_of_a_secret_poll",
        "committees_urn",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM committees_poll p WHERE p.id = NEW.poll_id AND p.visibility = 'secret')",
        "only a secret poll has an urn",
    ),
    refused_when(
        "only_fills",
        "committees_urn",
        "UPDATE",
        "NEW.ballots < OLD.ballots OR NEW.ballots > OLD.ballots + 1",
        "an urn takes one ballot at a time",
    ),
    refused_when(
        "ends_with_one_result",
        "committees_poll",
        "UPDATE",
        "OLD.state = 'open' AND NEW.state = 'closed' "
        "AND NOT EXISTS (SELECT 1 FROM committees_pollresult r WHERE r.poll_id = NEW.id)",
        "a closed poll has its result",
    ),
    refused_when(
        "urn_agrees_with_the_roll",
        "committees_poll",
        "UPDATE",
        "OLD.state = 'open' AND NEW.state = 'closed' AND NEW.visibility = 'secret' "
        "AND NOT EXISTS (SELECT 1 FROM committees_urn u "
        "WHERE u.poll_id = NEW.id AND u.seal <> '' AND LENGTH(u.sealed) = 0 "
        "AND u.ballots = (SELECT COUNT(*) FROM committees_entitlement e "
        "WHERE e.poll_id = NEW.id AND e.status = 'voted'))",
        "the urn holds as many ballots as voices were heard, and is blank once counted",
    ),
    refused_when(
        "hears_no_recused_voice",
        "committees_poll",
        "UPDATE",
        "OLD.state = 'open' AND NEW.state = 'closed' AND EXISTS (SELECT 1 FROM committees_entitlement e "
        "JOIN committees_agendaitem i ON i.id = NEW.item_id JOIN committees_recusal r ON r.dossier_id = i.dossier_id "
        "WHERE e.poll_id = NEW.id AND e.status = 'voted' AND r.user_id IN (e.user_id, e.caster_id))",
        "a recused voice was heard",
    ),
)
