"""Who is told by which way, what was told, and whether it arrived. Nothing here holds a value of a traveller."""

from roadstead.dissemination.models.channels import Channel as Channel
from roadstead.dissemination.models.channels import MailServer as MailServer
from roadstead.dissemination.models.channels import Patience as Patience
from roadstead.dissemination.models.channels import Way as Way
from roadstead.dissemination.models.duty import Duty as Duty
from roadstead.dissemination.models.notices import Delivery as Delivery
from roadstead.dissemination.models.notices import Notice as Notice
from roadstead.dissemination.models.notices import NoticeAlert as NoticeAlert
from roadstead.dissemination.models.notices import Standing as Standing
from roadstead.dissemination.models.notices import Waiting as Waiting
from roadstead.dissemination.models.notices import new_reference as new_reference
