"""Machine readable zone of travel documents (ICAO Doc 9303 parts 3 to 7), read and written.

`read` returns the first zone in a text, `find` every zone and the other lines; `write` returns the lines of a zone with
their check digits. Readers never raise, and nothing depends on the current time.
"""

from roadstead.engine.text.mrz.find import FoundZones as FoundZones
from roadstead.engine.text.mrz.find import find as find
from roadstead.engine.text.mrz.find import looks_like as looks_like
from roadstead.engine.text.mrz.find import read as read
from roadstead.engine.text.mrz.layout import LAYOUTS as LAYOUTS
from roadstead.engine.text.mrz.names import transliterate as transliterate
from roadstead.engine.text.mrz.write import CannotBeWritten as CannotBeWritten
from roadstead.engine.text.mrz.write import write as write
from roadstead.engine.text.mrz.zone import Check as Check
from roadstead.engine.text.mrz.zone import Digit as Digit
from roadstead.engine.text.mrz.zone import Oddity as Oddity
from roadstead.engine.text.mrz.zone import Zone as Zone
