"""Every hostile string in every kind of field: stored as the gate gives it, or refused with a sentence and kept."""

from __future__ import annotations

import sqlite3
from datetime import datetime
from pathlib import Path

import pytest
from sqlmodel import Session

from dealdesk.domain.fields import Context, Kind, tags_in
from dealdesk.domain.forms import spec_of
from dealdesk.domain.vocabulary import TypingState
from dealdesk.store import deal_page, drafts, forms
from dealdesk.store.history import Command
from dealdesk.text import clean, fold
from tests import nasty
from tests.desks import add_deal, add_friction, open_desk, uid_of

#: Where each table keeps the fields that are typed as text, other than in a column of its own of that name.
ELSEWHERE = {
    ("deal", "counterparty"): "SELECT p.name FROM party p JOIN deal_party d ON d.party_id = p.id "
    "WHERE d.deal_id = t.id AND d.position = 0",
    ("deal", "owner"): "SELECT name FROM person WHERE id = t.owner_id",
    ("metric", "owner"): "SELECT name FROM person WHERE id = t.owner_id",
    ("deal_person", "name"): "SELECT name FROM person WHERE id = t.person_id",
    ("deal_person", "address"): "SELECT address FROM person WHERE id = t.person_id",
    ("deal_person", "style"): "SELECT style FROM person WHERE id = t.person_id",
    ("deal_person", "interests"): "SELECT interests FROM person WHERE id = t.person_id",
    ("deal_person", "notes"): "SELECT notes FROM person WHERE id = t.person_id",
}


def stored(con: sqlite3.Connection, table: str, name: str) -> dict[str, str]:
    """Return what stands in the file for a field, by the uid of the row."""
    column = f"({ELSEWHERE[table, name]})" if (table, name) in ELSEWHERE else f"t.{name}"
    return dict(con.execute(f"SELECT t.uid, {column} FROM {table} t").fetchall())


def test_every_string_in_every_field_that_is_typed_as_text(tmp_path: Path, realdata: Path) -> None:
    desk = open_desk(tmp_path)
    made = nasty.fill(desk, realdata)
    for table in nasty.TABLES:
        here = {uid: made[uid] for uid in made if uid.rpartition("-")[0] == table}
        assert sum(not refusal for _text, refusal in here.values()) > 0.85 * len(here) > 70
        for name in nasty.texts_for(table, ""):
            found = stored(desk.con, table, name)
            tags = spec_of(table, name).kind is Kind.TAGS
            for uid, (text, refusal) in here.items():
                wanted = " ".join(tags_in(clean(text))) if tags else clean(text)
                if refusal:
                    assert uid not in found
                    assert not clean(text) or f"That is {len(text)} characters; " in refusal
                else:
                    # An owner may be somebody who is known already, in another writing.
                    known = fold(found[uid]) == fold(wanted) if (table, name) == ("metric", "owner") else False
                    assert known or found[uid] == wanted, (name, text)
    for uid, number in desk.con.execute("SELECT uid, id FROM deal WHERE uid <> 'first'").fetchall():
        names = [clean(part) for part in made[uid][0].split(";")]
        page = desk.rows(deal_page.page, number)
        assert list(page.further) == [f"A{uid.rpartition('-')[2]}", *filter(None, names)]
    assert desk.con.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    desk.close()


@pytest.mark.parametrize(
    ("table", "name"),
    [("deal", "signed_on"), ("deal", "amount"), ("deal", "notice"), ("deal", "type"), ("deal", "evergreen")],
)
def test_what_cannot_be_read_is_refused_and_kept_as_typed(
    tmp_path: Path, realdata: Path, table: str, name: str
) -> None:
    desk = open_desk(tmp_path)
    uid = uid_of(desk, table, add_deal(desk))
    texts = nasty.strings(realdata, every=4)
    refused = desk.write(
        Command("edited a deal"), _promote_each, (table, uid, name), texts, desk.context, desk.clock.now()
    )
    assert len(refused) > 0.8 * len(texts)
    assert all(sentence.endswith((".", "months", "12*850", "12 mar")) for sentence in refused.values())
    assert {text for text in refused if clean(text)} <= set(texts)


def _promote_each(
    session: Session, place: tuple[str, str, str], texts: list[str], context: Context, now: datetime
) -> dict[str, str]:
    refused: dict[str, str] = {}
    con = session.connection().connection.dbapi_connection
    assert isinstance(con, sqlite3.Connection)
    table, uid, name = place
    for text in texts:
        promoted = forms.promote(session, *place, text, None, context, now)
        left = drafts.of_row(con, table, uid)
        if promoted.state is None:
            assert name not in left
        else:
            assert promoted.state is TypingState.REFUSED
            assert left[name].text == text
            refused[text] = promoted.message
    return refused


def test_a_friction_that_was_refused_stays_what_it_was(tmp_path: Path, realdata: Path) -> None:
    desk = open_desk(tmp_path)
    uid = add_friction(desk, add_deal(desk), "late answer")
    texts = nasty.strings(realdata, every=4)
    now = desk.clock.now()
    desk.write(Command("edited"), _promote_each, ("friction", uid, "happened_on"), texts, desk.context, now)
    assert desk.con.execute("SELECT text FROM friction").fetchall() == [("late answer",)]
