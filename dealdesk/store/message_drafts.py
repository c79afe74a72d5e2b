"""Messages as they are shown: which kind is meant, the draft of one, and what a person made of it; without the ORM."""

from __future__ import annotations

import sqlite3
import uuid
from datetime import date
from pathlib import Path
from typing import NamedTuple

from dealdesk import paths
from dealdesk.domain import messages
from dealdesk.domain.messages import Missing
from dealdesk.domain.vocabulary import Message
from dealdesk.store import message_people, message_slots, settings
from dealdesk.store.message_people import Addressee
from dealdesk.store.message_slots import About
from dealdesk.templates.messages import Messages, load_messages

_OWN = uuid.UUID("6f0f6d0a-4a7e-5c1e-9a0e-0d2f8f3b7c11")
#: What we promised them: for a day that a person set or agreed on. The limit of a rule is our own, and no promise.
_PROMISED = (
    "side = 'us' AND kind IN ('promise', 'deliverable', 'kickoff', 'invoice', 'review') AND due_set_by IS NOT 'rule'"
)

#: A new date that they have not seen in writing yet.
_TO_CONFIRM = (
    "SELECT 1 FROM action JOIN new_date ON new_date.action_id = action.id WHERE action.uid = :uid "
    "AND new_date.confirmed_on IS NULL AND new_date.new_on >= :today AND new_date.new_on = action.due_on "
    "AND new_date.archived_at IS NULL AND action.state <> 'done'"
)


#: What of ours they had time to say no to, and said nothing of.
_WINDOW_OVER = "SELECT 1 FROM action WHERE uid = :uid AND state = 'review' AND side = 'us' AND review_until < :today"


class Draft(NamedTuple):
    """A message, ready to be read, copied or changed."""

    kind: Message
    about_uid: str
    """What it is about: an action, a waiting, a conversation or an issue; "" for the deal as a whole."""
    to: Addressee | None
    """Whom it goes to; None while nobody of their side is known."""
    subject: str
    body: str
    missing: tuple[Missing, ...]
    words: int
    formal: bool
    tone_why: str
    strength: int
    """1 to 3; what it means is told for a nudge only."""
    uid: str
    """Under which it is stored when a person changes it."""
    edited: bool
    """A person changed it."""


class Wanted(NamedTuple):
    """What is asked for where more than the deal is known."""

    about_uid: str = ""
    formal: bool | None = None
    strength: int | None = None
    person_id: int | None = None


class Meant(NamedTuple):
    """The message that is meant, and what it is about."""

    kind: Message
    about_uid: str


ANY = Wanted()


def own_messages() -> Messages:
    """Return the messages in the person's own words, where the configuration folder has them."""
    return load_messages(Path(paths.config_folder()))


def draft(con: sqlite3.Connection, deal_id: int, kind: Message, today: date, wanted: Wanted = ANY) -> Draft:
    """Return the message ``kind`` of a deal, as a person left it or made anew; ``today`` is the local day.

    What is not wanted in particular is chosen: what it is about, the tone by relationship, the strength by the step
    that is due. Raises what reading the templates raises.
    """
    template = own_messages()
    uid = about(con, deal_id, kind, wanted.about_uid)
    kept = _kept(con, deal_id, kind, uid, wanted)
    formal, why = messages.tone(
        message_people.party_of(con, deal_id), _signed_before(con, deal_id), talked=_talked(con, deal_id)
    )
    if wanted.formal is not None:
        formal, why = wanted.formal, why if wanted.formal is formal else "your choice"
    elif kept and bool(kept[2]) is not formal:
        formal, why = bool(kept[2]), "your choice"
    strength = wanted.strength or (kept[3] if kept else _strength(con, kind, uid))
    person_id = wanted.person_id or (kept[4] if kept else None)
    moved = kind is Message.RECAP and bool(con.execute("SELECT 1 FROM action WHERE uid = ?", (uid,)).fetchone())
    what = About(deal_id, kind, uid, person_id, strength, delivered=_delivered(con, kind, uid), moved=moved)
    to = message_people.addressee(con, deal_id, person_id, uid)
    own_uid = draft_uid(con, what, formal=formal)
    stored = con.execute(
        "SELECT subject, body FROM draft WHERE uid = ? AND sent_on IS NULL AND archived_at IS NULL", (own_uid,)
    ).fetchone()
    if stored:
        subject, body = stored
        missing = messages.still_missing(template, f"{subject}\n{body}")
    else:
        slots = message_slots.values(con, what, settings.load(con), today)
        troubled = kind is Message.NO_NEWS and _troubled(con, deal_id, today)
        name = messages.template_id(kind, strength, delivered=what.delivered, moved=moved, troubled=troubled)
        subject, body, missing = messages.fill(template, name, slots, formal=formal)
    return Draft(
        *(kind, uid, to, subject, body, missing, messages.word_count(body), formal, why),
        *(strength, own_uid, bool(stored)),
    )


def draft_uid(con: sqlite3.Connection, what: About, *, formal: bool) -> str:
    """Return the uid of the draft of a message: always the same until it is sent, so that two windows mean one row."""
    sent = con.execute(
        "SELECT count(*) FROM draft WHERE deal_id = ? AND kind = ? AND about_uid = ? AND sent_on IS NOT NULL "
        "AND archived_at IS NULL",
        (what.deal_id, what.kind.value, what.uid),
    ).fetchone()[0]
    deal = con.execute("SELECT uid FROM deal WHERE id = ?", (what.deal_id,)).fetchone()[0]
    parts = (deal, what.kind.value, what.uid, "formal" if formal else "informal", str(what.strength), str(sent))
    return str(uuid.uuid5(_OWN, "/".join(parts)))


def meant(con: sqlite3.Connection, deal_id: int, about_uid: str, today: date) -> Meant:
    """Return which message is meant about a row, or about a deal as a whole."""
    kind = _meant_about(con, about_uid, today) if about_uid else None
    kind = kind or _meant_of_deal(con, deal_id, today)
    return Meant(kind, about(con, deal_id, kind, about_uid))


def _meant_about(con: sqlite3.Connection, uid: str, today: date) -> Message | None:
    if con.execute("SELECT 1 FROM waiting WHERE uid = ?", (uid,)).fetchone():
        return Message.NUDGE
    if con.execute("SELECT 1 FROM conversation WHERE uid = ?", (uid,)).fetchone():
        return Message.RECAP
    if con.execute("SELECT 1 FROM checkin WHERE uid = ?", (uid,)).fetchone():
        return Message.NO_NEWS
    if con.execute("SELECT 1 FROM issue WHERE uid = ? AND closed_at IS NULL", (uid,)).fetchone():
        return Message.ISSUE
    if con.execute(_WINDOW_OVER, {"uid": uid, "today": today.isoformat()}).fetchone():
        return Message.NUDGE
    quiet = "SELECT 1 FROM deal WHERE uid = ? AND quiet_on <= ?"
    if con.execute(quiet, (uid, today.isoformat())).fetchone():
        return Message.NO_NEWS
    row = con.execute(
        f"SELECT kind, side, state, due_on, soft_on, {_PROMISED} FROM action WHERE uid = ?", (uid,)
    ).fetchone()
    if row is None:
        return None
    kind, side, state, due_on, soft_on, promised = row
    if kind == "next-steps mail" or (kind == "deliverable" and state == "done"):
        return Message.THANKS
    if con.execute(_TO_CONFIRM, {"uid": uid, "today": today.isoformat()}).fetchone():
        return Message.RECAP
    if side == "them":
        return Message.NUDGE
    return Message.DELAY if promised and messages.at_risk(_day(due_on), _day(soft_on), today) else None


def _meant_of_deal(con: sqlite3.Connection, deal_id: int, today: date) -> Message:
    if con.execute(
        f"SELECT 1 FROM action WHERE deal_id = ? AND {_PROMISED} AND state <> 'done' AND due_on < ? "
        "AND told_on IS NULL AND archived_at IS NULL",
        (deal_id, today.isoformat()),
    ).fetchone():
        return Message.DELAY
    if con.execute(
        "SELECT 1 FROM waiting WHERE deal_id = ? AND closed_on IS NULL AND archived_at IS NULL AND due_on <= ?",
        (deal_id, today.isoformat()),
    ).fetchone():
        return Message.NUDGE
    signed, quiet = con.execute("SELECT signed_on, quiet_on FROM deal WHERE id = ?", (deal_id,)).fetchone()
    age = (today - date.fromisoformat(signed)).days if signed else -1
    if 0 <= age <= messages.THANKS_DAYS and not _thanked(con, deal_id):
        return Message.THANKS
    return Message.NO_NEWS if quiet and quiet <= today.isoformat() else Message.RECAP


def _thanked(con: sqlite3.Connection, deal_id: int) -> bool:
    return bool(
        con.execute(
            "SELECT 1 FROM draft WHERE deal_id = :deal AND kind = 'thank-you' AND sent_on IS NOT NULL "
            "AND archived_at IS NULL UNION ALL SELECT 1 FROM action WHERE deal_id = :deal "
            "AND kind = 'next-steps mail' AND state = 'done' AND archived_at IS NULL",
            {"deal": deal_id},
        ).fetchone()
    )


#: What a message of each kind is about where nothing that fits it is named: the row that is due first.
_USUAL = {
    Message.THANKS: "SELECT uid FROM action WHERE deal_id = ? AND kind = 'next-steps mail' AND state <> 'done' "
    "AND archived_at IS NULL ORDER BY id DESC LIMIT 1",
    Message.NUDGE: "SELECT uid FROM waiting WHERE deal_id = ? AND closed_on IS NULL AND archived_at IS NULL "
    "ORDER BY due_on IS NULL, due_on, id LIMIT 1",
    Message.DELAY: f"SELECT uid FROM action WHERE deal_id = ? AND {_PROMISED} AND due_on IS NOT NULL "
    "AND state <> 'done' AND archived_at IS NULL ORDER BY told_on IS NOT NULL, due_on IS NULL, due_on, id LIMIT 1",
    Message.ISSUE: "SELECT uid FROM issue WHERE deal_id = ? AND closed_at IS NULL AND archived_at IS NULL "
    "ORDER BY level DESC, due_on IS NULL, due_on, id LIMIT 1",
}
#: What a message of each kind can be about.
_FITS = {
    Message.THANKS: "SELECT uid FROM action WHERE uid = :uid AND (kind = 'next-steps mail' OR "
    "(kind = 'deliverable' AND state = 'done'))",
    # Of an action of theirs it is the wait for it, where there is one.
    Message.NUDGE: "SELECT waiting.uid FROM waiting LEFT JOIN action ON action.id = waiting.action_id "
    "WHERE :uid IN (waiting.uid, action.uid) AND closed_on IS NULL AND waiting.archived_at IS NULL "
    "UNION ALL SELECT uid FROM action WHERE uid = :uid AND (side = 'them' OR (state = 'review' "
    "AND review_until IS NOT NULL))",
    Message.ISSUE: "SELECT uid FROM issue WHERE uid = :uid AND archived_at IS NULL",
    Message.DELAY: f"SELECT uid FROM action WHERE uid = :uid AND {_PROMISED}",
    Message.RECAP: "SELECT uid FROM conversation WHERE uid = :uid UNION ALL SELECT action.uid FROM action "
    "JOIN new_date ON new_date.action_id = action.id AND new_date.archived_at IS NULL "
    "AND new_date.confirmed_on IS NULL WHERE action.uid = :uid",
}


def about(con: sqlite3.Connection, deal_id: int, kind: Message, uid: str) -> str:
    """Return what a message of ``kind`` is about: ``uid`` if that fits, else the usual; "" for the deal as a whole."""
    row = con.execute(_FITS[kind], {"uid": uid}).fetchone() if uid and kind in _FITS else None
    if row is None and kind in _USUAL:
        row = con.execute(_USUAL[kind], (deal_id,)).fetchone()
    return row[0] if row else ""


def _kept(
    con: sqlite3.Connection, deal_id: int, kind: Message, uid: str, wanted: Wanted
) -> tuple[str, str, int, int, int | None] | None:
    """Return the newest text that a person made of this message, if it is the tone and strength that are wanted."""
    found: tuple[str, str, int, int, int | None] | None = con.execute(
        "SELECT subject, body, formal, strength, person_id FROM draft WHERE deal_id = :deal AND kind = :kind "
        "AND about_uid = :uid AND sent_on IS NULL AND archived_at IS NULL AND (:formal IS NULL OR formal = :formal) "
        "AND (:strength IS NULL OR strength = :strength) ORDER BY updated_at DESC, id DESC LIMIT 1",
        {"deal": deal_id, "kind": kind.value, "uid": uid, "formal": wanted.formal, "strength": wanted.strength},
    ).fetchone()
    return found


def _signed_before(con: sqlite3.Connection, deal_id: int) -> str:
    """Return the newest other deal that was signed with the same counterparty; "" for none."""
    row = con.execute(
        "SELECT deal.ref FROM deal JOIN deal_party ON deal_party.deal_id = deal.id "
        "WHERE deal.id <> :deal AND deal.signed_on IS NOT NULL AND deal.archived_at IS NULL "
        "AND deal_party.archived_at IS NULL AND deal_party.party_id IN (SELECT party_id FROM deal_party "
        "WHERE deal_id = :deal AND archived_at IS NULL) ORDER BY deal.signed_on DESC LIMIT 1",
        {"deal": deal_id},
    ).fetchone()
    return row[0] if row else ""


def _talked(con: sqlite3.Connection, deal_id: int) -> bool:
    return bool(
        con.execute(
            "SELECT 1 FROM conversation WHERE archived_at IS NULL AND (deal_id = :deal OR deal_id IN "
            "(SELECT deal_id FROM deal_party WHERE archived_at IS NULL AND party_id IN (SELECT party_id "
            "FROM deal_party WHERE deal_id = :deal AND archived_at IS NULL))) LIMIT 1",
            {"deal": deal_id},
        ).fetchone()
    )


def _strength(con: sqlite3.Connection, kind: Message, uid: str) -> int:
    if kind is not Message.NUDGE:
        return 1
    row = con.execute("SELECT due_rule, sent FROM waiting WHERE uid = ?", (uid,)).fetchone()
    return messages.strength_of(*row) if row else 1


def _delivered(con: sqlite3.Connection, kind: Message, uid: str) -> bool:
    if kind is not Message.THANKS:
        return False
    return bool(con.execute("SELECT 1 FROM action WHERE uid = ? AND kind = 'deliverable'", (uid,)).fetchone())


def _troubled(con: sqlite3.Connection, deal_id: int, today: date) -> bool:
    """Return whether the deal stood other than green the last time, an issue is open, or we owe what is late."""
    row = con.execute(
        "SELECT (SELECT status FROM conversation WHERE deal_id = :deal AND status <> '' AND archived_at IS NULL "
        "ORDER BY happened_on DESC, id DESC LIMIT 1) IN ('yellow', 'red') OR EXISTS (SELECT 1 FROM issue "
        "WHERE deal_id = :deal AND closed_at IS NULL AND archived_at IS NULL) OR EXISTS (SELECT 1 FROM action "
        f"WHERE deal_id = :deal AND {_PROMISED} AND state <> 'done' AND due_on < :today AND archived_at IS NULL)",
        {"deal": deal_id, "today": today.isoformat()},
    ).fetchone()
    return bool(row[0])


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
