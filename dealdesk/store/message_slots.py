"""Where each slot of a message to the other side gets its value from: an allow-list, and nothing beyond it.

Every column read here stands in :data:`SAID` or, if it only decides what is said, in :data:`DECIDES`. Friction,
leverage, missed questions, notes, limits, walk-away, guesses, risks, takeaways, the playbook, debriefs, the goal and
agenda of a check-in, and what is noted of a person's style are in neither; a test watches the reads. Standard library
only, without the ORM.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from dealdesk.domain import messages
from dealdesk.domain.vocabulary import Message
from dealdesk.store import message_issue, message_people
from dealdesk.store.deal_lines import amount_text
from dealdesk.store.settings import Settings

#: Columns whose content may stand in a message.
SAID: Mapping[str, frozenset[str]] = {
    "action": frozenset({"text", "due_on", "soft_on", "done_on", "waiting_since"}),
    "checkin": frozenset({"next_on"}),
    "contact": frozenset({"matter"}),
    "conversation": frozenset({"happened_on"}),
    "deal": frozenset({"title", "amount_minor", "currency", "per", "start_on", "end_on"}),
    "decision": frozenset({"what", "who"}),
    "issue": frozenset({"text", "level", "facts", "impact", "due_on", "opened_at"}),
    "need": frozenset({"text"}),
    "new_date": frozenset({"old_on", "new_on", "reason", "put_behind"}),
    "party": frozenset({"name"}),
    "person": frozenset({"name", "address"}),
    "term": frozenset({"what", "clause"}),
    "waiting": frozenset({"text", "last_on"}),
}
#: Columns that decide what is said, and to whom, and are never said themselves.
DECIDES: Mapping[str, frozenset[str]] = {
    "action": frozenset(
        {"uid", "side", "kind", "state", "action_class", "owner_id", "due_set_by", "told_on", "review_until"}
    ),
    "checkin": frozenset({"uid"}),
    "contact": frozenset({"side", "person_id"}),
    "conversation": frozenset({"uid", "direction", "person_id", "recap_sent_on", "status", "status_why"}),
    "deal": frozenset({"stage", "ref", "signed_on", "quiet_on", "uid"}),
    "deal_party": frozenset({"party_id", "position"}),
    "deal_person": frozenset({"side", "role", "person_id"}),
    "decision": frozenset({"conversation_id"}),
    "draft": frozenset({"kind", "sent_on", "about_uid"}),
    "issue": frozenset({"uid", "closed_at"}),
    "need": frozenset({"side", "met_on"}),
    "new_date": frozenset({"action_id", "confirmed_on"}),
    "person": frozenset({"is_me"}),
    "term": frozenset({"position"}),
    "waiting": frozenset({"uid", "person_id", "action_id", "need_until", "closed_on", "due_on", "due_rule", "sent"}),
}
#: Lines of a list, at most: a message that lists everything is not read.
MOST_LINES = 8
#: The same of a message that says that there is no news: what comes, and what was done in the room that is left.
MOST_NEWS, MOST_AHEAD = 5, 3
#: How long something that is done is still news.
NEWS_DAYS = 30

#: What we and they promised; what a rule only keeps a place for, without a day, is no promise yet.
_STEPS = (
    "action.kind IN ('promise', 'deliverable') AND coalesce(action_class, '') <> 'strategic' "
    "AND (due_set_by IS NOT 'rule' OR coalesce(soft_on, due_on) IS NOT NULL) AND action.archived_at IS NULL"
)
#: What we do by rule is called so; the words of the rule are meant for us.
_CALLED = {"kickoff": "the kickoff", "invoice": "the invoice", "review": "the review"}


@dataclass(frozen=True, slots=True)
class About:
    """What one message is about, and to whom it goes."""

    deal_id: int
    kind: Message
    uid: str = ""
    """The action, waiting, conversation or issue; "" for none."""
    person_id: int | None = None
    """None: whoever is meant."""
    strength: int = 1
    delivered: bool = False
    """A thank-you for a deliverable that is done."""
    moved: bool = False
    """A recap of nothing but the new date of an action of either side."""


def values(con: sqlite3.Connection, about: About, settings: Settings, today: date) -> dict[str, tuple[str, ...]]:
    """Return what there is for each slot; a slot that is not among them, or is empty, has nothing to say."""
    reading = _Reading(con, about, settings, today)
    found: dict[str, tuple[str, ...]] = {}
    for source in _SOURCES:
        found.update(source(reading))
    found.update(message_issue.values(con, about.deal_id, about.uid, settings.calendar, today))
    # What a check-in is to reach is noted for us; what both sides work towards is what they have agreed on.
    found["goal"] = found["title"]
    return {slot: lines for slot, lines in found.items() if any(lines)}


class _Reading:
    """The connection with what the sources share."""

    def __init__(self, con: sqlite3.Connection, about: About, settings: Settings, today: date) -> None:
        self.con, self.about, self.settings, self.today = con, about, settings, today
        self.deal_id = about.deal_id
        self.party = message_people.party_of(con, about.deal_id)
        self.me, self.my_address = message_people.me(con)

    def all(self, query: str, **more: Any) -> list[tuple[Any, ...]]:  # noqa: ANN401 - values of columns
        """Return the rows of a query on ``:deal``."""
        return self.con.execute(query, {"deal": self.deal_id, **more}).fetchall()

    def day(self, text: str | None) -> str:
        """Return a stored local date in words."""
        return messages.day_words(date.fromisoformat(text), self.today) if text else ""


#: What was decided since the last recap that went out, whichever conversation it was in; and all that was decided in
#: the conversation a recap is asked for. What is in a recap is read by it, so no line is left out.
DECIDED = (
    "SELECT decision.what, decision.who FROM decision "
    "LEFT JOIN conversation AS talk ON talk.id = decision.conversation_id AND talk.archived_at IS NULL "
    "WHERE decision.deal_id = :deal AND decision.archived_at IS NULL AND (talk.uid = :uid OR ("
    "talk.recap_sent_on IS NULL AND decision.created_at > coalesce((SELECT max(draft.updated_at) FROM draft "
    "WHERE draft.deal_id = :deal AND draft.kind = 'recap' AND draft.sent_on IS NOT NULL AND draft.archived_at IS NULL "
    "AND NOT EXISTS (SELECT 1 FROM action WHERE action.uid = draft.about_uid)), ''))) ORDER BY decision.id"
)
_Found = dict[str, tuple[str, ...]]


def _people(read: _Reading) -> _Found:
    about = read.about
    to = message_people.addressee(read.con, about.deal_id, about.person_id, about.uid)
    name = to.name if to else ""
    return {
        "name": (name,),
        "first_name": (name.split()[0] if name.split() else "",),
        "party": (read.party,),
        "me": (read.me,),
    }


def _deal(read: _Reading) -> _Found:
    title, stage, minor, currency, per, start, end = read.all(
        "SELECT title, stage, amount_minor, currency, per, start_on, end_on FROM deal WHERE id = :deal"
    )[0]
    recaps = read.all(
        "SELECT count(*) FROM draft WHERE deal_id = :deal AND kind = 'recap' AND sent_on IS NOT NULL "
        "AND archived_at IS NULL"
    )
    return {
        "title": (title,),
        "today": (messages.day_words(read.today, read.today) + f" {read.today.year}",),
        "version": (str(recaps[0][0] + 1),),
        "start_on": (read.day(start),),
        "end_on": (read.day(end),),
        # Before both sides agreed an amount is only ours.
        "payment": (amount_text(minor, currency, per) if stage in ("agreed", "signed", "running") else "",),
    }


def _terms(read: _Reading) -> _Found:
    rows = read.all(
        "SELECT what, clause FROM term WHERE deal_id = :deal AND archived_at IS NULL ORDER BY position, id LIMIT 30"
    )
    return {"terms": tuple(f"{what} ({clause})" if clause else what for what, clause in rows)}


def _kickoff(read: _Reading) -> _Found:
    # The window that a rule gives it is no appointment; only a day that a person set is one.
    rows = read.all(
        "SELECT due_on FROM action WHERE deal_id = :deal AND kind = 'kickoff' AND due_set_by = 'person' "
        "AND archived_at IS NULL ORDER BY id DESC LIMIT 1"
    )
    return {"kickoff_on": (read.day(rows[0][0]) if rows else "",)}


def _contacts(read: _Reading) -> _Found:
    rows = read.all(
        "SELECT contact.matter, contact.side, person.name, person.address FROM contact JOIN person "
        "ON person.id = contact.person_id WHERE contact.deal_id = :deal AND contact.archived_at IS NULL "
        "ORDER BY contact.id"
    )
    ours = [(matter, _reached(name, address)) for matter, side, name, address in rows if side == "us"]
    theirs = [(matter, name) for matter, side, name, _address in rows if side == "them"]
    if not ours and read.me and read.settings.team == "alone":
        ours = [("anything", _reached(read.me, read.my_address)), ("billing", read.me)]
    billing = [words for matter, words in ours if matter == "billing"][:1]
    billing += [f"{name} on your side" for matter, name in theirs if matter == "billing"][:1]
    return {
        "contacts": tuple(f"{matter}: {words}" if matter else words for matter, words in ours if matter != "billing"),
        "billing": (", ".join(billing),),
    }


def _reached(name: str, address: str) -> str:
    return f"{name} ({address})" if address else name


def _steps(read: _Reading) -> _Found:
    today = read.today.isoformat()
    # By when it is best done, as long as that is ahead.
    day = "CASE WHEN action.soft_on >= :today THEN action.soft_on ELSE coalesce(action.due_on, action.soft_on) END"
    rows = read.all(
        f"SELECT action.side, action.text, person.name, {day}, action.kind, "
        "action.state, action.done_on FROM action LEFT JOIN person ON person.id = action.owner_id "
        f"WHERE action.deal_id = :deal AND {_STEPS} ORDER BY {day} IS NULL, {day}, action.id",
        today=today,
    )
    open_ones = [row for row in rows if row[5] != "done"]
    # What is late comes next for nobody: its new day is told in a message of its own.
    ahead = [row for row in open_ones if not row[3] or row[3] >= today]
    ours = [row for row in ahead if row[0] == "us"]
    theirs = [row for row in open_ones if row[0] == "them"]
    needs = read.all(
        "SELECT text FROM need WHERE deal_id = :deal AND side = 'us' AND met_on IS NULL AND archived_at IS NULL "
        "ORDER BY id"
    )
    news = [row for row in rows if row[0] == "us" and row[5] == "done" and _is_news(read, row[6])]
    brief = read.about.kind is Message.NO_NEWS
    ours = ours[: (MOST_AHEAD if news else MOST_NEWS) if brief else MOST_LINES]
    news = news[-(MOST_NEWS - len(ours) if brief else MOST_LINES) :]
    wanted = [text for (text,) in needs] + [_by(read, row) for row in theirs]
    return {
        "steps": tuple(_owned(read, row) for row in ahead[:MOST_LINES]),
        "our_steps": tuple(_owned(read, row) for row in ours),
        "their_inputs": tuple(wanted[:MOST_LINES]),
        "done": tuple(f"{row[1]}, on {read.day(row[6])}" for row in news),
        "deliveries": tuple(filter(None, (_delivery(read, row) for row in rows)))[:MOST_LINES],
    }


def _delivery(read: _Reading, row: tuple[Any, ...]) -> str:
    """Return a deliverable of ours with its day; empty for anything else, and for one without a day."""
    if row[0] != "us" or row[4] != "deliverable":
        return ""
    if row[5] == "done":
        return f"{row[1]}, delivered on {read.day(row[6])}" if row[6] else ""
    return _by(read, row) if row[3] else ""


def _is_news(read: _Reading, done_on: str | None) -> bool:
    return bool(done_on) and 0 <= (read.today - date.fromisoformat(str(done_on))).days <= NEWS_DAYS


def _by(read: _Reading, row: tuple[Any, ...]) -> str:
    if not row[3]:
        return str(row[1])
    return f"{row[1]}, {'was due' if row[3] < read.today.isoformat() else 'by'} {read.day(row[3])}"


def _owned(read: _Reading, row: tuple[Any, ...]) -> str:
    owner = row[2] or (read.me if row[0] == "us" else read.party)
    parts = [part for part in (owner, f"by {read.day(row[3])}" if row[3] else "") if part]
    return f"{row[1]} ({', '.join(parts)})" if parts else row[1]


def _talks(read: _Reading) -> _Found:
    last = read.all(
        "SELECT id, happened_on FROM conversation WHERE deal_id = :deal AND (uid = :uid OR :uid = '') "
        "AND direction <> 'to them' AND happened_on <= :today AND archived_at IS NULL "
        "ORDER BY happened_on DESC, id DESC LIMIT 1",
        uid=read.about.uid if read.about.kind is Message.RECAP else "",
        today=read.today.isoformat(),
    )
    rows = read.all(DECIDED, uid=read.about.uid)
    ahead = read.all(
        "SELECT min(next_on) FROM checkin WHERE deal_id = :deal AND archived_at IS NULL AND next_on >= :today",
        today=read.today.isoformat(),
    )
    return {
        "talked_on": (read.day(last[0][1]) if last else "",),
        "decisions": tuple(f"{what} ({who})" if who else what for what, who in rows),
        "next_talk": (read.day(ahead[0][0]),),
    }


def _waiting(read: _Reading) -> _Found:
    rows = read.all(
        "SELECT text, last_on, need_until FROM waiting WHERE deal_id = :deal AND uid = :uid UNION ALL "
        "SELECT text, waiting_since, NULL FROM action WHERE deal_id = :deal AND uid = :uid AND side = 'them' UNION ALL "
        "SELECT 'your word on ' || text, NULL, NULL FROM action WHERE deal_id = :deal AND uid = :uid AND side = 'us' "
        "AND state = 'review' AND review_until IS NOT NULL",
        uid=read.about.uid,
    )
    text, last_on, until = rows[0] if rows else ("", None, None)
    by = messages.answer_by(
        read.about.strength, read.today, read.settings.calendar, date.fromisoformat(until) if until else None
    )
    return {
        "waiting_for": (text,),
        "last_on": (read.day(last_on),),
        "answer_by": (messages.day_words(by, read.today),),
    }


def _promise(read: _Reading) -> _Found:
    rows = read.all(
        "SELECT action.id, action.text, action.kind, action.due_on, action.done_on FROM action "
        "WHERE deal_id = :deal AND uid = :uid AND (:any OR side = 'us' AND kind IN "
        "('promise', 'deliverable', 'kickoff', 'invoice', 'review')) AND archived_at IS NULL",
        uid=read.about.uid,
        any=read.about.moved,
    )
    if not rows:
        return {}
    number, words, kind, due_on, done_on = rows[0]
    text = _CALLED.get(kind, words)
    moved = read.all(
        "SELECT old_on, new_on, reason, put_behind FROM new_date WHERE action_id = :action AND archived_at IS NULL "
        "ORDER BY id",
        action=number,
    )
    found: _Found = {
        "promise": (text,),
        "promised_on": (read.day(moved[0][0] if moved else due_on),),
        "new_on": (read.day(moved[-1][1]) if moved else "",),
        "delivered": (text if done_on else "",),
    }
    if read.about.moved and moved:
        before, new, reason, behind = moved[-1]
        found |= {"promised_on": (read.day(before),), "reason": (reason,), "put_behind": (behind,)}
        by = messages.say_by(date.fromisoformat(new), read.today, read.settings.calendar)
        found["answer_by"] = (messages.day_words(by, read.today),)
    return found


_SOURCES: tuple[Callable[[_Reading], _Found], ...] = (
    *(_people, _deal, _terms, _kickoff, _contacts, _steps, _talks, _waiting, _promise),
)
