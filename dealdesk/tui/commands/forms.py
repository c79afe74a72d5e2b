"""The commands of a form: every one of them works while a field has the focus, or once Escape has left it."""

from __future__ import annotations

from dealdesk.tui.commands.base import KeyCommand


class KeepNow(KeyCommand):
    """Say when the last letter was kept; a new record is added by it, if what it needs is there."""

    key = "f2,ctrl+s"
    name = "Is this kept?"
    footer = "kept?"


class AddNow(KeepNow):
    """Add this, if what it needs is there; else say when the last letter was kept as a draft."""

    name = "Add this"
    footer = "add"

    @classmethod
    def identity(cls) -> str:
        """Return the id of the command it stands for while the record is new."""
        return KeepNow.identity()

    @classmethod
    def method(cls) -> str:
        """Return the method of that command."""
        return KeepNow.method()


class CloseForm(KeyCommand):
    """Leave the field; once more leaves the form. Everything typed is kept."""

    key = "escape"
    name = "Leave this form"
    footer = "leave"


class StartEmpty(KeyCommand):
    """Begin an empty form; the draft shown here is kept and offered again later."""

    key = "ctrl+r"
    name = "Begin an empty form, keep this draft"
    footer = "empty form"


class AllFields(KeyCommand):
    """Show all fields of a deal: dates, notice, renewal, further parties, tags, owner."""

    key = "f4,ctrl+n"
    name = "All fields of this deal"
    footer = "all fields"
