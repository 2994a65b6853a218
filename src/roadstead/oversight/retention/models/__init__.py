"""Tables of what is kept how long: clocks and purges, requests of the persons concerned, incidents."""

from roadstead.oversight.retention.models.clocks import (
    COMMAND as COMMAND,
)
from roadstead.oversight.retention.models.clocks import (
    DAILY as DAILY,
)
from roadstead.oversight.retention.models.clocks import (
    DECIDE_WITHIN as DECIDE_WITHIN,
)
from roadstead.oversight.retention.models.clocks import (
    WHY as WHY,
)
from roadstead.oversight.retention.models.clocks import (
    Batch as Batch,
)
from roadstead.oversight.retention.models.clocks import (
    Clock as Clock,
)
from roadstead.oversight.retention.models.clocks import (
    ClockReading as ClockReading,
)
from roadstead.oversight.retention.models.clocks import (
    Hold as Hold,
)
from roadstead.oversight.retention.models.clocks import (
    Run as Run,
)
from roadstead.oversight.retention.models.clocks import (
    StoppedPurge as StoppedPurge,
)
from roadstead.oversight.retention.models.clocks import (
    StopReason as StopReason,
)
from roadstead.oversight.retention.models.incidents import (
    Duty as Duty,
)
from roadstead.oversight.retention.models.incidents import (
    Incident as Incident,
)
from roadstead.oversight.retention.models.incidents import (
    OfIncidents as OfIncidents,
)
from roadstead.oversight.retention.models.owned import (
    OfWhoTookIn as OfWhoTookIn,
)
from roadstead.oversight.retention.models.requests import (
    Correction as Correction,
)
from roadstead.oversight.retention.models.requests import (
    Kind as Kind,
)
from roadstead.oversight.retention.models.requests import (
    Measure as Measure,
)
from roadstead.oversight.retention.models.requests import (
    Request as Request,
)
from roadstead.oversight.retention.models.requests import (
    Restriction as Restriction,
)
