"""Stable names of rows; standard library only, so that a capture from the shell needs no ORM."""

from __future__ import annotations

import os
import time


def new_uid() -> str:
    """Return a fresh UUIDv7 as text: unique, and sorted by the time it was made (RFC 9562)."""
    value = (time.time_ns() // 1_000_000) << 80 | int.from_bytes(os.urandom(10), "big")
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    text = f"{value:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"
