"""Who is told what, for every kind of event: the one table of notifications, and what is told to nobody on purpose."""

from notifications import notices_of_dossiers
from notifications.notice import Notice
from okote_flow.journal.kinds import Kind

CATALOGUE: dict[Kind, tuple[Notice, ...]] = notices_of_dossiers.NOTICES

SILENT: frozenset[Kind] = frozenset(set(Kind) - set(CATALOGUE))
