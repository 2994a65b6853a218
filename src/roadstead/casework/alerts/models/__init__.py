"""Alerts, their events, presence on their pages, outcomes, follow-up tasks and cleared pairs."""

from roadstead.casework.alerts.models.alerts import ABOUT_CARGO as ABOUT_CARGO
from roadstead.casework.alerts.models.alerts import ABOUT_GOODS as ABOUT_GOODS
from roadstead.casework.alerts.models.alerts import ABOUT_MANIFEST as ABOUT_MANIFEST
from roadstead.casework.alerts.models.alerts import OFF_PAGE as OFF_PAGE
from roadstead.casework.alerts.models.alerts import Alert as Alert
from roadstead.casework.alerts.models.alerts import Event as Event
from roadstead.casework.alerts.models.alerts import StateDecision as StateDecision
from roadstead.casework.alerts.models.alerts import Viewer as Viewer
from roadstead.casework.alerts.models.outcomes import FollowUp as FollowUp
from roadstead.casework.alerts.models.outcomes import Outcome as Outcome
from roadstead.casework.alerts.models.pairs import ClearedPair as ClearedPair
from roadstead.casework.alerts.models.pairs import Redress as Redress
from roadstead.casework.alerts.models.pairs import Suppression as Suppression
from roadstead.casework.alerts.models.policies import AlertPolicy as AlertPolicy
