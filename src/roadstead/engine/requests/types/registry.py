"""All types of request by code, in the order in which pages offer them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from roadstead.engine.requests.request_type import RequestType
from roadstead.engine.requests.types import (
    consent_request,
    correction,
    hit_confirmation,
    information_request,
    speciality,
    spontaneous_information,
    supplementary_information,
    surrender_backing,
    surrender_cawt,
    surrender_extradition,
    transit,
)

TYPES: Final[Mapping[str, RequestType]] = {
    each.code: each
    for each in (
        information_request.TYPE,
        spontaneous_information.TYPE,
        supplementary_information.TYPE,
        consent_request.TYPE,
        correction.TYPE,
        hit_confirmation.TYPE,
        surrender_cawt.TYPE,
        surrender_backing.TYPE,
        surrender_extradition.TYPE,
        transit.TYPE,
        speciality.TYPE,
    )
}
