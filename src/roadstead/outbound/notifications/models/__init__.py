"""Channels of states, notices and deliveries. Nothing here holds a value of a traveller."""

from roadstead.outbound.notifications.models.channels import Channel as Channel
from roadstead.outbound.notifications.models.channels import MailServer as MailServer
from roadstead.outbound.notifications.models.channels import Transport as Transport
from roadstead.outbound.notifications.models.notices import Delivery as Delivery
from roadstead.outbound.notifications.models.notices import DeliveryStatus as DeliveryStatus
from roadstead.outbound.notifications.models.notices import Notice as Notice
from roadstead.outbound.notifications.models.notices import NoticeAlert as NoticeAlert
from roadstead.outbound.notifications.models.notices import new_reference as new_reference
