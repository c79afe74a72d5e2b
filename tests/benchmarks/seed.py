"""Desks of a given size for the benchmarks: invented deals with ten actions each, check-ins, waits and notices.

A kept desk has done what was due, but for the first ten deals, and plans ahead; in a neglected one a third of
everything is open, most of it for long.
"""

from __future__ import annotations

import random
import sqlite3
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from dealdesk.store import connect, history, migrate

ACTIONS_PER_DEAL = 10
_WORDS = ("hosting", "logistics", "audit", "licence", "support", "freight", "training", "cleaning")


def fill(path: str, deals: int, today: date, *, neglected: bool = False) -> None:
    """Make a new desk at ``path``: ``deals`` deals, ten actions each, dates spread around ``today``."""
    migrate.open_or_create(path).close()
    # Without the history triggers of a writing connection: a hundred thousand rows in seconds.
    con = connect.raw(path)
    con.execute("PRAGMA foreign_keys=ON")
    dice = random.Random(deals)  # noqa: S311  (the same desk every time)
    now = datetime(today.year, today.month, today.day, 9, tzinfo=UTC)
    with history.unit(con, history.Command("seeded"), now):
        for number in range(1, deals + 1):
            _deal(con, number, dice, today, number <= 10 or neglected)
    con.close()


def _day(today: date, days: int) -> str:
    return (today + timedelta(days=days)).isoformat()


def _deal(con: sqlite3.Connection, number: int, dice: random.Random, today: date, open_past: bool) -> None:
    run = con.execute
    word = dice.choice(_WORDS)
    notice = dice.randrange(-400, 1200)
    run(
        "INSERT INTO deal (id, uid, ref, title, stage, type, signed_on, end_on, renewal_count, renewal_unit, "
        "amount_minor, currency, give_notice_by, notice_remind_on, quiet_on, still_true_on) "
        "VALUES (?, ?, ?, ?, ?, 'vendor', ?, ?, 12, 'month', 8400000, 'EUR', ?, ?, ?, ?)",
        (
            number,
            f"deal-{number}",
            f"{word.upper()}-{number}",
            f"{word.title()} agreement {number}",
            "running" if open_past or notice > 90 else "ended",
            _day(today, -dice.randrange(30, 1500)),
            _day(today, dice.randrange(30, 1500)),
            _day(today, notice),
            _day(today, notice - dice.choice((90, 60, 30))),
            _day(today, dice.randrange(-300, 30) if open_past else dice.randrange(1, 60)),
            _day(today, 0) if number == 3 else None,
        ),
    )
    run("INSERT INTO party (id, uid, name) VALUES (?, ?, ?)", (number, f"party-{number}", f"{word.title()} {number}"))
    run(
        "INSERT INTO deal_party (uid, deal_id, party_id, position) VALUES (?, ?, ?, 0)",
        (f"dp-{number}", number, number),
    )
    run(
        "INSERT INTO debrief (uid, deal_id, kind, state, due_on, weight) VALUES (?, ?, 'first', ?, ?, 4)",
        (
            f"debrief-{number}",
            number,
            dice.choice(("done", "planned")) if open_past else "done",
            _day(today, dice.randrange(-700, 30)),
        ),
    )
    _talk(con, number, dice, today, open_past)
    for step in range(ACTIONS_PER_DEAL):
        due = dice.randrange(-700, 365)
        is_open = dice.randrange(3) == 0 and (open_past or due > 7)
        run(
            "INSERT INTO action (uid, deal_id, text, side, kind, state, due_on, weight) "
            "VALUES (?, ?, ?, ?, 'promise', ?, ?, ?)",
            (
                f"action-{number}-{step}",
                number,
                f"send the {word} papers, part {step}",
                dice.choice(("us", "them")),
                "to do" if is_open else "done",
                _day(today, due),
                dice.randrange(0, 6),
            ),
        )


def _talk(con: sqlite3.Connection, number: int, dice: random.Random, today: date, open_past: bool) -> None:
    """Give the deal a person, a conversation, a check-in, and an answer that is waited for."""
    run = con.execute
    run(
        "INSERT INTO person (id, uid, name, party_id) VALUES (?, ?, ?, ?)",
        (number, f"person-{number}", f"Dana Okafor {number}", number),
    )
    run(
        "INSERT INTO conversation (uid, deal_id, summary, direction, channel, happened_on) "
        "VALUES (?, ?, 'asked for the papers', 'to them', 'mail', ?)",
        (f"talk-{number}", number, _day(today, -dice.randrange(400))),
    )
    run(
        "INSERT INTO checkin (uid, deal_id, purpose, next_on, weight) VALUES (?, ?, 'how it goes', ?, 3)",
        (f"checkin-{number}", number, _day(today, dice.randrange(-300, 60) if open_past else dice.randrange(1, 60))),
    )
    run(
        "INSERT INTO waiting (uid, deal_id, person_id, text, channel, since, last_on, due_on, due_rule, weight) "
        "VALUES (?, ?, ?, 'the signed annex', 'mail', ?, ?, ?, 'nudge 2', 3)",
        (
            f"waiting-{number}",
            number,
            number if dice.randrange(2) else None,
            _day(today, -30),
            _day(today, -10),
            _day(today, dice.randrange(-300, 30) if open_past else dice.randrange(1, 60)),
        ),
    )


def desks(folder: Path, today: date) -> dict[str, str]:
    """Make desks of 10, 1,000 and 10,000 deals and a neglected one of 10,000 in ``folder``; return their files."""
    made = {}
    for size, neglected in ((10, False), (1_000, False), (10_000, False), (10_000, True)):
        name = f"{size:,} deals{', neglected' if neglected else ''}"
        made[name] = str(folder / f"{size}{'-neglected' if neglected else ''}.db")
        fill(made[name], size, today, neglected=neglected)
    return made
