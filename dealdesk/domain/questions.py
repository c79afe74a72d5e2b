"""The question in a missed line, and the theme its words speak for; the themes are those of article 000."""

from __future__ import annotations

import re
from collections.abc import Mapping

from dealdesk.domain.cues import Guess, best, cues
from dealdesk.domain.vocabulary import MissedRole, Theme

_SENTENCE = re.compile(r"(?<=[.;:!?])[\"'”’»)]*\s+")
_QUOTES = "\"'“”‘’«»()"

#: Missed lines of these roles become questions of the bank; what was hidden does not.
ASKED = (MissedRole.EARLIER, MissedRole.LATE)

_THEMES: Mapping[Theme, re.Pattern[str]] = {
    Theme.APPROVAL: cues(
        """
        sign, signs, signed, signature*, signing, sign-off*, approv*, procurement, purchas*, threshold*, committee,
        board, decide, decides, decision*, decision maker*, legal review, paperwork, purchase order*, budget holder,
        who else, buying process, portal, vendor registration, authority, counsel, quarter, year end, budget year,
        budget
        """
    ),
    Theme.SUCCESS: cues(
        """
        success*, succeed*, metric*, measur*, kpi*, goal*, target*, outcome*, result*, working look*, good look*,
        expect*, judge*, criteria, criterion, benefit*, return on, prove, proof, improve*, figures
        """
    ),
    Theme.IMPLEMENTATION: cues(
        """
        implement*, adopt*, depend*, rollout, roll-out, roll out, migrat*, integrat*, launch*, go-live, go live,
        onboard*, training, train, trained, capacity, resource*, technical, access, data, kickoff, deliver*, install*,
        set-up, setup, day-to-day, users, test*, timeline, who owns, who does, staff*, team, handover, hand-over
        """
    ),
    Theme.RISK: cues(
        """
        risk*, risky, secur*, complian*, regulat*, gdpr, privacy, data protection, audit*, insur*, liabilit*, penalt*,
        worr*, afraid, fear*, go wrong, fail*, exit*, constraint*, legal, law, lawyer*, exclusiv*, outage*, guarantee*,
        warrant*, cap on
        """
    ),
    Theme.RENEWAL: cues(
        """
        renew*, extend*, extension*, expan*, upsell*, next year, next phase, continu*, again, longer term, further,
        other teams, other sites, volume*, grow*, growth, notice, terminat*, switch*, alternative*, evaluat*, future,
        cancel*, go on, goes on, decide whether
        """
    ),
}


def guess_theme(text: str) -> Guess[Theme] | None:
    """Return what a question is about, or None where its words don't say."""
    return best(text, _THEMES)


def asked_in(text: str) -> str:
    """Return the question that a line asks: its last sentence with a question mark, else the whole line."""
    for sentence in reversed(_SENTENCE.split(text)):
        bare = sentence.strip().strip(_QUOTES)
        if bare.endswith("?") and " " in bare:
            return bare[:1].upper() + bare[1:]
    return text
