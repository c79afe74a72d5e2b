"""How an amount is written, from whole minor units: without imports, for the glance reads it."""

#: ISO 4217 currencies without a smaller coin, and those with a thousandth.
NO_MINOR = frozenset(("BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "VND", "VUV"))
NO_MINOR |= {"XAF", "XOF", "XPF"}
THREE_DECIMALS = frozenset(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"))


def decimals(currency: str) -> int:
    """Return how many decimals the minor unit of ``currency`` has: 0, 2 or 3."""
    return 0 if currency in NO_MINOR else 3 if currency in THREE_DECIMALS else 2


def amount_words(minor: int, currency: str, per: str = "") -> str:
    """Return "EUR 84,000 per year" for whole minor units: cents only where the sum is not whole."""
    places = decimals(currency)
    whole, rest = divmod(abs(minor), 10**places)
    cents = f".{rest:0{places}d}" if rest else ""
    sign = "-" if minor < 0 else ""
    return f"{currency} {sign}{whole:,}{cents}{f' per {per}' if per else ''}"
