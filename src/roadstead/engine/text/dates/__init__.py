"""Dates as declared and listed: often partial, with two-digit years, or wrong. Text in, ISO text out.

ISO 8601 text may be partial ("1980", "1980-04") or an interval ("1965/1967"). No function here raises on any text, and
none depends on the current time.
"""

from roadstead.engine.text.dates.parse import is_impossible as is_impossible
from roadstead.engine.text.dates.parse import parse as parse
from roadstead.engine.text.dates.parse import parse_each as parse_each
from roadstead.engine.text.dates.parsed import PROBLEMS as PROBLEMS
from roadstead.engine.text.dates.parsed import ParsedDate as ParsedDate
from roadstead.engine.text.dates.parsed import Precision as Precision
from roadstead.engine.text.dates.relation import Relation as Relation
from roadstead.engine.text.dates.relation import compare_dates as compare_dates
from roadstead.engine.text.dates.relation import earliest as earliest
from roadstead.engine.text.dates.relation import latest as latest
from roadstead.engine.text.dates.relation import relation_words as relation_words
from roadstead.engine.text.dates.times import datetime_local as datetime_local
