"""What kind of key moment a line tells of, guessed from its words; the five kinds are those of article 000."""

from __future__ import annotations

import re
from collections.abc import Mapping

from dealdesk.domain.cues import Guess, best, cues
from dealdesk.domain.vocabulary import MomentKind

_KINDS: Mapping[MomentKind, re.Pattern[str]] = {
    MomentKind.OFFER: cues(
        """
        first offer, first serious offer, first price, first number, first figure, first quote, opening offer, opening
        price, offer, offered, quote, quoted, proposal, proposed, tender, bid, term sheet, letter of intent, named a
        price, named the price, draft contract, price list
        """
    ),
    MomentKind.TURN: cues(
        """
        turning point, turned, changed their mind, came round, came around, suddenly, stopped asking, stopped pushing,
        dropped, for the first time, new contact, joined, took over, brought in, breakthrough, opened up, back at the
        table, went wrong, came back, walked out, almost lost, nearly lost, competitor, rival, moved them,
        agreed in principle, gave in, asked for a start date
        """
    ),
    MomentKind.ESCALATION: cues(
        """
        escalat*, went to their board, went to the board, ceo, cfo, coo, cto, managing director, their boss, her boss,
        his boss, our boss, over our heads, over my head, executive*, threat*, ultimatum, lawyer*, complain*, deadlock,
        stuck, steering committee, sponsor called, partner called
        """
    ),
    MomentKind.TRADE: cues(
        """
        trade-off, tradeoff, traded, trade, in return, in exchange, swapped, swap, gave up, conceded, concession*,
        met in the middle, split the difference, compromise, last point, last open point, final point, final round,
        final price, settled on, settled for, against a longer, for a longer
        """
    ),
    MomentKind.SIGNATURE: cues(
        """
        signed, signature*, signing, countersign*, closed, purchase order*, handshake, shook hands, contract came back,
        said no, no decision, walked away, declined, cancelled, award*, went to another, chose another, lost it
        """
    ),
}


def guess_kind(text: str) -> Guess[MomentKind] | None:
    """Return the kind of a key moment, or None where its words don't say."""
    return best(text, _KINDS)
