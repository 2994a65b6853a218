"""Element names for the same values in ship's lists (ISO 28005-2, eNOAD and related formats), folded.

Senders make up their own. A name that is found in a list and has one meaning only may be added here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

PERSON: Final[Mapping[str, tuple[str, ...]]] = {
    "surname": ("familyname", "surname", "lastname", "familynames"),
    "given": ("givenname", "givennames", "firstname", "forename", "forenames"),
    "middle": ("middlename", "middlenames", "secondname", "middleinitial"),
    "whole": ("fullname", "personname", "name"),
    "sex": ("gender", "sex", "gendercode", "sexcode"),
    "born": ("dateofbirth", "birthdate", "dob", "birthdt", "birthday"),
    "birth_place": ("placeofbirth", "birthplace", "cityofbirth", "birthcity"),
    "birth_country": ("countryofbirth", "birthcountry", "countryofbirthcode", "birthcountrycode"),
    "nationality": ("nationalitycode", "nationality", "citizenshipcode", "citizenship"),
    "residence": ("countryofresidencecode", "countryofresidence", "residencecountry", "residence",
                  "residencecountrycode"),
    "employment": ("rankorrating", "rankorratingtext", "rankorratingcode", "rank", "rating", "duty", "duties",
                   "position", "dutyonboard"),
    "transit": ("transit", "intransit", "istransit", "transitpassenger", "transitindicator",
                "transitpassengerindicator"),
    "passenger": ("passengerid", "personid", "crewid", "passengerreference"),
    "booking": ("bookingnumber", "bookingreference", "reservationnumber"),
    "seat": ("cabinnumber", "cabin", "stateroom", "seatnumber"),
    "visa": ("visanumber", "visaorresidencepermitnumber", "residencepermitnumber", "visaresidencepermitnumber"),
    "email": ("email", "emailaddress"),
    "telephone": ("mobiletelephone", "telephone", "phone", "businesstelephone"),
}  # fmt: skip
DOCUMENTS: Final = frozenset({
    "passengeriddocument", "crewiddocument", "crewmemberiddocument", "iddocument", "identitydocument", "traveldocument",
    "identificationdocument", "personiddocument", "passport", "document", "iddocuments", "identification",
})  # fmt: skip
DOCUMENT: Final[Mapping[str, tuple[str, ...]]] = {
    "type": ("iddocument", "iddocumenttype", "documenttype", "idtype", "natureofidentitydocument", "doctype", "type",
             "identitydocumenttype"),
    "number": ("idnumber", "iddocumentnumber", "documentnumber", "identitydocumentnumber", "passportnumber", "idnum",
               "documentno", "passportno", "docnumber", "number"),
    "issuer": ("issuingstate", "issuingcountry", "issuingnation", "countryofissue", "issuingstateofidentitydocument",
               "idcountrycode", "idcountry", "issuercountry", "passportcountry", "issuingcountrycode", "countrycode"),
    "expires": ("expirationdate", "expirydate", "dateofexpiry", "expirationdt", "idexpirationdt", "idexpirationdate",
                "passportexpirydate", "idexpirydate", "validuntil"),
    "issued": ("issuedate", "dateofissue", "issueddt", "dateissued", "issuedt"),
}  # fmt: skip
DOCUMENT_OUTSIDE: Final[Mapping[str, tuple[str, ...]]] = {  # of a document, if it has no element of its own
    name: tuple(each for each in names if each not in {"type", "number", "countrycode"})
    for name, names in DOCUMENT.items()
}
EMBARK: Final = (
    "embarkationport",
    "portofembarkation",
    "embarkport",
    "portembark",
    "embarkportcode",
    "portembarkcode",
    "embarkportname",
    "embarkation",
)
DISEMBARK: Final = ("debarkationport", "disembarkationport", "portofdisembarkation", "portofdebarkation", "debarkport",
                    "portdebark", "debarkportcode", "portdebarkcode", "disembarkport", "debarkportname", "debarkation",
                    "disembarkation")  # fmt: skip
# Elements whose inner values mean something else outside: <PlaceOfBirth><Name>, <RankOrRating><Code>.
BIRTH_PLACE: Final = ("placeofbirth", "birthplace")
RANK: Final = ("rankorrating", "rank", "rating")
BIRTH_PLACE_VALUES: Final = ("name", "placename", "city", "place", "locationname", "unlocode")
RANK_VALUES: Final = ("text", "name", "description", "rankorratingtext", "code", "rankorratingcode")
PORTS: Final = frozenset((*EMBARK, *DISEMBARK))
CODE: Final = ("unlocode", "locode", "portcode", "locationcode", "nextportcode", "lastportcode", "code")
PLACE: Final = ("portname", "portorplace", "name", "nextportname", "lastportname", "city", "place")
COUNTRY: Final = (
    "countrycode",
    "country",
    "nextportcountrycode",
    "lastportcountrycode",
    "nextportcountry",
    "lastportcountry",
)

SEXES: Final[Mapping[str, str]] = {
    "M": "M",
    "MALE": "M",
    "1": "M",  # ISO 5218
    "F": "F",
    "FEMALE": "F",
    "2": "F",
    "X": "X",
    "OTHER": "X",
    "9": "",
    "U": "",
    "UNKNOWN": "",
    "0": "",
    "N": "",
    "<": "",
}
YES: Final = {"Y", "YES", "TRUE", "1", "T", "TRANSIT"}
