"""Every hostile string as words of the command line, and in what the commands print of a desk that holds them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dealdesk.cli.main import run
from dealdesk.store import connect
from dealdesk.text import clean
from tests import nasty
from tests.desks import open_desk

Capture = pytest.CaptureFixture[str]


def answer(capsys: Capture, path: Path, *words: str) -> tuple[int, str, str]:
    """Run a command on the desk at ``path``; what it prints must not be able to drive a terminal."""
    code = run(["--db", str(path), *words])
    out, err = capsys.readouterr()
    for printed in (out, err):
        assert not (nasty.NEVER - set("\n\t")) & set(printed), words
        assert "Traceback" not in printed, words
        printed.encode("utf-8")
    assert code not in (1, 3, 5), (words, err)
    return code, out, err


def leaves(document: Any) -> set[str]:  # noqa: ANN401 - whatever JSON holds
    """Return every text in a JSON document."""
    if isinstance(document, dict):
        document = list(document.values())
    if isinstance(document, list):
        return set().union(*map(leaves, document))
    return {document} if isinstance(document, str) else set()


def test_what_is_stored_is_printed_literally_and_exactly_as_json(
    tmp_path: Path, realdata: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "400")
    desk = open_desk(tmp_path)
    made = nasty.fill(desk, realdata)
    ref = str(desk.con.execute("SELECT ref FROM deal WHERE uid = 'first'").fetchone()[0])
    desk.close()
    path = tmp_path / "desk.db"
    for words, shown in (
        (("deals",), ("deal-",)),
        (("show", ref), ("term-", "deal_person-", "document-", "note-")),
        (("history", ref, "--limit", "100000"), ()),
        (("today", "--all"), ()),
    ):
        texts = {clean(text) for uid, (text, refusal) in made.items() if uid.startswith(shown) and not refusal}
        document = json.loads(answer(capsys, path, *words, "--json")[1])
        assert not texts - leaves(document), words
        for form in ("--plain", ""):
            out = answer(capsys, path, *words, *filter(None, [form]))[1]
            assert not {text for text in texts if nasty.is_plain(text) and text not in out}, words
    _code, page, _err = answer(capsys, path, "export", "review", ref)
    assert "INTERNAL USE ONLY" in page


def test_as_words_of_a_command(tmp_path: Path, realdata: Path, capsys: Capture) -> None:
    path = tmp_path / "desk.db"
    assert answer(capsys, path, "add", "deal", "First")[0] == 0
    texts = nasty.strings(realdata, every=24)[::4]
    for text in texts:
        if "\0" in text:
            assert answer(capsys, path, "note", "1", "--", text)[0] == 2
            continue
        wanted = 0 if clean(text) else 7
        assert answer(capsys, path, "note", "1", "--", text)[0] == wanted
        assert (
            answer(capsys, path, "add", "friction", f"--tags={text}", f"--remedy={text}", "1", "--", text)[0] == wanted
        )
        assert answer(capsys, path, "add", "friction", f"--happened={text}", "1", "--", "late")[0] in (0, 2, 7)
        assert answer(capsys, path, "add", "issue", f"--facts={text}", "1", "--", text)[0] == wanted
    texts = [clean(text) for text in texts if "\0" not in text and clean(text)]
    con = connect.connect(str(path))
    assert [row[0] for row in con.execute("SELECT text FROM note ORDER BY id")] == texts
    assert [row[0] for row in con.execute("SELECT text FROM friction WHERE text <> 'late' ORDER BY id")] == texts
    assert [row[0] for row in con.execute("SELECT text FROM issue WHERE facts = text ORDER BY id")] == texts
    con.close()


def test_as_words_to_look_for(tmp_path: Path, realdata: Path, capsys: Capture) -> None:
    path = tmp_path / "desk.db"
    answer(capsys, path, "add", "deal", "First")
    for text in nasty.strings(realdata, every=8)[::3]:
        if "\0" in text:
            continue
        assert answer(capsys, path, "deals", "--", text)[0] == 0
        assert answer(capsys, path, "search", "--", text)[0] == 0
        assert answer(capsys, path, "show", "--", text)[0] in (0, 6)
        assert answer(capsys, path, "when", "--", text)[0] in (0, 7)
        assert answer(capsys, path, "later", "--", text, "+3d")[0] == 6
        assert answer(capsys, path, "metrics", "1", "--", text)[0] in (0, 6)
        assert answer(capsys, path, "metrics", "1", "--", text, "3")[0] == 6
        assert answer(capsys, path, "export", "table", "--", text)[0] == 6
