"""Responses to filings, read and written: CUSRES by traveller, CONTRL on syntax, APERAK by problem."""

from roadstead.engine.formats.responses.acknowledgement import Said as Said
from roadstead.engine.formats.responses.envelope import Envelope as Envelope
from roadstead.engine.formats.responses.envelope import envelope_of as envelope_of
from roadstead.engine.formats.responses.envelope import reply_to as reply_to
from roadstead.engine.formats.responses.judge import judged as judged
from roadstead.engine.formats.responses.judge import received as received
from roadstead.engine.formats.responses.write_aperak import write_aperak as write_aperak
from roadstead.engine.formats.responses.write_contrl import write_contrl as write_contrl
from roadstead.engine.formats.responses.write_cusres import Kind as Kind
from roadstead.engine.formats.responses.write_cusres import coded as coded
from roadstead.engine.formats.responses.write_cusres import write_cusres as write_cusres
