"""Guesses the kind and role of a takeaway, and the effect and cause of a friction, from words a person can point at.

Every guess is shown with the words it rests on and can be changed with one key.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from dealdesk.domain.cues import Guess, best, cues, found, leader
from dealdesk.domain.vocabulary import Cause, Effect, TakeawayKind, TakeawayRole

_KINDS: Mapping[TakeawayKind, re.Pattern[str]] = {
    TakeawayKind.PROOF: cues(
        """
        demo*, pilot, trial, proof, proved, reference, references, case study, benchmark*, report, figures, numbers,
        data, dashboard, runbook, playbook, certificate*, audit, rollout plan, project plan, implementation plan,
        migration plan, roadmap, one-page, one-pager, prototype, sample*, slide, slides, chart, evidence, showed, test
        results, measured, spreadsheet, calculation, checklist, letter from, track record
        """
    ),
    TakeawayKind.STAKEHOLDER: cues(
        """
        sponsor, champion, legal, procurement, finance, cfo, ceo, cto, coo, cio, executive*, board, stakeholder*,
        decision maker*, introduc*, brought in, invited, met with, lunch, dinner, visited, visit, mapped, escalat*,
        trust, relationship, thanked, same day, answered within, head of, director, their boss, works council, users,
        team lead, sat down with, phoned, in person
        """
    ),
    TakeawayKind.PACKAGING: cues(
        """
        package*, packaged, bundl*, option, options, tier, tiers, split, phase*, instalment*, installment*, payment
        terms, in exchange, in return, traded, term length, add-on*, add-ons, scope, module*, minimum, cap, capped,
        volume, prepay*, free month*, opt-out, milestone payment*, discount for, swapped, per seat, fixed price, exit
        clause, extension option
        """
    ),
    TakeawayKind.FRAMING: cues(
        """
        framed, framing, reframed, positioned, explained, anchor*, opened with, started with, story, cost of waiting,
        cost of doing nothing, cost of downtime, compared, contrast*, rather than price, instead of price, instead of
        the price, asked, talked about, deadline, before pricing, before price, before money, first number, named the,
        total cost, outcome*, risk of, called it, put it as
        """
    ),
}

_ROLE_OF = {
    TakeawayKind.PROOF: TakeawayRole.PROOF,
    TakeawayKind.STAKEHOLDER: TakeawayRole.RELATIONSHIP,
    TakeawayKind.PACKAGING: TakeawayRole.TACTIC,
    TakeawayKind.FRAMING: TakeawayRole.TACTIC,
    TakeawayKind.TACTIC: TakeawayRole.TACTIC,
    TakeawayKind.OTHER: TakeawayRole.TACTIC,
}

_EFFECTS: Mapping[Effect, re.Pattern[str]] = {
    Effect.TRUST: cues(
        """
        trust*, surprise*, contradict*, inconsistent, two versions, two stories, two answers, different answer*, broke
        our word, broken promise*, misled, mislead*, doubt*, annoyed, angry, upset, blame*, complain*, credib*,
        changed the price, raised the price, wrong price, wrong figures, wrong name, mistake*, hid, hidden fee*,
        ignored, tone, offended, embarrass*, backtrack*, went back on, withdrew, retract*, behind our back, behind
        their back, suspicio*, rude, unprepared
        """
    ),
    Effect.PACE: cues(
        """
        day, days, week, weeks, month, months, delay*, late, later, slow*, wait*, stall*, silence, silent, no answer,
        no reply, postpon*, reschedul*, overdue, held up, bottleneck*, chase*, chasing, blocked, missed the deadline,
        back and forth, pending, twice, round trip*, took too long, idle, queue*, held back
        """
    ),
}

_PROCESS = cues(
    """
    process*, approval*, procurement, sign-off*, signoff, paperwork, portal, form, forms, policy, committee,
    threshold*, handover, hand-over, handoff, no owner, no clear owner, unclear owner*, nobody owned, no one owned,
    redline*, versions, legal review, security review, purchase order*, in the wrong order, vendor registration,
    template, checklist, agenda
    """
)
_OURS = cues(
    """
    we, we'd, our, ours, us, i, my, internal, internally, colleague*, on our side
    """
)
_THEIRS = cues(
    """
    they, their, theirs, them, client, client's, customer, customer's, vendor, vendor's, supplier, supplier's,
    partner, partner's, counterparty, on their side, she, he, her, his
    """
)


def guess_kind(text: str) -> Guess[TakeawayKind]:
    """Return the kind of a takeaway; ``other`` where no word speaks for one kind more than for the rest."""
    return best(text, _KINDS) or Guess(TakeawayKind.OTHER)


def guess_role(text: str, kind: TakeawayKind | None = None) -> Guess[TakeawayRole]:
    """Return the line of part 2 of the form that a takeaway can fill; it follows from its kind.

    ``kind`` is the one a person chose; without it the kind is guessed. What is none of the others is a tactic.
    """
    if kind is not None:
        return Guess(_ROLE_OF[kind])
    guess = guess_kind(text)
    return Guess(_ROLE_OF[guess.value], guess.words)


def guess_effect(text: str) -> Guess[Effect] | None:
    """Return whether a friction cost trust or pace, or None if the words don't say."""
    return best(text, _EFFECTS)


def guess_cause(text: str) -> Guess[Cause] | None:
    """Return whether a friction came from us, from them or from the process, or None if the words don't say.

    Whoever is named first counts two, whoever else is named one; every word of procedure counts one.
    """
    ours, theirs = found(text, _OURS), found(text, _THEIRS)
    process = found(text, _PROCESS)
    first_ours = ours and (not theirs or min(ours.values()) < min(theirs.values()))
    points = {
        Cause.INTERNAL: (2 if first_ours else 1) if ours else 0,
        Cause.EXTERNAL: (1 if first_ours else 2) if theirs else 0,
        Cause.PROCESS: len(process),
    }
    words = {Cause.INTERNAL: ours, Cause.EXTERNAL: theirs, Cause.PROCESS: process}
    cause = leader(points)
    return None if cause is None else Guess(cause, tuple(words[cause]))
