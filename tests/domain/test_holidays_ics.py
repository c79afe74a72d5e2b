"""Days off from calendar files: real shapes, hostile ones, and rules that are refused rather than guessed."""

from __future__ import annotations

import random
from datetime import date, datetime, time

import pytest
from dateutil.rrule import rrulestr

from dealdesk.domain.holidays_ics import LARGEST, YEARS_AHEAD, Holidays, read_ics
from dealdesk.domain.yearly import RuleRefused, yearly_days
from dealdesk.errors import InputRefused

TODAY = date(2026, 5, 13)


def calendar(*events: str, newline: str = "\r\n") -> bytes:
    """Return a calendar file of events, each its lines parted by "|"."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0"]
    for event in events:
        lines += ["BEGIN:VEVENT", *event.split("|"), "END:VEVENT"]
    return newline.join([*lines, "END:VCALENDAR", ""]).encode()


def days(*events: str) -> list[str]:
    """Return the days off of these events."""
    return [day.day.isoformat() for day in read_ics(calendar(*events), TODAY).days]


def test_a_day_with_its_name() -> None:
    found = read_ics(calendar("UID:1|SUMMARY:New Year\\, observed|DTSTART;VALUE=DATE:20270101"), TODAY)
    assert found == Holidays(((date(2027, 1, 1), "New Year, observed"),), 0)  # type: ignore[arg-type]


def test_a_range_ends_the_day_before_its_end() -> None:
    assert days("DTSTART;VALUE=DATE:20270301|DTEND;VALUE=DATE:20270304") == ["2027-03-01", "2027-03-02", "2027-03-03"]
    assert days("DTSTART;VALUE=DATE:20270301|DTEND;VALUE=DATE:20270301") == ["2027-03-01"]
    assert days("DTSTART;VALUE=DATE:20270301|DURATION:P1W") == [f"2027-03-0{day}" for day in range(1, 8)]
    assert days("DTSTART;TZID=Europe/Berlin:20270301T000000|DTEND;TZID=Europe/Berlin:20270302T000000") == ["2027-03-01"]


def test_folded_lines_quoted_parameters_and_nested_alarms() -> None:
    event = 'DTSTART;VALUE=DATE;X-A="a:b;c":2027\r\n 0506|SUMMARY;LANGUAGE=en:As\r\n\tcension'
    event += "|BEGIN:VALARM|DTSTART:x|END:VALARM"
    assert read_ics(calendar(event), TODAY).days[0] == (date(2027, 5, 6), "Ascension")


@pytest.mark.parametrize("newline", ["\n", "\r", "\r\n"])
def test_any_line_end_a_mark_in_front_and_old_letters(newline: str) -> None:
    event = "DTSTART;VALUE=DATE:20270506|SUMMARY:Königstag"
    for data in (calendar(event, newline=newline), b"\xef\xbb\xbf" + calendar(event, newline=newline)):
        assert read_ics(data, TODAY).days == ((date(2027, 5, 6), "Königstag"),)
    old = calendar(event, newline=newline).decode().encode("latin-1")
    assert read_ics(old, TODAY).days == ((date(2027, 5, 6), "Königstag"),)


def test_events_with_a_time_or_called_off_are_left_out_and_counted() -> None:
    found = read_ics(
        calendar(
            "DTSTART;VALUE=DATE:20270506",
            "DTSTART:20270507T090000Z",
            "DTSTART;VALUE=DATE:20270508|STATUS:CANCELLED",
            "SUMMARY:no day at all",
        ),
        TODAY,
    )
    assert ([day.day for day in found.days], found.left_out) == ([date(2027, 5, 6)], 3)


def test_a_yearly_day_is_there_for_the_years_ahead() -> None:
    found = days("DTSTART;VALUE=DATE:20051225|RRULE:FREQ=YEARLY|EXDATE;VALUE=DATE:20281225|RDATE;VALUE=DATE:20270601")
    years = [year for year in range(TODAY.year - 1, TODAY.year + YEARS_AHEAD + 1) if year != 2028]
    assert found == sorted([*(f"{year}-12-25" for year in years), "2027-06-01"])


def test_a_nth_weekday_of_a_month() -> None:
    found = days("DTSTART;VALUE=DATE:20201126|RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH;COUNT=8")
    assert found == ["2025-11-27", "2026-11-26", "2027-11-25"]


def test_terminal_codes_in_a_name_are_taken_out() -> None:
    found = read_ics(calendar("DTSTART;VALUE=DATE:20270506|SUMMARY:\x1b[31mred\\nday" + "x" * 500), TODAY)
    assert found.days[0].name.startswith("red dayx")
    assert len(found.days[0].name) == 100


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "no calendar file"),
        (b"\x00\xff\xfe" * 1000, "no calendar file"),
        (b"<html>BEGIN:VCALENDAR</html>", "no calendar file"),
        (b"x" * (LARGEST + 1), "larger than 2 MB"),
        (calendar(), "no whole day"),
        (calendar("DTSTART;VALUE=DATE:19990101"), "no whole day"),
        (calendar("DTSTART;VALUE=DATE:20270101").replace(b"END:VEVENT", b""), "ends in the middle"),
        (calendar("SUMMARY:Odd|DTSTART;VALUE=DATE:20270231"), "Odd: 20270231 is no date"),
        (calendar("DTSTART;VALUE=DATE:soon"), "an event without a name: soon is no date"),
        (calendar("SUMMARY:Long|DTSTART;VALUE=DATE:20270101|DTEND;VALUE=DATE:20290101"), "Long: it lasts 731 days"),
        (calendar("SUMMARY:W|DTSTART;VALUE=DATE:20270101|RRULE:FREQ=WEEKLY"), "W: it does not come back once a year"),
        (calendar("DTSTART;VALUE=DATE:20270101|RRULE:FREQ=YEARLY;BYEASTER=1"), "goes by BYEASTER"),
        (calendar("DTSTART;VALUE=DATE:20270101|RRULE:FREQ=YEARLY;BYDAY=MO"), "weekdays without a month"),
        (calendar("DTSTART;VALUE=DATE:20270101|RRULE:FREQ=YEARLY;INTERVAL=0"), "counts backwards"),
        (calendar("DTSTART;VALUE=DATE:20270101|RRULE:FREQ=YEARLY;BYMONTH=13"), "out of range"),
        (calendar("DTSTART;VALUE=DATE:20270101|RRULE:FREQ=YEARLY;BYMONTH=-1"), "out of range"),
        (calendar("DTSTART;VALUE=DATE:20270101|RRULE:FREQ=YEARLY;COUNT=many"), "no number"),
        (calendar("DTSTART;VALUE=DATE:20270101|RRULE:FREQ=YEARLY;UNTIL=x"), "ends on no date"),
        (calendar("DTSTART;VALUE=DATE:20270101|RRULE:FREQ=YEARLY|RRULE:FREQ=YEARLY"), "several rules"),
        (calendar("DTSTART;VALUE=DATE:99991231|DTEND;VALUE=DATE:99991231|DURATION:P3D"), None),
        (calendar(f"DTSTART;VALUE=DATE:20270101|RRULE:FREQ=YEARLY;BYMONTH={'1,' * 400}1"), "its rule is too long"),
        (calendar(*["DTSTART;VALUE=DATE:20270101"] * 5001), "more than 5,000 events"),
        (calendar("DTSTART;VALUE=DATE:99991231|DURATION:P3D"), "outside the calendar"),
        (calendar(*(f"DTSTART;VALUE=DATE:{year}0101|DURATION:P90D" for year in range(2026, 2060))), "more than 2,000"),
    ],
)
def test_what_can_not_be_read_says_why(data: bytes, sentence: str | None) -> None:
    if sentence is None:
        assert len(read_ics(data, TODAY).days) == 1
        return
    with pytest.raises(InputRefused, match=sentence):
        read_ics(data, TODAY)


@pytest.mark.parametrize("seed", range(20))
def test_garbage_is_refused_or_read_and_nothing_else(seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311
    data = bytearray(
        calendar(
            "SUMMARY:Day|DTSTART;VALUE=DATE:20270506|RRULE:FREQ=YEARLY;BYMONTH=5;BYDAY=-1MO|EXDATE:20280505",
            "DTSTART;VALUE=DATE:20270301|DTEND;VALUE=DATE:20270304",
        )
    )
    for _ in range(60):
        for _ in range(rng.randrange(1, 6)):
            data[rng.randrange(len(data))] = rng.choice(b"0123456789:;=,TZ\r\n \x00\xffBE")
        try:
            found = read_ics(bytes(data), TODAY)
        except InputRefused:
            continue
        assert all(day.day.year >= 2025 for day in found.days)


@pytest.mark.parametrize("seed", range(10))
def test_yearly_days_are_those_of_the_standard(seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311
    for _ in range(40):
        first = date(rng.randrange(2000, 2027), rng.randrange(1, 13), rng.randrange(1, 29))
        if rng.random() < 0.1:
            first = date(2024, 2, 29)
        rule = ["FREQ=YEARLY"]
        if rng.random() < 0.4:
            rule.append(f"INTERVAL={rng.randrange(1, 5)}")
        kind = rng.randrange(4)
        if kind == 1:
            rule += [
                f"BYMONTH={rng.randrange(1, 13)},{rng.randrange(1, 13)}",
                f"BYMONTHDAY={rng.choice((1, 15, 31, -1))}",
            ]
        elif kind == 2:
            rule += [
                f"BYMONTH={rng.randrange(1, 13)}",
                f"BYDAY={rng.choice(('', '1', '-1', '5', '+2'))}{rng.choice(('MO', 'SU'))}",
            ]
        elif kind == 3:
            rule += [f"BYMONTHDAY={rng.choice((1, 29, -2))}"]
        if rng.random() < 0.3:
            rule.append(rng.choice((f"COUNT={rng.randrange(1, 40)}", "UNTIL=20281231")))
        text = ";".join(rule)
        begins, ends = (datetime.fromisoformat(day) for day in ("2025-01-01", "2031-12-31"))
        found = rrulestr(text, dtstart=datetime.combine(first, time())).between(begins, ends, inc=True)
        expected = [day.date() for day in found]
        assert yearly_days(first, text, 2025, 2031) == expected, (first, text)


def test_a_rule_of_many_years_does_not_take_long() -> None:
    with pytest.raises(RuleRefused):
        yearly_days(date(2027, 1, 1), "FREQ=SECONDLY;COUNT=999999999", 2025, 2031)
    assert yearly_days(date(1, 1, 1), "FREQ=YEARLY;COUNT=9999", 2025, 2031) == []
    assert yearly_days(date(2027, 1, 31), "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=31", 2025, 2031) == []
