"""Dates as they are declared and listed: often partial, often two-digit, sometimes nonsense. Text in, ISO text out.

ISO 8601 text may be partial ("1980", "1980-04") or an interval ("1965/1967"). Nothing here raises on any text, and
nothing here looks at the clock.
"""

from roadstead.text.dates.parse import is_impossible as is_impossible
from roadstead.text.dates.parse import parse as parse
from roadstead.text.dates.parse import parse_each as parse_each
from roadstead.text.dates.parsed import PROBLEMS as PROBLEMS
from roadstead.text.dates.parsed import ParsedDate as ParsedDate
from roadstead.text.dates.parsed import Precision as Precision
from roadstead.text.dates.relation import Relation as Relation
from roadstead.text.dates.relation import compatible as compatible
from roadstead.text.dates.relation import relation_words as relation_words
from roadstead.text.dates.spans import earliest as earliest
from roadstead.text.dates.spans import latest as latest
from roadstead.text.dates.times import datetime_local as datetime_local
