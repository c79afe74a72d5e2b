"""The way in. The exact spellings of the glance and of the app are read by hand; all else goes to the full command."""

import sys

_GLANCES = ("--json", "--short", "--all")


def _glance(words: "list[str]") -> "int | None":
    """Answer ``today [--json|--short|--all] [--date ISO] [--db FILE]``; None for anything that is not exactly that."""
    asked = {"--db": "", "--date": ""}
    flags = set()
    at = 0
    command = ""
    while at < len(words):
        word = words[at]
        if word in asked and not asked[word] and at + 1 < len(words) and words[at + 1][:1] not in ("", "-"):
            at += 1
            asked[word] = words[at]
        elif word in _GLANCES and command:
            flags.add(word)
        elif word == "today" and not command:
            command = word
        else:
            return None
        at += 1
    if not command or {"--json", "--short"} <= flags:
        return None
    import gc

    gc.disable()  # too little is made here to be worth one collection
    from dealdesk.cli import glance

    code = glance.show(asked["--db"], asked["--date"], flags)
    gc.enable()
    return code


def main() -> int:
    """Run dealdesk with the words of the command line; return the exit code."""
    words = sys.argv[1:]
    if not words or (len(words) == 2 and words[0] == "--db" and words[1][:1] not in ("", "-")):
        from dealdesk.cli import guard, start

        return guard.guarded(lambda: start.app(words[1] if words else ""))
    code = _glance(words)
    if code is not None:
        import os

        # All is printed and flushed; taking the interpreter apart would cost a fifth of the glance's time.
        os._exit(code)
    from dealdesk.cli.main import run

    return run(words)


if __name__ == "__main__":
    sys.exit(main())
