"""The records that move through the pipeline. Frozen: a stage never edits its input, it returns a new record.

Dates are ISO 8601 text and may be partial ("1980", "1980-04"); times are local to the port, without zone, as
carriers send them ("2026-11-25T16:20"). What is unknown is "" (text), () (many) or None (numbers, yes/no).
What was sent stays beside what we made of it in `sent`, with the number of the segment it came from.
"""

from roadstead.model.answers import Answer as Answer
from roadstead.model.answers import Verdict as Verdict
from roadstead.model.bookings import Agency as Agency
from roadstead.model.bookings import BookedFlight as BookedFlight
from roadstead.model.bookings import Booking as Booking
from roadstead.model.bookings import BookingChange as BookingChange
from roadstead.model.bookings import Payment as Payment
from roadstead.model.bookings import Ticket as Ticket
from roadstead.model.cargo import CargoTotals as CargoTotals
from roadstead.model.cargo import Consignment as Consignment
from roadstead.model.cargo import Level as Level
from roadstead.model.cargo import Note as Note
from roadstead.model.cargo import OnwardLeg as OnwardLeg
from roadstead.model.containers import Container as Container
from roadstead.model.containers import Load as Load
from roadstead.model.containers import Movement as Movement
from roadstead.model.goods import DangerousGoods as DangerousGoods
from roadstead.model.goods import GoodsLine as GoodsLine
from roadstead.model.goods import InContainer as InContainer
from roadstead.model.goods import Money as Money
from roadstead.model.hits import Hit as Hit
from roadstead.model.hits import HitKind as HitKind
from roadstead.model.hits import Reason as Reason
from roadstead.model.hits import Replay as Replay
from roadstead.model.listed import ADDRESS as ADDRESS
from roadstead.model.listed import Action as Action
from roadstead.model.listed import Entry as Entry
from roadstead.model.listed import Kind as Kind
from roadstead.model.listed import ListedDocument as ListedDocument
from roadstead.model.listed import ListedName as ListedName
from roadstead.model.listed import ListVersion as ListVersion
from roadstead.model.manifest import Function as Function
from roadstead.model.manifest import Manifest as Manifest
from roadstead.model.manifest import MessageHeader as MessageHeader
from roadstead.model.parties import Party as Party
from roadstead.model.parties import PartyRole as PartyRole
from roadstead.model.people import Address as Address
from roadstead.model.people import Bags as Bags
from roadstead.model.people import Document as Document
from roadstead.model.people import References as References
from roadstead.model.people import ReportingParty as ReportingParty
from roadstead.model.people import Role as Role
from roadstead.model.people import Traveller as Traveller
from roadstead.model.problems import Problem as Problem
from roadstead.model.problems import Sent as Sent
from roadstead.model.problems import Severity as Severity
from roadstead.model.quality import Aspect as Aspect
from roadstead.model.quality import Finding as Finding
from roadstead.model.quality import Quality as Quality
from roadstead.model.voyage import Craft as Craft
from roadstead.model.voyage import Identifier as Identifier
from roadstead.model.voyage import Leg as Leg
from roadstead.model.voyage import Mode as Mode
from roadstead.model.voyage import Transport as Transport
from roadstead.model.voyage import Voyage as Voyage
