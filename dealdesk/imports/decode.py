"""Bytes of a file from outside as text: which encoding it has, and what is no text at all."""

from __future__ import annotations

import codecs
import io
from pathlib import Path
from typing import NamedTuple, TextIO

from dealdesk.errors import InputRefused, NotFound
from dealdesk.text import clean

#: Most bytes of a file that is imported; checked before anything is loaded.
MAX_FILE = 50_000_000
_SAMPLE = 65_536
_CHUNK = 1_048_576

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "a PDF"),
    (b"\xd0\xcf\x11\xe0", "an old Excel or Word file"),
    (b"SQLite format 3\0", "an SQLite database"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"{\\rtf", "an RTF document"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90\0", "a program"),
)
# What a table never begins with, compared in lower case after a byte order mark and blanks.
_MARKUP: tuple[tuple[bytes, str], ...] = (
    (b"<!doctype html", "a web page (some programs name it .xls)"),
    (b"<html", "a web page (some programs name it .xls)"),
    (b"<?xml", "an XML file"),
    (b'{"', "a JSON file"),
    (b"{\n", "a JSON file"),
    (b"{\r\n", "a JSON file"),
    (b"[{", "a JSON file"),
    (b"[\n", "a JSON file"),
)
_BOMS: tuple[tuple[bytes, str, str], ...] = (
    (codecs.BOM_UTF8, "UTF-8 with BOM", "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "UTF-32", "utf-32"),
    (codecs.BOM_UTF32_BE, "UTF-32", "utf-32"),
    (codecs.BOM_UTF16_LE, "UTF-16 LE", "utf-16"),
    (codecs.BOM_UTF16_BE, "UTF-16 BE", "utf-16"),
)


class ImportRefused(InputRefused):
    """A file that can't be imported; nothing of it is stored."""


class TooLarge(ImportRefused):
    """The file goes beyond a limit of imports."""


class NotText(ImportRefused):
    """The file is something else than a table in plain text."""

    def __init__(self, what: str) -> None:
        super().__init__(f"This is {what}, not a table in plain text. Save it as CSV (UTF-8) and import that.")


class Undecodable(ImportRefused):
    """The bytes fit no encoding that is read here."""


class Decoded(NamedTuple):
    """A file whose encoding is known and holds throughout."""

    data: bytes
    encoding: str
    """The name to show, such as ``UTF-8 with BOM`` or ``Windows-1252``."""
    codec: str

    def lines(self) -> TextIO:
        """Return the text line by line, line ends kept as they are, never the whole of it at once."""
        return io.TextIOWrapper(io.BytesIO(self.data), encoding=self.codec, newline="")


def read_file(path: Path) -> bytes:
    """Return the bytes of ``path``; its size is checked before it is read.

    Raises ``NotFound`` where there is no file, ``TooLarge`` beyond 50 MB, ``ImportRefused`` where it can't be read.
    """
    shown = clean(str(path))
    try:
        if not path.exists():
            raise NotFound(f"There is no file {shown}.")
        if not path.is_file():
            raise ImportRefused(f"{shown} is no file.")
        _check_size(path.stat().st_size)
        with path.open("rb") as file:
            data = file.read(MAX_FILE + 1)
    except (OSError, ValueError) as error:
        if isinstance(error, InputRefused):
            raise
        reason = error.strerror if isinstance(error, OSError) else None
        raise ImportRefused(f"{shown} can't be read: {reason or 'its name is not possible here'}.") from None
    _check_size(len(data))
    return data


def decode(data: bytes) -> Decoded:
    """Return ``data`` with the encoding it is in.

    Taken in this order: a byte order mark; UTF-16 without one, told by where its zero bytes lie; UTF-8;
    Windows-1252. Raises ``TooLarge``, ``NotText`` and ``Undecodable``.
    """
    _check_size(len(data))
    if not data.strip():
        raise ImportRefused("The file is empty.")
    what = looks_like(data)
    if what is not None:
        raise NotText(what)
    decoded = _choose(data)
    if decoded.codec == "cp1252" and _binary(data):
        raise NotText("a binary file of some kind")
    return decoded


def looks_like(data: bytes) -> str | None:
    """Return what a file that is no plain table seems to be ("a PDF", "an Excel workbook"), or None."""
    if data.startswith(b"PK\x03\x04"):
        return _zip_kind(data)
    for magic, what in _MAGIC:
        if data.startswith(magic):
            return what
    head = data[:_SAMPLE].removeprefix(codecs.BOM_UTF8).replace(b"\0", b"").lstrip().lower()
    for magic, what in _MARKUP:
        if head.startswith(magic):
            return what
    return None


def _zip_kind(data: bytes) -> str:
    head = data[:_SAMPLE] + data[-_SAMPLE:]
    for mark, what in (
        (b"xl/", "an Excel workbook"),
        (b"word/", "a Word document"),
        (b"opendocument.spreadsheet", "a LibreOffice spreadsheet"),
        (b"opendocument", "a LibreOffice document"),
    ):
        if mark in head:
            return what
    return "a ZIP archive"


def _choose(data: bytes) -> Decoded:
    for bom, encoding, codec in _BOMS:
        if data.startswith(bom):
            at = _first_fault(data, codec)
            if at is None:
                return Decoded(data, encoding, codec)
            raise Undecodable(f"The file says it is {encoding}, but is damaged or cut off near byte {at:,}.")
    wide = _wide_without_bom(data)
    if wide is not None and _first_fault(data, wide[1]) is None:
        return Decoded(data, *wide)
    zero = data.find(b"\0")
    if zero >= 0:
        raise Undecodable(
            f"The file holds a NUL byte (byte {zero + 1:,}), which no text has: it is damaged or no plain text."
        )
    if _first_fault(data, "utf-8") is None:
        return Decoded(data, "UTF-8", "utf-8")
    at = _first_fault(data, "cp1252")
    if at is None:
        return Decoded(data, "Windows-1252", "cp1252")
    raise Undecodable(f"The file is neither UTF-8 nor UTF-16 nor Windows-1252 (near byte {at:,}). Save it as UTF-8.")


def _wide_without_bom(data: bytes) -> tuple[str, str] | None:
    """Tell UTF-16 by its zero bytes: signs like comma, blank and line end have one, always on the same side."""
    sample = data[:_SAMPLE]
    if len(data) % 2 or len(sample) < 4:
        return None
    high, low = sample[0::2].count(0), sample[1::2].count(0)
    if max(high, low) * 50 < len(sample):
        return None
    codec = "utf-16-le" if low > 10 * high else "utf-16-be" if high > 10 * low else ""
    # A text with a stray NUL byte would turn into foreign letters without a single comma or line end.
    if not codec or not set(sample.decode(codec, "ignore")) & set(",;\t|\r\n"):
        return None
    return ("UTF-16 LE" if codec == "utf-16-le" else "UTF-16 BE"), codec


def _first_fault(data: bytes, codec: str) -> int | None:
    """Return about where ``data`` stops being ``codec`` (bytes from 1), or None if it holds to the end."""
    decoder = codecs.getincrementaldecoder(codec)()
    at = 0
    try:
        for at in range(0, len(data), _CHUNK):
            decoder.decode(data[at : at + _CHUNK])
        decoder.decode(b"", final=True)
    except UnicodeError as error:
        return at + (error.start + 1 if isinstance(error, UnicodeDecodeError) else 1)
    return None


def _binary(data: bytes) -> bool:
    sample = data[:_SAMPLE]
    odd = sum(sample.count(byte) for byte in range(32) if byte not in b"\t\n\r\x0b\x0c\x1b")
    return odd * 10 > len(sample)


def _check_size(size: int) -> None:
    if size > MAX_FILE:
        raise TooLarge(f"The file has {size / 1e6:,.1f} MB; an import takes up to {MAX_FILE / 1e6:,.0f} MB.")
