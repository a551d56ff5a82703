"""Dates, numbers and names in words, the same on every page."""

from datetime import UTC, date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from innovate.core.clock import now

NBSP = "\u00a0"  # keeps a number and its unit on one line
_zone: list[tzinfo] = [UTC]
_currency = ["EUR"]


def use_timezone(name: str) -> None:
    """Say dates as clocks show them there."""
    _zone[0] = ZoneInfo(name)


def use_currency(name: str) -> None:
    """Say amounts of money in it."""
    _currency[0] = name


def local(moment: datetime) -> datetime:
    """That moment on the company's clock."""
    return moment.astimezone(_zone[0])


def _date(when: date | datetime) -> date:
    return local(when).date() if isinstance(when, datetime) else when


def day(when: date | datetime | None) -> str:
    """“Tue 24 Nov”, with the year when it is not this one."""
    if when is None:
        return ""
    that = _date(when)
    year = "" if that.year == local(now()).year else f" {that.year}"
    return f"{that:%a} {that.day} {that:%b}{year}"


def due(when: date | datetime | None) -> str:
    """“due Tuesday (2 days)”, “due today”, “3 days late”."""
    if when is None:
        return ""
    that, this = _date(when), local(now()).date()
    days = (that - this).days
    if isinstance(when, datetime) and days == 0 and when < now():
        return "late since today"
    if days < 0:
        return f"{_count(-days, 'day')} late"
    if days == 0:
        return "due today"
    if days == 1:
        return "due tomorrow"
    name = f"{that:%A}" if days < 7 else day(that)
    return f"due {name} ({_count(days, 'day')})"


def ago(when: datetime | None) -> str:
    """“just now”, “5 minutes ago”, “yesterday”, “3 days ago”, then the day."""
    if when is None:
        return ""
    passed = now() - when
    if passed < timedelta(minutes=1):
        return "just now"
    if passed < timedelta(hours=1):
        return f"{_count(int(passed.total_seconds() // 60), 'minute')} ago"
    days = (local(now()).date() - local(when).date()).days
    if days == 0:
        return f"{_count(int(passed.total_seconds() // 3600), 'hour')} ago"
    if days == 1:
        return "yesterday"
    return f"{days} days ago" if days < 14 else day(when)


def exact(when: date | datetime | None) -> str:
    """The date or moment in ISO 8601, for `datetime` attributes."""
    return when.isoformat() if when else ""


def clock_time(when: datetime | None) -> str:
    """“Tue 24 Nov, 14:02”."""
    return f"{day(when)}, {local(when):%H:%M}" if when else ""


def number(value: float | int | None) -> str:
    """“12,345” or “3.4”; nothing for None."""
    if value is None:
        return ""
    return f"{value:,}" if isinstance(value, int) else f"{value:,.4g}" if abs(value) < 1000 else f"{value:,.0f}"


def percent(share: float | None) -> str:
    """“12.3 %” of a share between 0 and 1, never broken over two lines."""
    return "" if share is None else f"{share * 100:.1f}{NBSP}%"


def money(cents: int | None) -> str:
    """“1,250.50 EUR” of whole cents; whole amounts without the decimals, as in “1,250 EUR”."""
    if cents is None:
        return ""
    amount = f"{cents // 100:,}" if cents % 100 == 0 else f"{cents / 100:,.2f}"
    return f"{amount}{NBSP}{_currency[0]}"


def plural(n: int, one: str, many: str | None = None) -> str:
    """“1 vote”, “2 votes”."""
    return _count(n, one, many)


def sentence(words: str) -> str:
    """The words as a sentence begins."""
    return words[:1].upper() + words[1:]


def initials(name: str) -> str:
    """The first letters of the first and last name."""
    parts = name.split()
    return (parts[0][:1] + (parts[-1][:1] if len(parts) > 1 else "")).upper() if parts else "?"


def hue(name: str) -> int:
    """One of twelve hues, 0 to 11, always the same for a name."""
    return sum(ord(char) * (at + 1) for at, char in enumerate(name)) % 12


def _count(n: int, one: str, many: str | None = None) -> str:
    return f"{n:,} {one if n == 1 else many or one + 's'}"


FILTERS = {
    "day": day,
    "due": due,
    "ago": ago,
    "exact": exact,
    "clock_time": clock_time,
    "number": number,
    "percent": percent,
    "money": money,
    "plural": plural,
    "initials": initials,
    "hue": hue,
}
