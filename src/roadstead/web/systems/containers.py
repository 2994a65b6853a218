"""Held and released containers for terminals and ASYCUDA, as JSON and csv. Never a reason."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Final, Literal

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from ninja import Query, Router

from roadstead.casework.examinations.containers import ContainerRow, ContainerStatus, container_rows
from roadstead.platform.accounts.models import TokenScope
from roadstead.platform.audit.models import log
from roadstead.web.api.schemas import Error
from roadstead.web.common.tables import Column, as_csv
from roadstead.web.systems import calls
from roadstead.web.systems.access import caller
from roadstead.web.systems.bodies import moment
from roadstead.web.systems.schemas import ContainersOut

MAX_CONTAINERS: Final = 1000  # in one answer, more than one act can detain
CSV: Final = "text/csv"
COLUMNS: Final = (
    Column("Container", cell=lambda row: row.container),
    Column("Bill", cell=lambda row: row.bill),
    Column("Port", cell=lambda row: row.port),
    Column("Vessel", cell=lambda row: row.craft),
    Column("Voyage", cell=lambda row: row.voyage),
    Column("Status", cell=lambda row: row.status.value),
    Column("At", cell=lambda row: row.at.isoformat(timespec="seconds")),
)
Status = Annotated[ContainerStatus | None, Query(description="held or released; both if left out", example="held")]
Port = Annotated[str, Query(max_length=5, description="UN/LOCODE of a port of your state", example="BBBGI")]
Since = Annotated[
    datetime | None,
    Query(description="Only what changed then or later, with its offset", example="2026-11-26T10:00:00Z"),
]
Form = Annotated[Literal["json", "csv"], Query(description="json or csv", example="csv", alias="format")]
SAMPLE: Final = "Container,Bill,Port,Vessel,Voyage,Status,At\r\nMSCU1234566,B1,BBBGI,OCEAN STAR,118,held,2026-11-26T…"

router = Router(by_alias=True)


@router.get(
    "/containers",
    response={200: ContainersOut, 401: Error},
    summary="Held and released containers",
    openapi_extra=calls.in_csv(SAMPLE),
)
def containers(
    request: HttpRequest, status: Status = None, port: Port = "", since: Since = None, form: Form = "json"
) -> HttpResponse:
    """Containers, and goods of bills without one, that customs of your state hold or have released, by the time of the
    last change. A container is `released` once nothing holds it any more.

    While `more` is true, ask again with `since` set to the `at` of the last row.
    """
    of = caller(request, TokenScope.CONTAINERS)
    begin = moment(since, timezone.now(), "since") if since else None
    rows, more = container_rows(of.user, status, port=port.strip().upper(), since=begin, most=MAX_CONTAINERS)
    as_file = form == "csv"
    log(of.user, "exported" if as_file else "read", "selections", states=[of.state], detail="detained, by API")
    if as_file:
        return as_csv("containers", COLUMNS, rows)
    return JsonResponse({"containers": [_shown(row) for row in rows], "more": more})


def _shown(row: ContainerRow) -> dict[str, str]:
    return {
        "container": row.container,
        "bill": row.bill,
        "port": row.port,
        "craft": row.craft,
        "voyage": row.voyage,
        "status": row.status.value,
        "at": row.at.isoformat(timespec="seconds"),
    }
