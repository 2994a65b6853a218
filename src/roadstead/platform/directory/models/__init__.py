"""Tables of the directory. Rows private to an organisation have `organisations` and are read by its people."""

from roadstead.platform.directory.models.agreements import AgreementEnd as AgreementEnd
from roadstead.platform.directory.models.agreements import SharingAgreement as SharingAgreement
from roadstead.platform.directory.models.duty import Duty as Duty
from roadstead.platform.directory.models.duty import DutyFeed as DutyFeed
from roadstead.platform.directory.models.methods import Contact as Contact
from roadstead.platform.directory.models.methods import ContactMethod as ContactMethod
from roadstead.platform.directory.models.methods import Result as Result
from roadstead.platform.directory.models.points import Competence as Competence
from roadstead.platform.directory.models.points import ContactPoint as ContactPoint
from roadstead.platform.directory.models.points import ContactPointHolder as ContactPointHolder
from roadstead.platform.directory.models.points import Function as Function
from roadstead.platform.directory.models.points import HolderContact as HolderContact
from roadstead.platform.directory.models.qualifications import Qualification as Qualification
