"""Speed and memory of reading a manifest of 20,000 bills: `python -m bench.cargo`.

Compared with lxml's own iterparse over the same bytes, which frees each element and builds nothing: the lower bound for
a reader of XML in Python that looks at every element.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from io import BytesIO
from multiprocessing import get_context
from pathlib import Path
from time import process_time
from typing import Final

from lxml import etree

from roadstead.engine.formats import registry

BILLS: Final = 20_000
FEWER: Final = 5_000
RUNS: Final = 2
IN_A_MEGABYTE: Final = 1024 * 1024
HEAD: Final = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<Awmds><General_segment><General_segment_id><Customs_office_code>BBBGI'
    "</Customs_office_code><Voyage_number>TRN112N</Voyage_number><Date_of_departure>2026-11-20</Date_of_departure>"
    "<Date_of_arrival>2026-11-25</Date_of_arrival><Time_of_arrival>07:15</Time_of_arrival></General_segment_id>"
    "<Totals_segment><Total_number_of_bols>{0}</Total_number_of_bols></Totals_segment><Transport_information><Carrier>"
    "<Carrier_code>TRN01</Carrier_code></Carrier><Mode_of_transport_code>1</Mode_of_transport_code>"
    "<Identity_of_transporter>EXAMPLE TERN</Identity_of_transporter></Transport_information><Load_unload_place>"
    "<Place_of_departure_code>USMIA</Place_of_departure_code><Place_of_destination_code>BBBGI"
    "</Place_of_destination_code></Load_unload_place></General_segment>\n"
)
BILL: Final = """<Bol_segment>
 <Bol_id><Bol_reference>TRNMIA{0:06}</Bol_reference><Line_number>{0}</Line_number><Bol_nature>23</Bol_nature>
  <Bol_type_code>BOL</Bol_type_code><Master_bol_ref_number/><DG_status>0</DG_status></Bol_id>
 <Consolidated_Cargo>0</Consolidated_Cargo>
 <Load_unload_place><Port_of_origin_code>USMIA</Port_of_origin_code><Place_of_loading_code>USMIA</Place_of_loading_code>
  <Place_of_unloading_code>BBBGI</Place_of_unloading_code></Load_unload_place>
 <Traders_segment><Carrier><Carrier_code>TRN01</Carrier_code><Carrier_name>Tern Line Example</Carrier_name></Carrier>
  <Exporter><Exporter_name>Exporter Example {0}</Exporter_name><Exporter_address>{0} Dock Street, Miami FL
  </Exporter_address></Exporter><Notify><Notify_code/><Notify_name>Broker Example {0}</Notify_name><Notify_address>
  Bridgetown</Notify_address></Notify><Consignee><Consignee_code>1000{0:06}</Consignee_code><Consignee_name>Importer
  Example {0}</Consignee_name><Consignee_address>{0} Broad Street, Bridgetown</Consignee_address></Consignee>
 </Traders_segment>
 <ctn_segment><Ctn_reference>CSQU{0:07}</Ctn_reference><Number_of_packages>10</Number_of_packages><Type_of_container>
  22G1</Type_of_container><Empty_Full>FCL</Empty_Full><Marks1>S{0}</Marks1><Marks2/><Marks3/><Sealing_Party>CA
  </Sealing_Party><Empty_weight>2200</Empty_weight><Goods_weight>1250.5</Goods_weight></ctn_segment>
 <Goods_segment><Number_of_packages>10</Number_of_packages><Package_type_code>CT</Package_type_code><Gross_mass>1250.5
  </Gross_mass><Shipping_marks>MARKS {0}</Shipping_marks><Goods_description>HOUSEHOLD GOODS, SPARE PARTS AND CANNED
  FRUIT AS PER INVOICE {0}</Goods_description><Volume_in_cubic_meters>12.5</Volume_in_cubic_meters>
  <Num_of_ctn_for_this_bol>1</Num_of_ctn_for_this_bol><Information/></Goods_segment>
 <Value_segment><Freight_segment><PC_indicator>PP</PC_indicator><Freight_value>1500</Freight_value><Freight_currency>USD
  </Freight_currency></Freight_segment><Customs_segment><Customs_value>18000</Customs_value><Customs_currency>USD
  </Customs_currency></Customs_segment></Value_segment>
 <Location><Location_code>BPI</Location_code><Location_info/></Location>
</Bol_segment>
"""


def awmds(bills: int) -> bytes:
    """Return an invented manifest: each bill has four parties, one container, one kind of goods and its values."""
    return (HEAD.format(bills) + "".join(map(BILL.format, range(1, bills + 1))) + "</Awmds>\n").encode()


def run() -> dict[str, float]:
    """Return bills per second, growth against the baseline, and the peak memory of a separate process."""
    large, small = awmds(BILLS), awmds(FEWER)
    ours, plain = best(registry.read, large), best(iterparse, large)
    growth, plain_growth = ours / best(registry.read, small), plain / best(iterparse, small)
    empty, peak = alone(_nothing), alone(_reading)
    return {
        "bills": BILLS,
        "megabytes": len(large) / IN_A_MEGABYTE,
        "reading_seconds": ours,
        "bills_per_second": round(BILLS / ours),
        "iterparse_seconds": plain,
        "reading_to_iterparse_ratio": ours / plain,
        "times_the_bills": BILLS / FEWER,
        "times_the_time": growth,
        "times_the_time_of_iterparse": plain_growth,
        "peak_megabytes": peak,
        "peak_megabytes_of_the_bytes_alone": empty,
        "peak_megabytes_beyond_the_bytes": peak - empty,
    }


def iterparse(raw: bytes) -> int:
    """Visit and free every element and its earlier siblings; return their number."""
    seen = 0
    for _, element in etree.iterparse(BytesIO(raw), events=("end",), resolve_entities=False, no_network=True):
        seen += 1
        if element.tag == "Bol_segment":
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
    return seen


def best(work: Callable[[bytes], object], raw: bytes) -> float:
    """Return seconds of processor time, the best of several runs, so that other load is not measured."""
    return min(_timed(work, raw) for _ in range(RUNS))


def alone(work: Callable[[], None]) -> float:
    """Return the peak memory of a new process in megabytes."""
    context = get_context("spawn")
    with context.Pool(1) as pool:
        return pool.apply(_peak, (work,))


def _timed(work: Callable[[bytes], object], raw: bytes) -> float:
    started = process_time()
    work(raw)
    return process_time() - started


def _peak(work: Callable[[], None]) -> float:
    """Return megabytes from the process's own status: getrusage inherits the figures of related processes."""
    work()
    (line,) = [line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM")]
    return int(line.split()[1]) / 1024


def _nothing() -> None:
    awmds(BILLS)


def _reading() -> None:
    registry.read(awmds(BILLS))


if __name__ == "__main__":
    print(json.dumps(run(), indent=1))
