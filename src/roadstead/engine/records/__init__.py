"""Records that move through the pipeline. They are frozen: a stage never edits its input, it returns a new record.

Dates are ISO 8601 text and may be partial ("1980", "1980-04"). Times are local to the port, without zone, as carriers
send them ("2026-11-25T16:20"). Unknown values are "" (text), () (many) or None (numbers, yes/no). `sent` holds the
values as they were sent, with the number of the segment they came from.
"""

from roadstead.engine.records.cargo import CargoTotals as CargoTotals
from roadstead.engine.records.cargo import Consignment as Consignment
from roadstead.engine.records.cargo import Container as Container
from roadstead.engine.records.cargo import DangerousGoods as DangerousGoods
from roadstead.engine.records.cargo import GoodsLine as GoodsLine
from roadstead.engine.records.cargo import InContainer as InContainer
from roadstead.engine.records.cargo import Level as Level
from roadstead.engine.records.cargo import Load as Load
from roadstead.engine.records.cargo import Money as Money
from roadstead.engine.records.cargo import Movement as Movement
from roadstead.engine.records.cargo import Note as Note
from roadstead.engine.records.cargo import OnwardLeg as OnwardLeg
from roadstead.engine.records.cargo import Party as Party
from roadstead.engine.records.cargo import PartyRole as PartyRole
from roadstead.engine.records.hits import ADDRESS as ADDRESS
from roadstead.engine.records.hits import Action as Action
from roadstead.engine.records.hits import Entry as Entry
from roadstead.engine.records.hits import Hit as Hit
from roadstead.engine.records.hits import HitKind as HitKind
from roadstead.engine.records.hits import Kind as Kind
from roadstead.engine.records.hits import ListedDocument as ListedDocument
from roadstead.engine.records.hits import ListedName as ListedName
from roadstead.engine.records.hits import ListVersion as ListVersion
from roadstead.engine.records.hits import Reason as Reason
from roadstead.engine.records.hits import Replay as Replay
from roadstead.engine.records.manifest import Aspect as Aspect
from roadstead.engine.records.manifest import Finding as Finding
from roadstead.engine.records.manifest import Function as Function
from roadstead.engine.records.manifest import Manifest as Manifest
from roadstead.engine.records.manifest import MessageHeader as MessageHeader
from roadstead.engine.records.manifest import Quality as Quality
from roadstead.engine.records.manifest import Response as Response
from roadstead.engine.records.manifest import Verdict as Verdict
from roadstead.engine.records.voyage import Address as Address
from roadstead.engine.records.voyage import Agency as Agency
from roadstead.engine.records.voyage import Bags as Bags
from roadstead.engine.records.voyage import BookedFlight as BookedFlight
from roadstead.engine.records.voyage import Booking as Booking
from roadstead.engine.records.voyage import BookingChange as BookingChange
from roadstead.engine.records.voyage import Craft as Craft
from roadstead.engine.records.voyage import Document as Document
from roadstead.engine.records.voyage import Identifier as Identifier
from roadstead.engine.records.voyage import Leg as Leg
from roadstead.engine.records.voyage import Mode as Mode
from roadstead.engine.records.voyage import Payment as Payment
from roadstead.engine.records.voyage import Problem as Problem
from roadstead.engine.records.voyage import References as References
from roadstead.engine.records.voyage import ReportingParty as ReportingParty
from roadstead.engine.records.voyage import Role as Role
from roadstead.engine.records.voyage import Sent as Sent
from roadstead.engine.records.voyage import Severity as Severity
from roadstead.engine.records.voyage import Ticket as Ticket
from roadstead.engine.records.voyage import Transport as Transport
from roadstead.engine.records.voyage import Traveller as Traveller
from roadstead.engine.records.voyage import Voyage as Voyage
