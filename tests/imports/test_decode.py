"""Which encoding a file has, what is no text, and what is too large."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from dealdesk.errors import DealdeskError, InputRefused, NotFound
from dealdesk.imports import decode as module
from dealdesk.imports.decode import NotText, TooLarge, Undecodable, decode, looks_like, read_file

TEXT = "title,owner\nŁódź – naïve,Zoë\n"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT.encode(), "UTF-8"),
        (TEXT.encode("utf-8-sig"), "UTF-8 with BOM"),
        (TEXT.encode("utf-16"), "UTF-16 LE"),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), "UTF-16 BE"),
        (TEXT.encode("utf-16-le"), "UTF-16 LE"),
        (TEXT.encode("utf-16-be"), "UTF-16 BE"),
        (TEXT.encode("utf-32"), "UTF-32"),
    ],
)
def test_an_encoding_is_recognised(data: bytes, encoding: str) -> None:
    decoded = decode(data)
    assert decoded.encoding == encoding
    assert "".join(decoded.lines()) == TEXT


def test_mostly_foreign_letters_in_utf16_without_a_mark_are_recognised() -> None:
    text = "title,owner\n" + "договор поставки,Иванов\n" * 40
    assert "".join(decode(text.encode("utf-16-le")).lines()) == text


def test_what_is_no_utf_is_windows_1252() -> None:
    decoded = decode("title\nCafé “Ö” €5".encode("cp1252"))
    assert decoded.encoding == "Windows-1252"
    assert "".join(decoded.lines()) == "title\nCafé “Ö” €5"


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"PK\x03\x04\x14\0....xl/workbook.xml", "an Excel workbook"),
        (b"PK\x03\x04\x14\0....word/document.xml", "a Word document"),
        (b"PK\x03\x04\x14\0mimetypeapplication/vnd.oasis.opendocument.spreadsheet", "a LibreOffice spreadsheet"),
        (b"PK\x03\x04\x14\0a.txt", "a ZIP archive"),
        (b"%PDF-1.7\n", "a PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "an old Excel or Word file"),
        (b"SQLite format 3\0\x10\0", "an SQLite database"),
        (b"\xef\xbb\xbf <!DOCTYPE HTML><table>", "a web page"),
        (b'[{"title": "x"}]', "a JSON file"),
    ],
)
def test_what_is_no_table_is_named(data: bytes, what: str) -> None:
    with pytest.raises(NotText, match=what):
        decode(data)


def test_a_table_looks_like_nothing_else() -> None:
    assert looks_like(TEXT.encode()) is None


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"title\nAc\0me\n", "NUL byte"),
        ("title\nx".encode("utf-16")[:-1], "damaged or cut off"),
        (b"title\n\x81\xff", "neither UTF-8"),
    ],
)
def test_bytes_that_are_no_text_are_refused(data: bytes, words: str) -> None:
    with pytest.raises(Undecodable, match=words):
        decode(data)


@pytest.mark.parametrize("data", [b"", b" \n\n"])
def test_an_empty_file_is_refused(data: bytes) -> None:
    with pytest.raises(InputRefused, match="empty"):
        decode(data)


def test_size_is_checked_before_the_file_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    big = tmp_path / "big.csv"
    with big.open("wb") as file:
        file.truncate(module.MAX_FILE + 1)
    monkeypatch.setattr(Path, "open", lambda *_: pytest.fail("opened"))
    with pytest.raises(TooLarge, match=r"50 MB"):
        read_file(big)


def test_files_that_are_not_there_or_no_files_are_refused(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="no file"):
        read_file(tmp_path / "none.csv")
    with pytest.raises(InputRefused, match="is no file"):
        read_file(tmp_path)
    with pytest.raises(DealdeskError):
        read_file(tmp_path / ("x" * 5000))
    with pytest.raises(DealdeskError):
        read_file(Path("a\0b"))
    (tmp_path / "a.csv").write_bytes(b"title\n")
    assert read_file(tmp_path / "a.csv") == b"title\n"


def test_random_bytes_are_decoded_or_refused() -> None:
    chance = random.Random(5)  # noqa: S311
    refused = 0
    for _ in range(400):
        data = chance.randbytes(chance.randrange(1, 300))
        try:
            "".join(decode(data).lines())
        except DealdeskError:
            refused += 1
    assert refused > 0
