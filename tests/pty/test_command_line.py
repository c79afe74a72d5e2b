"""The program as a person starts it: in a terminal, in none, in a poor one."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.pty.terminal import Terminal

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = [sys.executable, "-m", "dealdesk"]


def environment(tmp_path: Path, **changes: str) -> dict[str, str]:
    """Return an environment of its own for a child."""
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "PYTHONPYCACHEPREFIX") if name in os.environ}
    own = {
        "DEALDESK_HOME": str(tmp_path / "home"),
        "PYTHONPATH": str(ROOT),
        "TERM": "xterm-256color",
        "LANG": "C.UTF-8",
    }
    return {**kept, **own, **changes}


def run(tmp_path: Path, *words: str, stdin: str = "", **changes: str) -> subprocess.CompletedProcess[bytes]:
    """Run the program without a terminal."""
    env = environment(tmp_path, **changes)
    return subprocess.run(
        [*PROGRAM, *words], env=env, input=stdin.encode(), capture_output=True, check=False, timeout=60
    )


def test_without_a_terminal_the_app_says_so_and_ends(tmp_path: Path) -> None:
    done = run(tmp_path)
    assert done.returncode == 2
    assert done.stdout == b""
    assert b"needs a terminal" in done.stderr
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize("term", ["dumb", ""])
def test_a_poor_terminal_is_told_at_once(tmp_path: Path, term: str) -> None:
    with Terminal(PROGRAM, environment(tmp_path, TERM=term)) as terminal:
        assert terminal.wait() == 2
        assert "can't show the app" in terminal.text


def test_today_fits_the_terminal(tmp_path: Path) -> None:
    run(tmp_path, "add", "deal", "A very long title " * 8, "--signed", "today")
    with Terminal([*PROGRAM, "today"], environment(tmp_path), columns=50) as terminal:
        assert terminal.wait() == 0
        assert max(map(len, terminal.text.split("\n"))) <= 50
        assert "first debrief" in terminal.text


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_no_sign_is_too_strange_for_a_poor_encoding(tmp_path: Path, encoding: str) -> None:
    run(tmp_path, "add", "deal", "Łódź 東京 🤝", "--counterparty", "Łódź 東京 🤝", "--end", "2030-01-01")
    changes = {"PYTHONIOENCODING": encoding, "LANG": "C"}
    for words in (["deals"], ["show", "1"], ["today", "--date", "2030-01-01"], ["deals", "--json"], ["show", "nix 🤝"]):
        done = run(tmp_path, *words, **changes)
        assert b"Traceback" not in done.stderr
        assert done.returncode in (0, 6)


def test_a_reader_that_goes_away_is_no_error(tmp_path: Path) -> None:
    run(tmp_path, "add", "deal", "Hosting")
    env = environment(tmp_path)
    for words in ("deals", "today", "deals --json"):
        command = f"{sys.executable} -m dealdesk {words} | true"
        done = subprocess.run(["/bin/sh", "-c", command], env=env, capture_output=True, check=False, timeout=60)
        assert done.stderr == b""


def test_the_folders_are_private_whatever_the_umask_says(tmp_path: Path) -> None:
    command = f"umask 000; {sys.executable} -m dealdesk add deal Hosting && {sys.executable} -m dealdesk backup"
    subprocess.run(["/bin/sh", "-c", command], env=environment(tmp_path), capture_output=True, check=True, timeout=60)
    made = [tmp_path / "home", *(tmp_path / "home").rglob("*")]
    assert len(made) >= 4
    assert [path for path in made if path.stat().st_mode & 0o077] == []
