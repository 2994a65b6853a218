"""Alerts, their events, presence on their pages, selections for examination, outcomes, tasks and cleared pairs."""

from roadstead.casework.alerts.models.alerts import ABOUT_CARGO as ABOUT_CARGO
from roadstead.casework.alerts.models.alerts import ABOUT_GOODS as ABOUT_GOODS
from roadstead.casework.alerts.models.alerts import ABOUT_MANIFEST as ABOUT_MANIFEST
from roadstead.casework.alerts.models.alerts import OFF_PAGE as OFF_PAGE
from roadstead.casework.alerts.models.alerts import Alert as Alert
from roadstead.casework.alerts.models.alerts import Event as Event
from roadstead.casework.alerts.models.alerts import StateDecision as StateDecision
from roadstead.casework.alerts.models.alerts import Viewer as Viewer
from roadstead.casework.alerts.models.checks import ExternalCheck as ExternalCheck
from roadstead.casework.alerts.models.outcomes import FollowUp as FollowUp
from roadstead.casework.alerts.models.outcomes import Outcome as Outcome
from roadstead.casework.alerts.models.pairs import ClearedPair as ClearedPair
from roadstead.casework.alerts.models.pairs import Redress as Redress
from roadstead.casework.alerts.models.pairs import Suppression as Suppression
from roadstead.casework.alerts.models.policies import AlertPolicy as AlertPolicy
from roadstead.casework.alerts.models.protection import PowerUsed as PowerUsed
from roadstead.casework.alerts.models.protection import ProtectionAnswer as ProtectionAnswer
from roadstead.casework.alerts.models.region import RegionStanding as RegionStanding
from roadstead.casework.alerts.models.selections import Detention as Detention
from roadstead.casework.alerts.models.selections import ExaminationPhoto as ExaminationPhoto
from roadstead.casework.alerts.models.selections import Selection as Selection
from roadstead.casework.alerts.models.selections import SelectionEvent as SelectionEvent
