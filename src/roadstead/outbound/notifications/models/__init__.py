"""Channels of states, webhooks of carriers, notices and deliveries. Nothing here holds a value of a traveller."""

from roadstead.outbound.notifications.models.carriers import CarrierDelivery as CarrierDelivery
from roadstead.outbound.notifications.models.carriers import CarrierEvent as CarrierEvent
from roadstead.outbound.notifications.models.carriers import CarrierWebhook as CarrierWebhook
from roadstead.outbound.notifications.models.carriers import StateEvent as StateEvent
from roadstead.outbound.notifications.models.channels import Channel as Channel
from roadstead.outbound.notifications.models.channels import MailServer as MailServer
from roadstead.outbound.notifications.models.channels import Transport as Transport
from roadstead.outbound.notifications.models.notices import Delivery as Delivery
from roadstead.outbound.notifications.models.notices import DeliveryStatus as DeliveryStatus
from roadstead.outbound.notifications.models.notices import Notice as Notice
from roadstead.outbound.notifications.models.notices import NoticeAlert as NoticeAlert
from roadstead.outbound.notifications.models.notices import new_reference as new_reference
