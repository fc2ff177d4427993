"""HTTP handlers of the checkout service."""

from checkout.money import RoundingError
from checkout.quote import UnknownCurrency, quote
from checkout.rate_pool import PoolTimeout


def post_quote(request, rates, log):
    """POST /checkout/quote: prices the cart of the request."""
    currency = request.json["currency"]
    try:
        price = quote(rates, request.cart, currency)
    except UnknownCurrency:
        refused(log, request, rates, f"UnknownCurrency currency={currency}")
        return 422, {"error": "currency"}
    except RoundingError as error:
        refused(log, request, rates, f"RoundingError detail={error}")
        return 422, {"error": "rounding"}
    except PoolTimeout as error:
        log.error("quote failed order=%s reason=PoolTimeout detail=%s pool=%d/10", request.order, error, rates.in_use)
        return 503, {"error": "busy"}

    log.info("quote ok order=%s currency=%s minor=%d pool=%d/10", request.order, currency, price, rates.in_use)
    return 200, {"price": price, "currency": currency}


def refused(log, request, rates, reason):
    log.warning("quote refused order=%s reason=%s pool=%d/10", request.order, reason, rates.in_use)
