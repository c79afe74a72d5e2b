"""A message to the other side from the shell."""

from __future__ import annotations

import re
from email import message_from_string
from pathlib import Path

import pytest

from dealdesk.cli.main import run

Capture = pytest.CaptureFixture[str]


def answer(capsys: Capture, *words: str) -> tuple[int, str, str]:
    capsys.readouterr()
    code = run(words)
    captured = capsys.readouterr()
    return code, captured.out, captured.err


@pytest.fixture
def deal(capsys: Capture) -> str:
    code, _out, _err = answer(
        capsys, "add", "deal", "Hosting", "--counterparty", "Acme", "--amount", "84k EUR", "--signed", "today"
    )
    assert code == 0
    return "ACME-1"


def test_the_message_that_is_meant_goes_to_stdout_and_its_gaps_to_stderr(deal: str, capsys: Capture) -> None:
    code, out, err = answer(capsys, "export", "mail", deal)
    assert code == 0
    assert out.startswith("Subject: Hosting: thank you, and the next steps\n\nDear [their name?],\n")
    assert "Missing: kickoff day (dealdesk new-date kickoff DAY)." in err
    assert err.splitlines()[0].endswith(" words.")


@pytest.mark.parametrize("kind", ["thank-you", "recap", "nudge", "no-news", "delay", "issue"])
def test_what_is_missing_names_no_key_of_the_app(deal: str, capsys: Capture, kind: str) -> None:
    err = answer(capsys, "export", "mail", deal, "--kind", kind)[2]
    hints = [line.partition("(")[2] for line in err.splitlines() if line.startswith("Missing: ")]
    assert hints
    assert not [hint for hint in hints if re.match(r"[a-zA-Z](?: |:)", hint)]


def test_the_limit_of_a_rule_is_no_promise(deal: str, capsys: Capture) -> None:
    out, err = answer(capsys, "export", "mail", deal, "--kind", "delay")[1:]
    assert "We promised you, for [promised day?]: [promise?]." in out
    assert "Missing: promise (which one?" in err
    assert answer(capsys, "add", "action", deal, "the report by 2100-01-08")[0] == 0
    out = answer(capsys, "export", "mail", deal, "--kind", "delay")[1]
    assert "for Fri 8 Jan 2100: the report." in out


@pytest.mark.parametrize("kind", ["thank-you", "recap", "nudge", "no-news", "delay"])
def test_every_kind_and_tone_can_be_asked_for(deal: str, capsys: Capture, kind: str) -> None:
    formal = answer(capsys, "export", "mail", deal, "--kind", kind, "--formal")
    informal = answer(capsys, "export", "mail", deal, "--kind", kind, "--informal")
    assert (formal[0], informal[0]) == (0, 0)
    assert "Dear [their name?]," in formal[1]
    assert "Hi [their name?]," in informal[1]


def test_each_strength_of_a_nudge_is_another_text(deal: str, capsys: Capture) -> None:
    texts = {answer(capsys, "export", "mail", deal, "--kind", "nudge", "--strength", n)[1] for n in "123"}
    assert len(texts) == 3


def test_a_mail_for_a_mail_program(deal: str, capsys: Capture, tmp_path: Path) -> None:
    code, out, _err = answer(capsys, "export", "mail", deal, "--kind", "recap", "--format", "eml")
    assert code == 0
    assert "\r" not in out
    assert message_from_string(out)["Subject"].startswith("Hosting: what we agreed")
    path = tmp_path / "recap.eml"
    assert answer(capsys, "export", "mail", deal, "--format", "eml", "-o", str(path))[0] == 0
    assert path.read_bytes().count(b"\r\n") > 5
    code, _out, err = answer(capsys, "export", "mail", deal, "--format", "eml", "-o", str(path))
    assert (code, "already there" in err) == (3, True)
    assert answer(capsys, "export", "mail", deal, "-o", str(path), "--replace")[0] == 0
    assert path.read_text(encoding="utf-8").startswith("Subject: ")


def test_a_mistake_is_said_and_nothing_is_written(deal: str, capsys: Capture, tmp_path: Path) -> None:
    assert answer(capsys, "export", "mail", "nothing like it")[0] == 6
    assert answer(capsys, "export", "mail", deal, "--kind", "threat")[0] == 2
    assert answer(capsys, "export", "mail", deal, "--formal", "--informal")[0] == 2
    assert answer(capsys, "export", "mail")[0] == 2
    assert answer(capsys, "export", "mail", deal, "-o", str(tmp_path))[0] == 3


def test_own_sentences_are_taken_from_the_configuration(deal: str, capsys: Capture, tmp_path: Path) -> None:
    folder = tmp_path / "home" / "config"
    folder.mkdir(parents=True)
    (folder / "messages.toml").write_text("[slot]\n", encoding="utf-8")
    code, out, err = answer(capsys, "export", "mail", deal)
    assert (code, out) == (7, "")
    assert "messages.toml: [slot] must hold these" in err
