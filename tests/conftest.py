"""Fixtures for all tests: the real data, where it lies, and an environment without surprises."""

from __future__ import annotations

import gc
import os
from pathlib import Path

import pytest

# Frames come faster than a person needs, so that a test need not wait for them; read when Textual is imported.
os.environ["TEXTUAL_FPS"] = "120"

_MEMORY = Path("/dev/shm")  # noqa: S108  (pytest makes a private folder in it)

REALDATA = Path(__file__).resolve().parent.parent.parent / "shared" / "realdata"


def pytest_configure() -> None:
    """Put desks into memory where that is offered: a commit then waits for no disk, and is the same to the code."""
    if os.access(_MEMORY, os.W_OK):
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(_MEMORY))


def pytest_collection_finish() -> None:
    """Keep the collector away from what lives to the end, as the program does, and let it look less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 50)


@pytest.fixture(autouse=True)
def _quiet_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Keep every test away from the real home folder and from colour switches."""
    for name in ("NO_COLOR", "DEALDESK_DB", "TEXTUAL_THEME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DEALDESK_HOME", str(tmp_path / "home"))


@pytest.fixture
def realdata() -> Path:
    """Return the folder of real deals and hostile strings, or skip where this checkout has none beside it."""
    if not REALDATA.is_dir():
        pytest.skip("the real data (../shared/realdata) is not beside this checkout")
    return REALDATA
