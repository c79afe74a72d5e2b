"""Delimiters, headers, rows and their numbers."""

from __future__ import annotations

import csv

import pytest

from dealdesk.errors import InputRefused
from dealdesk.imports import table as module
from dealdesk.imports.decode import TooLarge, decode
from dealdesk.imports.headers import knows
from dealdesk.imports.table import NoHeader, Table, UnclosedQuote, read_table


def table(text: str) -> Table:
    return read_table(decode(text.encode()), knows)


@pytest.mark.parametrize(("mark", "name"), [(",", "comma"), (";", "semicolon"), ("\t", "tab"), ("|", "bar")])
def test_the_delimiter_is_recognised(mark: str, name: str) -> None:
    found = table(
        mark.join(["title", "counterparty", "value"]) + "\n" + mark.join(["A, b; c" if mark == "|" else "A", "B", "5"])
    )
    assert (found.delimiter, found.header) == (name, ("title", "counterparty", "value"))


def test_commas_in_the_cells_do_not_win_over_semicolons_in_the_header() -> None:
    found = table("title;counterparty;value\nOne, two, three;A, b;1,5\nFour, five;C, d;2,5\n")
    assert [row.cells for row in found.rows] == [("One, two, three", "A, b", "1,5"), ("Four, five", "C, d", "2,5")]


def test_one_column_needs_no_delimiter() -> None:
    assert [row.cells for row in table("Title\nAcme | Bolt\nCobalt\n").rows] == [("Acme | Bolt",), ("Cobalt",)]


def test_the_line_that_tells_excel_the_delimiter_is_followed() -> None:
    found = table("sep=;\ntitle;owner\nA;B\n")
    assert (found.delimiter, [row.cells for row in found.rows]) == ("semicolon", [("A", "B")])


def test_rows_are_numbered_as_in_a_spreadsheet_and_as_in_an_editor() -> None:
    found = table('title,notes\n\n"A\nB","x\ny\nz"\n,\nC,\n')
    assert [(row.number, row.line, row.cells[0]) for row in found.rows] == [(3, 3, "A\nB"), (5, 8, "C")]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_line_end_is_taken(end: str) -> None:
    found = table(end.join(["title,owner", "A,B", "C,D"]))
    assert [row.cells for row in found.rows] == [("A", "B"), ("C", "D")]


def test_a_title_line_above_the_header_is_no_header() -> None:
    found = table("Contract,2024-05-01,\n\nTitle,Counterparty,Signed\nA,B,2024-01-01\n")
    assert found.header == ("Title", "Counterparty", "Signed")
    assert [row.number for row in found.above] == [1]
    assert [row.number for row in found.rows] == [4]


def test_without_a_header_nothing_is_read() -> None:
    with pytest.raises(NoHeader, match="--map"):
        table("Acme,5000,2020-01-01\nBolt,6000,2021-01-01\n")


def test_a_deal_that_sounds_like_a_header_is_not_taken_for_one() -> None:
    with pytest.raises(NoHeader):
        table("Acme renewal,client,signed,2020-01-01\nBolt,client,signed,2021-01-01\n")
    with pytest.raises(NoHeader):
        table("client,2020-01-01\nclient,2021-01-01\n")


def test_second_and_blank_names_are_told_apart() -> None:
    assert table("title,Notes,,Notes\nA,b,c,d,e\n").header == ("title", "Notes", "column 3", "Notes (2)", "column 5")


def test_an_open_quote_swallows_nothing() -> None:
    with pytest.raises(UnclosedQuote, match="line 3"):
        table('title,owner\nA,B\n"C,D\nE,F\n')


def test_long_cells_are_taken_and_the_limit_of_the_csv_module_is_put_back() -> None:
    before = csv.field_size_limit()
    found = table('title,notes\nA,"' + "x,\n" * 100_000 + '"\n')
    assert len(found.rows[0].cells[1]) == 300_000
    assert csv.field_size_limit() == before


def test_limits_refuse_rows_columns_and_cells(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_ROWS", 3)
    with pytest.raises(TooLarge, match="3 rows"):
        table("title\na\nb\nc\nd\n")
    with pytest.raises(TooLarge, match="columns"):
        table("title,owner\n" + "," * 1_001 + "x\n")
    monkeypatch.setattr(module, "MAX_TEXT", 1_000)
    with pytest.raises(TooLarge, match="1,000 characters"):
        table('title,owner\n"' + "long line\n" * 200 + '",b\n')
    with pytest.raises(TooLarge, match="1,000 characters"):
        table("title,owner\n" + "x" * 1_001 + ",b\n")


def test_endless_empty_rows_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MAX_NUMBER", 50)
    with pytest.raises(InputRefused, match="empty ones included"):
        table("title,owner\n" + "\n" * 60)
