"""Unambiguous times: instants in UTC, arrivals in the port's own time with its zone, and the time until then."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from roadstead.engine.reference.places import to_local, utc_offset, zones_in
from roadstead.filings.cargo.logic.merge import Arrival
from roadstead.filings.voyages.models import Leg, Voyage

register = template.Library()

MINUTE, HOUR, DAY = 60, 3600, 86400  # seconds
# Time left until which an alert is urgent: an officer needs about half an hour to act, a shift to prepare.
URGENT = ((timedelta(0), "past"), (timedelta(hours=2), "now"), (timedelta(hours=12), "soon"))


@register.filter
def utc(moment: datetime | None) -> SafeString | str:
    """Return `Wed 25 Nov 2026, 16:20 UTC`, machine-readable too; a dash for None."""
    if moment is None:
        return "–"
    moment = moment.astimezone(UTC)
    text = date_format(moment, "D j M Y, H:i", use_l10n=False)
    return format_html('<time datetime="{}">{} UTC</time>', moment.isoformat(timespec="seconds"), text)


@register.filter
def day(date: date | None) -> str:
    """Return `25 Nov 2026`: a month in letters is not mistaken for a day; a dash for None."""
    return date_format(date, "j M Y", use_l10n=False) if date else "–"


@register.filter
def in_zone(moment: datetime, name: str) -> SafeString | str:
    """Return an instant by the clock of a zone (`America/Barbados`) with UTC beside it; UTC alone if that is
    the zone.
    """
    return utc(moment) if name == "UTC" else _both(moment, moment.astimezone(ZoneInfo(name)))


@register.filter
def sender_time(sent: str) -> str:
    """Return `Wed 25 Nov 2026, 12:34` by the sender's own clock, whose zone is not stated; text that is no time, as
    sent.
    """
    try:
        return date_format(datetime.fromisoformat(sent), "D j M Y, H:i", use_l10n=False)
    except ValueError:
        return sent


@register.filter
def state_time(moment: datetime, state: str | None) -> SafeString | str:
    """Return an instant by the clock of a state whose ports share one zone, with UTC beside it; else in UTC alone."""
    zones = zones_in(state or "")
    return in_zone(moment, next(iter(zones))) if len(zones) == 1 else utc(moment)


@register.filter
def port_clock(moment: datetime | None, place: str) -> SafeString | str:
    """Return an instant by the clock of a port, with UTC beside it; in UTC alone if the port is unknown."""
    return both_clocks(moment, place, "")


@register.filter
def departs(hop: Voyage | Leg) -> SafeString | str:
    """Return the departure by the port's clock and in UTC; if the port is unknown in UTC, or as sent."""
    return both_clocks(hop.departs_at, hop.origin, hop.departs_local)


@register.filter
def arrives(hop: Voyage | Leg | Arrival) -> SafeString | str:
    """Return the arrival by the port's clock and in UTC; if the port is unknown in UTC, or as sent."""
    return both_clocks(hop.arrives_at, hop.destination, hop.arrives_local)


@register.filter
def arrives_briefly(hop: Voyage | Arrival, now: datetime) -> SafeString | str:
    """Return the arrival by the port's clock alone (`Sun 29 Nov, 12:20 AST`), with the year if it is another one. The
    full time is shown on hovering over it.
    """
    moment = hop.arrives_at
    if moment is None:
        return hop.arrives_local or _("No arrival declared")
    return _briefly(moment, hop.destination, now)


@register.filter
def port_hour(moment: datetime, place: str) -> SafeString:
    """Return `10:30 AST`: an instant of a known day by the clock of a port."""
    there = to_local(moment, place) or moment.astimezone(UTC)
    text = f"{there:%H:%M} {zone(there)}"
    return format_html('<time datetime="{}">{}</time>', there.isoformat(timespec="minutes"), text)


@register.simple_tag
def port_clock_briefly(moment: datetime, place: str, now: datetime) -> SafeString:
    """Return an instant by the clock of a port alone, as short as `arrives_briefly`."""
    return _briefly(moment, place, now)


def _briefly(moment: datetime, place: str, now: datetime) -> SafeString:
    there = to_local(moment, place) or moment.astimezone(UTC)
    text = date_format(there, "D j M, H:i" if there.year == now.year else "D j M Y, H:i", use_l10n=False)
    full = date_format(moment.astimezone(UTC), "D j M Y, H:i", use_l10n=False)
    return format_html(
        '<time datetime="{}" title="{} UTC">{} {}</time>', there.isoformat(timespec="minutes"), full, text, zone(there)
    )


@register.inclusion_tag("partials/arrival.html")
def arrival(voyage: Voyage | Arrival, now: datetime) -> dict[str, Any]:
    """Show a voyage's arrival in a table: local time with its zone, and below it the time until then."""
    moment = voyage.arrives_at
    return {
        "text": arrives(voyage),
        "moment": moment,
        "coming": moment is not None and moment > now,
        "words": until(moment, now) if moment else "",
    }


@register.filter
def until(moment: datetime, now: datetime) -> str:
    """Return `in 3 h 20 min`, `40 min ago`."""
    seconds = int((moment - now).total_seconds())
    if abs(seconds) < MINUTE:
        return _("in less than a minute") if seconds > 0 else _("less than a minute ago")
    words = {"time": duration(timedelta(seconds=abs(seconds)))}
    return _("in %(time)s") % words if seconds > 0 else _("%(time)s ago") % words


@register.filter
def urgency(voyage: Voyage | Arrival, now: datetime) -> str:
    """Return how soon a decision is due: past, now, soon or later; later if no arrival is declared."""
    if voyage.arrives_at is None:
        return "later"
    left = voyage.arrives_at - now
    return next((code for limit, code in URGENT if left <= limit), "later")


def both_clocks(moment: datetime | None, place: str, sent: str) -> SafeString | str:
    """Return an instant by a place's clock and in UTC; in UTC if the place is unknown, as sent if the instant is."""
    if moment is None:
        return sent
    there = to_local(moment, place)
    return _both(moment, there) if there else utc(moment)


def _both(moment: datetime, there: datetime) -> SafeString | str:
    """Return `Wed 25 Nov 2026, 12:20 AST` with `16:20 UTC` beside it, and its day if that differs; UTC alone if the
    clock there shows the same.
    """
    if not there.utcoffset():
        return utc(moment)
    utc_there = moment.astimezone(UTC)
    beside = date_format(utc_there, "H:i" if utc_there.date() == there.date() else "D j M, H:i", use_l10n=False)
    return format_html(
        '<time datetime="{}"><span class="rs-nowrap">{} {}</span> <span class="rs-utc">{} UTC</span></time>',
        there.isoformat(timespec="minutes"),
        date_format(there, "D j M Y, H:i", use_l10n=False),
        zone(there),
        beside,
    )


def zone(there: datetime) -> str:
    """Return the local abbreviation of the zone (`AST`); the offset from UTC (`UTC−3`) if it has none."""
    name = there.tzname() or ""
    return name if name.isalpha() else utc_offset(there)


@register.filter
def duration(time: timedelta) -> str:
    """Return the two largest units: three days ahead, minutes do not matter. Seconds if under a minute. Zero hours are
    left out.
    """
    seconds = int(time.total_seconds())
    days, hours, minutes = seconds // DAY, seconds % DAY // HOUR, seconds % HOUR // MINUTE
    if days:
        text = _("%(days)d d %(hours)d h") if hours else _("%(days)d d")
        return text % {"days": days, "hours": hours}
    if hours:
        text = _("%(hours)d h %(minutes)d min") if minutes else _("%(hours)d h")
        return text % {"hours": hours, "minutes": minutes}
    if minutes:
        return _("%(minutes)d min") % {"minutes": minutes}
    return _("%(seconds)d s") % {"seconds": seconds}
