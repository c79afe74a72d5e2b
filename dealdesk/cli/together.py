"""How both sides of a deal work together, as a page from the shell; what is only usual is said beside it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from dealdesk.cli.opened import reading
from dealdesk.cli.output import say

if TYPE_CHECKING:
    from dealdesk.cli.main import Call


def export_together(call: Call) -> int:
    """Print the page, or write it to a new file; an empty one is said to be empty."""
    from dealdesk.exports import together, write
    from dealdesk.store import deal_lines

    words = call.words
    with reading(call) as desk:
        line = desk.rows(deal_lines.pick, words.deal)
        page = desk.rows(together.gather, line.id, desk.today)
        usual = desk.rows(together.usual_topics, line.id, desk.today)
    text = together.html(page) if words.format == "html" else together.markdown(page)
    if words.output:
        write.write_text(words.output, text, replace=words.replace)
        path = os.path.abspath(os.path.expanduser(words.output))
        say(f"Wrote how you work together in {line.ref} to {path}.")
    else:
        call.output.text(text.rstrip("\n"), {})
    if usual:
        say(f"{together.USUAL.capitalize()}: {', '.join(usual).lower()}. n and h on the deal's page write it down.")
    return 0
