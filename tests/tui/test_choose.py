"""A question with a few answers, each one key: whole on a small screen, side by side only where it has to be."""

from __future__ import annotations

from textual.app import App

from dealdesk.tui.compat import screen_lines
from dealdesk.tui.dialogs.choose import Choose
from dealdesk.tui.screens.deal_new import choices

MANY = [(chr(97 + number), f"the answer of {number} with as many words") for number in range(22)]


class Asking(App[None]):
    """A question over an empty screen."""

    def __init__(self, answers: list[tuple[str, str]]) -> None:
        super().__init__()
        self.answers = answers
        self.got: list[str | None] = []

    def on_mount(self) -> None:
        self.push_screen(Choose("Which one?", self.answers), self.got.append)

    def lines(self) -> list[str]:
        return screen_lines(self)


async def test_what_can_be_added_to_a_deal_is_whole_at_80_columns() -> None:
    app = Asking(choices(("metric", "issue")))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        shown = "\n".join(app.lines())
        for key, words in app.answers:
            assert f"{key}  {words}" in shown
        assert "…" not in shown
        assert "Enter  is m   Esc  not now" in shown
        await pilot.press("enter")
        assert app.got == ["m"]


async def test_there_is_one_column_where_the_screen_has_the_rows() -> None:
    app = Asking(MANY)
    async with app.run_test(size=(160, 45)) as pilot:
        await pilot.pause()
        assert sum("the answer of" in line for line in app.lines()) == 22
        assert "a  the answer of 0 with as many words  (Enter)" in "\n".join(app.lines())


async def test_too_many_words_for_two_columns_are_cut_with_a_sign() -> None:
    app = Asking(MANY)
    async with app.run_test(size=(60, 18)) as pilot:
        await pilot.pause()
        shown = [line for line in app.lines() if "the answer of" in line]
        assert len(shown) == 11
        assert all(line.count("…") == 2 for line in shown)
        assert len({line.index("│") for line in shown}) == 1


async def test_few_answers_say_which_one_is_enters() -> None:
    app = Asking([("y", "yes \x1b[31m[b]"), ("n", "no")])
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        shown = "\n".join(app.lines())
        assert "[b]  (Enter)" in shown
        assert "Esc  not now" in shown
        assert "Enter  is" not in shown
