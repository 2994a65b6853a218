"""Answers to what was filed, read and written: CUSRES by traveller, CONTRL on syntax, APERAK by problem."""

from roadstead.messages.replies.acknowledgement import Said as Said
from roadstead.messages.replies.envelope import Envelope as Envelope
from roadstead.messages.replies.envelope import envelope_of as envelope_of
from roadstead.messages.replies.envelope import reply_to as reply_to
from roadstead.messages.replies.judge import judged as judged
from roadstead.messages.replies.judge import received as received
from roadstead.messages.replies.profile import coded as coded
from roadstead.messages.replies.write_aperak import write_aperak as write_aperak
from roadstead.messages.replies.write_contrl import write_contrl as write_contrl
from roadstead.messages.replies.write_cusres import Kind as Kind
from roadstead.messages.replies.write_cusres import write_cusres as write_cusres
