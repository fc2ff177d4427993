"""Turns a cart into the price that the customer sees, in the customer's currency."""

from checkout.money import to_minor_units

BASE = "EUR"


class UnknownCurrency(Exception):
    """There is no exchange rate for the currency."""


def quote(rates, cart, currency):
    """Prices a cart.

    rates: the pool of connections to the rate service
    cart: lines with `net` (in EUR) and `quantity`
    currency: ISO 4217 code of the customer's currency

    Returns the price in minor units of the currency.
    """
    net = sum(line.net * line.quantity for line in cart)
    if currency == BASE:
        return to_minor_units(net, BASE)

    connection = rates.acquire()
    rate = connection.rate(BASE, currency)
    if rate is None:
        raise UnknownCurrency(currency)

    price = to_minor_units(net * rate, currency)
    rates.release(connection)
    return price
