"""What column names mean."""

from __future__ import annotations

import pytest

from dealdesk.imports.headers import FIELDS, MapRefused, map_columns, parse_map


def fields(*names: str) -> list[str | None]:
    return [column.field for column in map_columns(names)]


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("Deal ID", "ref"),
        ("referenceNumber", "ref"),
        ("Contract_Title", "title"),
        ("OPPORTUNITY NAME", "title"),
        ("vendorName", "counterparty"),
        ("Supplier", "counterparty"),
        ("Account Name", "counterparty"),
        ("our side", "our_side"),
        ("deal_type", "type"),
        ("Status", "stage"),
        ("contractValue", "amount"),
        ("Annual value (EUR)", "amount"),
        ("value_usd", "amount"),
        ("Currency", "currency"),
        ("signed_iso", "signed_on"),
        ("signed_raw", "signed_on"),
        ("contractDate", "signed_on"),
        ("Date signed", "signed_on"),
        ("Close date", "signed_on"),
        ("Effective Date", "start_on"),
        ("contractPeriodStart", "start_on"),
        ("Expiry", "end_on"),
        ("Expiration Date", "end_on"),
        ("contractPeriodEnd", "end_on"),
        ("renewal_term_raw", "renewal_length"),
        ("Notice period (days)", "notice"),
        ("renewal_notice_days", "notice"),
        ("Auto-Renew", "evergreen"),
        ("key_terms", "source_terms"),
        ("source_file", "documents"),
        ("Tàgs", "tags"),
        ("governing_law", None),
        ("counterparty_role", None),
        ("", None),
    ],
)
def test_names_of_real_registers_are_known(name: str, field: str | None) -> None:
    assert fields(name) == [field]


def test_every_field_knows_its_own_name() -> None:
    assert fields(*FIELDS) == list(FIELDS)


def test_a_name_can_hold_unit_currency_period_and_type() -> None:
    notice, value, monthly, vendor = map_columns(
        ["notice in months", "contract value usd", "Monthly fee", "Vendor name"]
    )
    assert (notice.unit, value.currency, monthly.per, vendor.says_type) == ("month", "USD", "month", "vendor")


def test_a_column_can_be_mapped_by_hand_and_ignored() -> None:
    columns = map_columns(["Wert", "title", "Law"], [("wert", "amount"), ("Law", "-")])
    assert [column.field for column in columns] == ["amount", "title", "-"]


@pytest.mark.parametrize(
    ("text", "pair"),
    [("Name=title", ("Name", "title")), ("a=b = Signed On", ("a=b", "signed_on")), ("x=-", ("x", "-"))],
)
def test_map_is_split_at_the_last_sign(text: str, pair: tuple[str, str]) -> None:
    assert parse_map(text) == pair


def test_unknown_names_are_refused_with_what_there_is() -> None:
    with pytest.raises(MapRefused, match=r"no field \"when\".*signed_on"):
        parse_map("x=when")
    with pytest.raises(MapRefused, match="COLUMN=FIELD"):
        parse_map("title")
    with pytest.raises(MapRefused, match=r"no column \"Nom\".*Name, Owner"):
        map_columns(["Name", "Owner"], [("Nom", "title")])
