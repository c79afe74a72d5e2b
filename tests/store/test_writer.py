"""The writer thread: typing is kept on a tick, a lock is waited for, other windows are noticed."""

from __future__ import annotations

import os
import queue
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from dealdesk.domain.vocabulary import TypingState
from dealdesk.errors import Damaged, NotFound, NotWritable
from dealdesk.store import connect, forms, friction, migrate
from dealdesk.store.history import Command
from dealdesk.store.uid import new_uid
from dealdesk.store.version import SCHEMA
from dealdesk.store.writer import LOOK, TICK, Writer
from dealdesk.store.writer_events import Event, Foreign, Kept, ReadOnly, Trouble
from tests.desks import NOW, FixedClock, add_deal, add_friction, open_desk

WAIT = 10


class Told:
    """A writer on a desk, and what it said."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.clock = FixedClock()
        self.events: queue.Queue[Event] = queue.Queue()
        self.writer = Writer(path, self.clock, "w", self.events.put)

    def next(self, kind: type[Event]) -> Event:
        """Wait for the next event of a kind."""
        while not isinstance(event := self.events.get(timeout=WAIT), kind):
            pass
        return event

    def typed(self) -> dict[str, str]:
        """Return the kept typing, by key."""
        con = connect.raw(self.path, readonly=True)
        found = dict(con.execute("SELECT key, text FROM typing").fetchall())
        con.close()
        return found


@pytest.fixture
def told(tmp_path: Path) -> Iterator[Told]:
    path = str(tmp_path / "desk.db")
    migrate.open_or_create(path).close()
    made = Told(path)
    made.writer.start()
    yield made
    if made.writer.is_alive():  # one that ended with something unsaved would be waited for
        made.writer.close()


def test_typing_is_kept_and_said_with_its_time(told: Told) -> None:
    told.writer.keep("friction/u/text", "late [/30]", deal_id=None, base_text="")
    assert told.next(Kept) == Kept("2026-05-13T09:30:00.000Z")
    assert told.typed() == {"friction/u/text": "late [/30]"}


def test_who_types_without_a_pause_is_kept_at_every_tick(told: Told) -> None:
    told.writer.keep("a/b/c", "0")
    told.next(Kept)
    for letter in range(1, 16):
        told.clock.pass_by(TICK / 4)
        told.writer.keep("a/b/c", str(letter))
        if letter % 5 == 0:  # a debounce would go on waiting here
            told.next(Kept)
            assert int(told.typed()["a/b/c"]) >= letter - 1


def test_the_newest_text_of_each_field_wins(told: Told) -> None:
    for text in ("o", "on", "one"):
        told.writer.keep("a/b/one", text)
    told.writer.keep("a/b/two", "two")
    assert told.writer.flush(WAIT)
    assert told.typed() == {"a/b/one": "one", "a/b/two": "two"}


def test_a_lock_of_another_program_is_waited_for_and_nothing_is_lost(told: Told) -> None:
    told.writer.flush(WAIT)
    other = connect.raw(told.path)
    other.execute("BEGIN IMMEDIATE")
    told.writer.keep("a/b/c", "typed while locked")
    trouble = told.next(Trouble)
    assert isinstance(trouble, Trouble)
    assert "Another program is writing" in trouble.why
    job = told.writer.submit_raw(Command("noted"), lambda con: con.execute("SELECT 1").fetchone())
    told.writer.keep("a/b/c", "typed on")
    other.execute("ROLLBACK")
    told.clock.pass_by(TICK)
    assert job.result(WAIT) == (1,)
    assert told.writer.flush(WAIT)
    assert told.typed() == {"a/b/c": "typed on"}
    assert told.next(Trouble) == Trouble("")


def test_a_full_disk_keeps_the_text_says_so_and_stores_it_once_there_is_room(told: Told) -> None:
    limit = told.writer.call(lambda con: con.execute("PRAGMA page_count").fetchone()[0]).result(WAIT)
    told.writer.call(lambda con: con.execute(f"PRAGMA max_page_count={limit}").fetchone()).result(WAIT)
    told.writer.keep("a/b/c", "x" * 300_000)
    trouble = told.next(Trouble)
    assert isinstance(trouble, Trouble)
    assert "disk" in trouble.why
    assert told.typed() == {}
    told.writer.call(lambda con: con.execute("PRAGMA max_page_count=100000").fetchone()).result(WAIT)
    told.clock.pass_by(TICK)
    assert told.writer.flush(WAIT)
    assert told.typed() == {"a/b/c": "x" * 300_000}
    assert told.next(Trouble) == Trouble("")


def test_another_windows_commit_is_noticed_and_its_own_is_not(told: Told) -> None:
    told.writer.flush(WAIT)
    told.clock.pass_by(LOOK)
    told.writer.keep("a/b/c", "mine")
    told.writer.flush(WAIT)
    assert not [event for event in list(told.events.queue) if isinstance(event, Foreign)]
    other = migrate.open_or_create(told.path)
    other.execute("INSERT INTO typing (key, text, at) VALUES ('x/y/z', 'theirs', 'now')")
    other.close()
    told.clock.pass_by(LOOK)
    told.writer.keep("a/b/c", "mine again")
    assert told.next(Foreign) == Foreign()


def test_what_a_command_raises_reaches_the_one_who_asked_and_the_thread_lives(told: Told) -> None:
    def fail(_con: sqlite3.Connection) -> None:
        raise NotFound("There is none.")

    with pytest.raises(NotFound, match="There is none"):
        told.writer.submit_raw(Command("failed"), fail).result(WAIT)
    with pytest.raises(sqlite3.OperationalError):
        told.writer.call(lambda con: con.execute("SELEC")).result(WAIT)
    assert told.writer.call(lambda con: con.execute("SELECT 2").fetchone()).result(WAIT) == (2,)


def test_closing_keeps_what_is_typed_and_takes_nothing_more(told: Told) -> None:
    told.writer.flush(WAIT)
    told.writer.keep("a/b/c", "the last words")
    assert told.writer.close(WAIT)
    assert told.typed() == {"a/b/c": "the last words"}
    with pytest.raises(NotWritable, match="closing"):
        told.writer.call(lambda con: None).result(WAIT)


def test_the_thread_tells_why_it_can_not_open_the_desk(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    path.write_bytes(b"not a desk" * 1000)
    told = Told(str(path))
    told.writer.start()
    said = told.next(ReadOnly)
    assert isinstance(said, ReadOnly)
    assert "damaged" in said.why
    told.writer.join(WAIT)
    with pytest.raises(Damaged):
        told.writer.call(lambda con: None).result(WAIT)
    told.writer.keep("a/b/c", "the last words")
    assert not told.writer.flush(WAIT)
    assert told.writer.unsaved() == {"a/b/c": "the last words"}
    assert path.read_bytes() == b"not a desk" * 1000


def test_closing_does_not_wait_for_ever_for_a_desk_that_takes_nothing(told: Told) -> None:
    told.writer.flush(WAIT)
    other = sqlite3.connect(told.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    told.writer.keep("a/b/c", "the last words")
    assert not told.writer.close(0.3)
    told.writer.join(WAIT)
    assert not told.writer.is_alive()
    assert told.writer.unsaved() == {"a/b/c": "the last words"}
    other.close()


def test_damage_found_by_a_command_ends_all_writing(told: Told) -> None:
    told.writer.flush(WAIT)
    told.writer.call(lambda con: None).result(WAIT)
    whole = Path(told.path).read_bytes()
    # The count of changes in the header makes every connection read the pages again.
    damaged = whole[:24] + b"\0\0\1\0" + whole[28:4096] + bytes(len(whole) - 4096)
    Path(told.path).write_bytes(damaged)
    with pytest.raises(Damaged):
        told.writer.call(lambda con: con.execute("SELECT * FROM typing").fetchall()).result(WAIT)
    assert isinstance(told.next(ReadOnly), ReadOnly)
    with pytest.raises(Damaged):
        told.writer.call(lambda con: None).result(WAIT)
    told.writer.keep("a/b/c", "typed after that")
    told.writer.join(WAIT)
    assert Path(told.path).read_bytes() == damaged


def test_typing_is_not_written_into_a_newer_schema(told: Told) -> None:
    told.writer.flush(WAIT)
    other = sqlite3.connect(told.path)
    other.execute(f"PRAGMA user_version={SCHEMA + 1}")
    other.close()
    told.writer.keep("a/b/c", "words")
    said = told.next(ReadOnly)
    assert isinstance(said, ReadOnly)
    assert "newer dealdesk" in said.why
    assert told.typed() == {}


@pytest.mark.parametrize("mode", [0o400, 0o440])
def test_a_file_that_may_only_be_read_is_not_written(tmp_path: Path, mode: int) -> None:
    path = str(tmp_path / "desk.db")
    migrate.open_or_create(path).close()
    before = Path(path).read_bytes()
    os.chmod(path, mode)
    told = Told(path)
    told.writer.keep("a/b/c", "words")
    told.writer.start()
    said = told.next(ReadOnly)
    assert isinstance(said, ReadOnly)
    assert "may only be read" in said.why
    told.writer.close()
    assert Path(path).read_bytes() == before


def _promote(told: Told, uid: str, text: str, base: str) -> forms.Promoted:
    desk = open_desk(Path(told.path).parent)
    args = ("friction", uid, "text", text, base, desk.context, NOW)
    try:
        return told.writer.submit(Command("edited a friction"), forms.promote, *args).result(WAIT)
    finally:
        desk.close()


def test_typing_becomes_part_of_its_record_and_is_forgotten(told: Told) -> None:
    desk = open_desk(Path(told.path).parent)
    uid = add_friction(desk, add_deal(desk), "late")
    told.writer.keep(f"friction/{uid}/text", "too late", base_text="late")
    assert _promote(told, uid, "too late", "late").state is None
    assert told.typed() == {}
    assert desk.rows(friction.lines, [uid])[uid].text == "too late"


def test_text_that_can_not_be_read_stays_typing_with_its_sentence(told: Told) -> None:
    desk = open_desk(Path(told.path).parent)
    uid = add_friction(desk, add_deal(desk), "late")
    refused = _promote(told, uid, "", "late")
    assert (refused.state, refused.message) == (TypingState.REFUSED, "A friction needs one line: what happened?")
    assert desk.rows(friction.lines, [uid])[uid].text == "late"
    assert told.typed() == {f"friction/{uid}/text": ""}


def test_a_field_changed_in_two_windows_keeps_both_texts(told: Told) -> None:
    desk = open_desk(Path(told.path).parent)
    uid = add_friction(desk, add_deal(desk), "late")
    assert _promote(told, uid, "theirs", "late").state is None
    conflict = _promote(told, uid, "mine", "late")
    assert (conflict.state, conflict.theirs) == (TypingState.CONFLICT, "theirs")
    assert desk.rows(friction.lines, [uid])[uid].text == "theirs"
    assert told.typed() == {f"friction/{uid}/text": "mine"}


def test_another_field_changed_meanwhile_is_no_conflict(told: Told) -> None:
    desk = open_desk(Path(told.path).parent)
    uid = add_friction(desk, add_deal(desk), "late")
    both = (("effect", "trust"), ("remedy", "call first"))
    for name, text in both:
        args = ("friction", uid, name, text, "", desk.context, NOW)
        assert told.writer.submit(Command("edited"), forms.promote, *args).result(WAIT).state is None
    line = desk.rows(friction.lines, [uid])[uid]
    assert (line.effect, line.remedy) == ("trust", "call first")


def test_text_without_a_row_yet_stays_typing(told: Told) -> None:
    uid = new_uid()
    told.writer.keep(f"friction/{uid}/text", "not stored yet")
    assert _promote(told, uid, "not stored yet", "").state is TypingState.TYPING
    assert told.typed() == {f"friction/{uid}/text": "not stored yet"}


def test_a_command_nobody_waits_for_any_more_ends_nothing(told: Told) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def slow(con: sqlite3.Connection) -> int:
        begun.set()
        go_on.wait(WAIT)
        return int(con.execute("SELECT 1").fetchone()[0])

    running = told.writer.call(slow)
    waiting = told.writer.call(lambda con: con.execute("SELECT 2").fetchone()[0])
    assert begun.wait(WAIT)
    assert not running.cancel()  # it is being carried out
    assert waiting.cancel()
    go_on.set()
    assert running.result(WAIT) == 1
    assert told.writer.call(lambda con: int(con.execute("SELECT 3").fetchone()[0])).result(WAIT) == 3
