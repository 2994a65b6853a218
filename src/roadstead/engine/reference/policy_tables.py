"""All tables of policy by name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from roadstead.engine.reference.deadlines import DEADLINES, TIMERS
from roadstead.engine.reference.declarations import REQUIRED_DECLARATIONS
from roadstead.engine.reference.escalation import ESCALATION
from roadstead.engine.reference.holidays import HOLIDAYS
from roadstead.engine.reference.law.adherence import ADHERENCE
from roadstead.engine.reference.lawful_options import LAWFUL_OPTIONS
from roadstead.engine.reference.legal_bases import LEGAL_BASES
from roadstead.engine.reference.policy import Table
from roadstead.engine.reference.request_times import REQUEST_TIMES
from roadstead.engine.reference.required_courses import REQUIRED_COURSES
from roadstead.engine.reference.retention import RETENTION
from roadstead.engine.reference.rights import RIGHTS
from roadstead.engine.reference.settings import SETTINGS
from roadstead.engine.reference.source_ports import SOURCE_PORTS
from roadstead.engine.reference.sufficiency import NEEDS, STATE_PROFILES
from roadstead.engine.reference.vetting_purposes import VETTING_PURPOSES

TABLES: Final[Mapping[str, Table[Any]]] = {
    each.name: each
    for each in (
        DEADLINES,
        RETENTION,
        TIMERS,
        HOLIDAYS,
        RIGHTS,
        LEGAL_BASES,
        NEEDS,
        STATE_PROFILES,
        SOURCE_PORTS,
        ESCALATION,
        REQUIRED_COURSES,
        REQUIRED_DECLARATIONS,
        REQUEST_TIMES,
        VETTING_PURPOSES,
        LAWFUL_OPTIONS,
        ADHERENCE,
        SETTINGS,
    )
}
