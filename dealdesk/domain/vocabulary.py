"""The words of the trade as closed sets; the value of each member is what the store keeps and exports print."""

from __future__ import annotations

from enum import StrEnum


class DealType(StrEnum):
    """What kind of relationship a deal starts."""

    CLIENT = "client"
    VENDOR = "vendor"
    PARTNER = "partner"


class Stage(StrEnum):
    """Where a deal stands."""

    NEGOTIATING = "negotiating"
    AGREED = "agreed"
    SIGNED = "signed"
    RUNNING = "running"
    ENDED = "ended"


class Outcome(StrEnum):
    """How a negotiation ended."""

    SIGNED = "signed"
    WE_WALKED = "we walked away"
    THEY_WALKED = "they walked away"
    NO_DECISION = "no decision"


class Side(StrEnum):
    """Whose it is."""

    US = "us"
    THEM = "them"


class Role(StrEnum):
    """What a person does in a deal."""

    OWNER = "owner"
    DELIVERY = "delivery"
    BILLING = "billing"
    EXECUTIVE = "executive"
    LEGAL = "legal"
    PROCUREMENT = "procurement"
    SPONSOR = "sponsor"
    MEDIATOR = "mediator"
    OTHER = "other"


class Channel(StrEnum):
    """How people of a deal talk."""

    MAIL = "mail"
    CALL = "call"
    VIDEO = "video"
    CHAT = "chat"
    IN_PERSON = "in person"
    LETTER = "letter"


class Direction(StrEnum):
    """Which way words went."""

    OUT = "to them"
    IN = "from them"
    BOTH = "both ways"


class NoticeDecision(StrEnum):
    """What is done about a deal that would renew."""

    RENEW = "renew"
    RENEGOTIATE = "renegotiate"
    END = "end"
    LET_ROLL = "let it roll"


class FollowThrough(StrEnum):
    """How much follow-through a deal gets when it is signed."""

    FULL = "full"
    LIGHT = "light"
    NONE = "none"


class Message(StrEnum):
    """What a draft is for."""

    THANKS = "thank-you"
    RECAP = "recap"
    NUDGE = "nudge"
    NO_NEWS = "no news"
    DELAY = "delay"
    ISSUE = "issue"


class TermKind(StrEnum):
    """Whether a term is about money."""

    COMMERCIAL = "commercial"
    OTHER = "other"


class Trade(StrEnum):
    """Which way a term went."""

    GAVE = "gave"
    GOT = "got"


class DocumentKind(StrEnum):
    """What a linked document is."""

    CONTRACT = "contract"
    PROPOSAL = "proposal"
    REDLINES = "redlines"
    PLAN = "implementation plan"
    REPORT = "report"
    MAIL = "mail"
    OTHER = "other"


class DebriefKind(StrEnum):
    """Which debrief it is."""

    FIRST = "first"
    SECOND = "second"
    MILESTONE = "milestone"
    QUICK = "quick"


class DebriefState(StrEnum):
    """How far a debrief is."""

    PLANNED = "planned"
    RUNNING = "running"
    DONE = "done"
    DROPPED = "dropped"


class Verdict(StrEnum):
    """What became, by the second debrief, of something the first one took for true."""

    HELD = "held"
    DID_NOT = "did not hold"
    UNCLEAR = "unclear"


class MomentKind(StrEnum):
    """What kind of moment changed the course of a deal; the last one also of a deal that was not made."""

    OFFER = "first serious offer"
    TURN = "turning point"
    ESCALATION = "escalation"
    TRADE = "final trade-off"
    SIGNATURE = "signature"


class TakeawayKind(StrEnum):
    """What kind of action worked."""

    FRAMING = "framing"
    STAKEHOLDER = "stakeholder move"
    PACKAGING = "packaging"
    PROOF = "proof"
    TACTIC = "tactic"
    OTHER = "other"


class TakeawayRole(StrEnum):
    """Which line of part 2 of the form a takeaway can fill."""

    TACTIC = "tactic"
    PROOF = "proof"
    RELATIONSHIP = "relationship"


class Effect(StrEnum):
    """What a friction cost."""

    TRUST = "trust"
    PACE = "pace"


class Cause(StrEnum):
    """Where a friction came from."""

    INTERNAL = "internal"
    EXTERNAL = "external"
    PROCESS = "process"


class MissedRole(StrEnum):
    """Which line of part 4 of the form a missed question can fill."""

    LATE = "learned late"
    EARLIER = "ask earlier"
    HIDDEN = "hidden"


class ChangeKind(StrEnum):
    """What a playbook change turns into."""

    QUESTION = "discovery question"
    APPROVAL = "approval flow"
    ATTACHMENT = "standard attachment"
    SCRIPT = "script"
    SEQUENCING = "sequencing"
    CHECKLIST = "checklist"


class Theme(StrEnum):
    """What a question of the bank is about (article 000)."""

    APPROVAL = "approval and process"
    SUCCESS = "success criteria"
    IMPLEMENTATION = "implementation reality"
    RISK = "risk and constraints"
    RENEWAL = "renewal and expansion"


class LeverageSource(StrEnum):
    """Where leverage came from (article 000); the seventh is marked but never printed."""

    TIME = "time"
    RISK = "risk"
    CAPABILITY = "capability"
    SWITCHING = "switching"
    RELATIONSHIP = "relationship"
    PROCESS = "process"
    PRICE = "price or something else"


class Evidence(StrEnum):
    """What a leverage mark rests on."""

    SAID = "they said"
    DID = "they did"
    GUESS = "my guess"


class ActionState(StrEnum):
    """The columns of the action board."""

    TODO = "to do"
    DOING = "doing"
    WAITING = "waiting for them"
    REVIEW = "review"
    DONE = "done"


class ActionClass(StrEnum):
    """How binding an action is."""

    BINDING = "binding"
    WORKING = "working"
    STRATEGIC = "strategic"


class ActionKind(StrEnum):
    """What an action came from; only the last three make one by hand."""

    HANDOVER = "hand-over"
    NEXT_STEPS = "next-steps mail"
    KICKOFF = "kickoff"
    PLAYBOOK = "playbook"
    FORMAL = "formal step"
    DELIVERABLE = "deliverable"
    INVOICE = "invoice"
    REVIEW = "review"
    PROMISE = "promise"


class Status(StrEnum):
    """How a deal stands, as it was said in a conversation."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"


class SetBy(StrEnum):
    """Who decided a stored date."""

    RULE = "rule"
    PERSON = "person"


class Origin(StrEnum):
    """Where a command came from."""

    PERSON = "person"
    RULE = "rule"
    IMPORT = "import"
    UNDO = "undo"


class TypingState(StrEnum):
    """What became of typed text that is not part of its record yet."""

    TYPING = "typing"
    REFUSED = "refused"
    CONFLICT = "conflict"
