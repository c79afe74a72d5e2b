"""Everything dealdesk can refuse, as classes that write their own sentence and know their exit code.

Raised deep, caught once per face (``cli.main`` and the App). The exit codes are one table for the whole
program: 0 ok, 1 internal, 2 usage or no terminal, 3 not writable, 4 newer schema, 5 damaged,
6 not found or ambiguous, 7 input refused, 10 due today, 11 overdue, 128 + signal.
"""


class DealdeskError(Exception):
    """A refusal that a person can act on; ``str(error)`` is one clear sentence."""

    exit_code = 1


class UsageError(DealdeskError):
    """The command line, or the place it was called from, can't work."""

    exit_code = 2


class NotWritable(DealdeskError):
    """The desk's file or folder can't be written."""

    exit_code = 3


class NewerSchema(DealdeskError):
    """The file was written by a newer dealdesk; it is left untouched."""

    exit_code = 4


class Damaged(DealdeskError):
    """The file is damaged, or is no desk at all; it is left untouched."""

    exit_code = 5


class NotFound(DealdeskError):
    """Nothing, or more than one thing, answers to the words given."""

    exit_code = 6


class InputRefused(DealdeskError, ValueError):
    """Text that can't be read as what its field needs; the text itself is kept."""

    exit_code = 7


class FieldRefused(InputRefused):
    """A value that reads well, but that its row can't take; nothing of the row was changed."""
