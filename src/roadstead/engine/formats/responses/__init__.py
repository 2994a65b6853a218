"""Responses to filings, read and written: CUSRES by traveller, CONTRL on syntax, APERAK by problem."""

from roadstead.engine.formats.responses.acknowledge import acknowledge_interchange as acknowledge_interchange
from roadstead.engine.formats.responses.acknowledge import acknowledge_receipt as acknowledge_receipt
from roadstead.engine.formats.responses.acknowledgement import Acknowledgement as Acknowledgement
from roadstead.engine.formats.responses.envelope import Envelope as Envelope
from roadstead.engine.formats.responses.envelope import envelope_of as envelope_of
from roadstead.engine.formats.responses.envelope import reply_to as reply_to
from roadstead.engine.formats.responses.write_aperak import write_aperak as write_aperak
from roadstead.engine.formats.responses.write_contrl import write_contrl as write_contrl
from roadstead.engine.formats.responses.write_cusres import Kind as Kind
from roadstead.engine.formats.responses.write_cusres import with_codes as with_codes
from roadstead.engine.formats.responses.write_cusres import write_cusres as write_cusres
