"""How a count is said: "1 friction", "2 frictions", "1,200 entries". Without imports, for the glance reads it."""


def counted(number: int, noun: str, plural: str = "") -> str:
    """Return ``number`` with its noun; ``plural`` where it is not the noun with an s."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"
