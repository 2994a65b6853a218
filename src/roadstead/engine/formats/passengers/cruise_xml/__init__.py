"""Notices of cruise ships in XML, relatives of the US Coast Guard's eNOAD (NOTICE, ARRIVE_DEPART, CREW_LIST …).

Only part of the schema is public: the elements ARRIVE (ARRIVE_DT, ARRIVE_TIME, PORT_NAME …) and VOYAGE_NUMBER of what
cruise software sends to CARICOM, and the eNOAD element names of NOAD 3.1 to 3.6. The reader uses tables of names
(`codes.py`, `xml_forms/names.py`), not a schema; other XML whose lists and people have the same names is read too.
Elements with unknown names are reported as not used.
"""

from roadstead.engine.formats.passengers.cruise_xml.read import read as read
from roadstead.engine.formats.passengers.cruise_xml.voyage import voyage_of as voyage_of
