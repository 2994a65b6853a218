"""Facts of weight, packages and value. Numbers are rounded to integers, since rules only compare them."""

from __future__ import annotations

from typing import Final

from roadstead.engine.records import Consignment, Money
from roadstead.engine.rules.cargo_facts.goods import description_of, package_types, parse_description
from roadstead.engine.rules.facts import Values

WEIGHT_TOLERANCE, FLOOR_KG = 0.10, 50.0  # tolerance: a tenth of the bill's weight, at least 50 kg
OF_GOODS: Final = ("customs", "goods")  # kinds of value, in order of preference


def weight_facts(bill: Consignment) -> Values:
    gross = bill.gross_mass_kg
    if gross is None or gross <= 0:
        return {"weight.lines_differ": False}
    parts = {
        "weight.kg_per_package": bill.packages,
        "weight.kg_per_container": len(bill.containers),
        "weight.kg_per_m3": bill.volume_m3,
    }
    found: Values = {"weight.gross_kg": round(gross), "weight.lines_differ": _lines_differ(bill, gross)}
    found.update({name: round(gross / part) for name, part in parts.items() if part and part > 0})
    return found


def _lines_differ(bill: Consignment, gross: float) -> bool:
    """Return True if the weights of the lines do not add up to the bill's; False unless every line has one."""
    masses = [line.gross_mass_kg for line in bill.goods]
    known = [mass for mass in masses if mass is not None]
    if not known or len(known) < len(masses):
        return False
    return abs(sum(known) - gross) > max(FLOOR_KG, WEIGHT_TOLERANCE * gross)


def package_facts(bill: Consignment) -> Values:
    said = parse_description(description_of(bill))
    found: Values = {"packages.types": package_types(bill, said)}
    counted = sum(each.count for each in said.packed)
    if bill.packages is not None:
        found["packages.count"] = bill.packages
    if said.packed:
        found["packages.in_text"] = counted
    # Two counts in one text may be pallets and the cartons on them; then either may be the declared one.
    counts = {counted, *(each.count for each in said.packed)}
    found["packages.text_differs"] = bool(said.packed and bill.packages) and bill.packages not in counts
    return found


def value_facts(bill: Consignment) -> Values:
    values = [*bill.values, *(each for line in bill.goods for each in line.values)]
    goods, freight = _of_goods(values), _sum(values, "freight")
    if goods is None:
        return {"value.declared": False, "value.freight_above": False}
    found: Values = {"value.declared": True, "value.amount": round(goods.amount)}
    found.update({"value.currency": goods.currency} if goods.currency else {})
    if bill.gross_mass_kg and bill.gross_mass_kg > 0:
        found["value.per_kg"] = round(goods.amount / bill.gross_mass_kg)
    found["value.freight_above"] = (
        freight is not None and freight.currency == goods.currency and freight.amount > goods.amount
    )
    return found


def _of_goods(values: list[Money]) -> Money | None:
    return next((found for kind in OF_GOODS if (found := _sum(values, kind))), None)


def _sum(values: list[Money], kind: str) -> Money | None:
    """Return the sum of one kind of value, in the currency of the first; other currencies are left out."""
    of_kind = [each for each in values if each.kind == kind]
    if not of_kind:
        return None
    currency = of_kind[0].currency
    amount = sum(each.amount for each in of_kind if each.currency == currency)
    return Money(kind=kind, amount=amount, currency=currency)
