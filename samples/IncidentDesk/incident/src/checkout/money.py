"""Money in minor units: 12.50 EUR is 1250, 1250 JPY is 1250."""

from decimal import ROUND_HALF_EVEN, Decimal

# Digits after the decimal point, where they are not two.
DIGITS = {"BHD": 3, "JPY": 0, "KRW": 0, "KWD": 3}


class RoundingError(Exception):
    """An amount cannot be written in the currency's minor units."""


def to_minor_units(amount, currency):
    """Returns `amount` in minor units of `currency`.

    Refuses amounts that would lose more than a hundredth of a minor unit, so that
    nobody is charged a price that was silently rounded.
    """
    digits = DIGITS.get(currency, 2)
    exact = Decimal(amount).scaleb(digits)
    whole = exact.quantize(Decimal(1), rounding=ROUND_HALF_EVEN)
    if digits == 0 and abs(exact - whole) > Decimal("0.01"):
        raise RoundingError(f"{amount} {currency} has a fraction")
    return int(whole)
