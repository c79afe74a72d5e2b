"""What a mark says, what a press makes of it, and my record over deals."""

from __future__ import annotations

import pytest

from dealdesk.domain.leverage import (
    YES,
    DealMarks,
    Mark,
    MarkColumn,
    MarkRefused,
    Movement,
    Place,
    Standing,
    changed,
    missing,
    number_words,
    pressed,
    record,
    record_words,
    shown,
    standings,
)
from dealdesk.domain.vocabulary import Evidence, LeverageSource

COUNTED, MOVED, EVIDENCE = MarkColumn.COUNTED, MarkColumn.MOVED, MarkColumn.EVIDENCE
TIME, RISK = ("time", ""), ("risk", "")
DEADLINE, BUDGET = ("time", "deadline"), ("time", "budget cycle")


def moved(*, counted: bool = False, evidence: str = "they said") -> Standing:
    return Standing(counted, Movement.MOVED, evidence)


def presses(column: MarkColumn, standing: Standing, number: int) -> list[str]:
    """Press space ``number`` times and return what the cell holds after each."""
    stands: dict[Place, Standing] = {TIME: standing}
    values = []
    for _ in range(number):
        value = pressed(stands[TIME], column)
        stands.update(changed(stands, TIME, column, value))
        values.append(value)
    return values


def test_counted_on_turns_round() -> None:
    assert presses(COUNTED, Standing(), 3) == [YES, "", YES]


def test_moved_them_goes_through_did_not_and_back_to_open() -> None:
    assert presses(MOVED, Standing(), 4) == ["moved them", "did not move them", "", "moved them"]


def test_evidence_goes_through_its_three_words() -> None:
    assert presses(EVIDENCE, moved(evidence=""), 5) == ["they said", "they did", "my guess", "", "they said"]


@pytest.mark.parametrize("movement", [Movement.OPEN, Movement.DID_NOT])
def test_evidence_is_asked_only_for_what_moved_them(movement: Movement) -> None:
    with pytest.raises(MarkRefused, match="once it moved them"):
        pressed(Standing(movement=movement), EVIDENCE)
    with pytest.raises(MarkRefused, match="once it moved them"):
        changed({TIME: Standing(movement=movement)}, TIME, EVIDENCE, "they said")


def test_evidence_is_kept_while_one_cycles_through_did_not() -> None:
    did_not = changed({TIME: moved(evidence="they did")}, TIME, MOVED, "did not move them")[TIME]
    assert did_not.shown_evidence == ""
    again = changed({TIME: did_not}, TIME, MOVED, "moved them")[TIME]
    assert again.shown_evidence == "they did"


def test_a_driver_that_moved_them_moved_its_source_and_overrules_did_not() -> None:
    stands = {TIME: Standing(True, Movement.DID_NOT)}
    assert changed(stands, DEADLINE, MOVED, "moved them") == {
        DEADLINE: Standing(movement=Movement.MOVED),
        TIME: Standing(True, Movement.MOVED),
    }


def test_a_driver_that_was_counted_on_counts_its_source() -> None:
    assert set(changed({}, DEADLINE, COUNTED, YES)) == {DEADLINE, TIME}


def test_taking_the_last_driver_back_leaves_the_source_as_it_is() -> None:
    stands = {TIME: moved(), DEADLINE: moved()}
    assert changed(stands, DEADLINE, MOVED, "") == {DEADLINE: moved()._replace(movement=Movement.OPEN)}


def test_a_driver_that_did_not_move_them_says_nothing_of_its_source() -> None:
    assert set(changed({}, DEADLINE, MOVED, "did not move them")) == {DEADLINE}


def test_a_source_is_not_marked_down_against_its_drivers() -> None:
    stands = {TIME: moved(counted=True), DEADLINE: moved(counted=True)}
    for value in ("did not move them", ""):
        with pytest.raises(MarkRefused, match="deadline"):
            changed(stands, TIME, MOVED, value)
    with pytest.raises(MarkRefused, match="deadline"):
        changed(stands, TIME, COUNTED, "")


def test_what_is_there_already_changes_nothing() -> None:
    assert changed({TIME: moved()}, TIME, MOVED, "moved them") == {}
    assert changed({}, TIME, COUNTED, "") == {}


@pytest.mark.parametrize(
    ("place", "column", "value"),
    [(("charm", ""), COUNTED, YES), (TIME, COUNTED, "perhaps"), (TIME, MOVED, "perhaps"), (TIME, EVIDENCE, "perhaps")],
)
def test_a_word_that_is_none_is_refused(place: Place, column: MarkColumn, value: str) -> None:
    with pytest.raises(MarkRefused):
        changed({TIME: moved()}, place, column, value)


def test_a_source_without_a_row_says_what_its_drivers_say() -> None:
    stands = {DEADLINE: moved(evidence="my guess"), BUDGET: moved(counted=True, evidence="they did")}
    assert shown(stands, "time") == Standing(True, Movement.MOVED, "they did")
    assert shown(stands, "risk") == Standing()
    assert shown(stands, "time", "deadline").evidence == "my guess"


def test_what_is_missing_is_asked_of_what_is_marked_only() -> None:
    stands = {
        TIME: Standing(counted_on=True),
        RISK: moved(evidence=""),
        ("process", ""): moved(),
        ("capability", ""): Standing(True, Movement.DID_NOT),
    }
    assert missing(stands) == {"time": "moved them or not", "risk": "evidence"}
    assert missing({}) == {}


def test_a_mark_is_blank_when_all_was_taken_back() -> None:
    assert Mark("u", "time", "", Standing(evidence="they did")).blank
    assert not Mark("u", "time", "", Standing(), notes="n").blank
    assert standings([Mark("u", "time", "deadline", moved())]) == {DEADLINE: moved()}


def test_my_record_counts_deals_and_puts_surprises_first() -> None:
    deals = [DealMarks(f"D-{n}", {TIME: Standing(counted_on=True)}) for n in range(4)]
    deals.append(DealMarks("D-4", {TIME: moved(counted=True), RISK: moved()}))
    deals.append(DealMarks("D-5", {RISK: moved(counted=True)}))
    first, second, *rest = record(deals)
    assert (first.source, first.counted, first.moved, first.surprises) == ("risk", 1, 2, 1)
    assert (second.source, second.counted, second.moved, second.moved_in) == ("time", 5, 1, ("D-4",))
    assert [line.source for line in rest] == [source for source in LeverageSource if source not in ("time", "risk")]
    assert all(line.blank for line in rest)


def test_my_guess_counts_half() -> None:
    deals = [DealMarks(str(n), {TIME: moved(counted=True, evidence="my guess")}) for n in range(3)]
    found = record(deals)[0]
    assert (found.moved, found.both, found.percent) == (1.5, 1.5, 50)


def test_evidence_of_what_did_not_move_them_weighs_nothing() -> None:
    deals = [DealMarks("1", {TIME: Standing(True, Movement.DID_NOT, Evidence.GUESS.value)})]
    assert next(line for line in record(deals) if line.source == "time").moved == 0


@pytest.mark.parametrize(("number", "percent"), [(2, None), (3, 100)])
def test_a_percentage_needs_three_deals(number: int, percent: int | None) -> None:
    deals = [DealMarks(str(n), {TIME: moved(counted=True)}) for n in range(number)]
    assert next(line for line in record(deals) if line.source == "time").percent == percent


def test_the_record_in_words() -> None:
    deals = [DealMarks("1", {TIME: Standing(counted_on=True)}) for _ in range(4)]
    deals.append(DealMarks("2", {TIME: moved(counted=True), RISK: moved(evidence="my guess")}))
    risk, time, *_ = record(deals)
    assert record_words(time, "Time") == "Time counted on 5, moved them 1 (20 %)"
    assert record_words(risk, "Less risk") == "Less risk counted on 0, moved them ½, a surprise"
    assert [number_words(number) for number in (0, 0.5, 1, 1.5)] == ["0", "½", "1", "1½"]
