"""Cargo-IMP syntax: text of lines, each with a tag of three letters, to messages of records, without their meaning."""

from roadstead.engine.syntax.cargoimp.messages import MAX_LINES as MAX_LINES
from roadstead.engine.syntax.cargoimp.messages import Message as Message
from roadstead.engine.syntax.cargoimp.messages import looks_like as looks_like
from roadstead.engine.syntax.cargoimp.messages import messages as messages
from roadstead.engine.syntax.cargoimp.records import FORBIDDEN as FORBIDDEN
from roadstead.engine.syntax.cargoimp.records import Record as Record
from roadstead.engine.syntax.cargoimp.records import records as records
from roadstead.engine.syntax.cargoimp.records import wrap as wrap
