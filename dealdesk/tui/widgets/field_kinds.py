"""Which widget each kind of field is typed with."""

from __future__ import annotations

from dealdesk.domain.fields import Context, FieldSpec, Kind
from dealdesk.tui.widgets.choice import PickField, TickField
from dealdesk.tui.widgets.fields import DateField, Field, LineField, LongField
from dealdesk.tui.widgets.fields_long import LEAST_LIMIT, LongLine
from dealdesk.tui.widgets.known_fields import PartyField, TagsField
from dealdesk.tui.widgets.suggest import Suggester


def field_for(spec: FieldSpec, context: Context, text: str, known: Suggester | None) -> Field:
    """Return the widget for ``spec``; ``known`` is asked by party and tag fields."""
    match spec.kind:
        case Kind.LONG:
            return LongField(spec, context, text)
        case Kind.DATE:
            return DateField(spec, context, text)
        case Kind.PICK:
            return PickField(spec, context, text)
        case Kind.TICK:
            return TickField(spec, context, text)
        case Kind.TAGS:
            return TagsField(spec, context, text, known)
        case Kind.PARTY:
            return PartyField(spec, context, text, known)
        case Kind.TEXT if spec.limit >= LEAST_LIMIT:
            return LongLine(spec, context, text)
        case _:
            return LineField(spec, context, text)
