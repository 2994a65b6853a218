"""Alerts, their events, presence on their pages, outcomes, follow-up tasks and cleared pairs."""

from roadstead.casework.alerts.models.alerts import OF_A_MANIFEST as OF_A_MANIFEST
from roadstead.casework.alerts.models.alerts import OF_CARGO as OF_CARGO
from roadstead.casework.alerts.models.alerts import OF_GOODS as OF_GOODS
from roadstead.casework.alerts.models.alerts import OFF_PAGE as OFF_PAGE
from roadstead.casework.alerts.models.alerts import Alert as Alert
from roadstead.casework.alerts.models.alerts import Event as Event
from roadstead.casework.alerts.models.alerts import Looking as Looking
from roadstead.casework.alerts.models.alerts import Stand as Stand
from roadstead.casework.alerts.models.outcomes import FollowUp as FollowUp
from roadstead.casework.alerts.models.outcomes import Outcome as Outcome
from roadstead.casework.alerts.models.pairs import ClearedPair as ClearedPair
from roadstead.casework.alerts.models.pairs import Redress as Redress
from roadstead.casework.alerts.models.pairs import Suppressed as Suppressed
from roadstead.casework.alerts.models.policies import CasePolicy as CasePolicy
