"""The one-page review: versions and the rows picked for each slot."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Index, text
from sqlmodel import Field

from dealdesk.store.tables.base import OfDeal, Row


class Review(OfDeal, Row, table=True):
    """One version of the form; frozen when the next one opens."""

    version: int = 1
    reviewed_on: date | None = None
    frozen_at: str | None = None

    __table_args__ = (
        Index("review_once", "deal_id", "version", unique=True, sqlite_where=text("archived_at IS NULL")),
    )


class ReviewSlot(OfDeal, Row, table=True):
    """What one slot shows: a picked row, or the frozen text of a closed version."""

    __tablename__ = "review_slot"

    review_id: int = Field(foreign_key="review.id", index=True)
    slot: str
    row_tab: str | None = None
    row_uid: str | None = None
    frozen_text: str | None = None
