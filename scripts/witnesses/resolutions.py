"""One answer from two resolutions: the finer values, and what their differences say of them."""

import gmpy2
import mpmath

DIGITS = 25
ROUNDING = 1.2e-16  # half a bit of a double


def flat(value):
    if isinstance(value, (list, tuple)):
        return [x for item in value for x in flat(item)]
    return [value]


def mapped(function, value):
    if isinstance(value, (list, tuple)):
        return [mapped(function, item) for item in value]
    return function(value)


def to_text(x):
    """A plain decimal string, by mpmath's printer."""
    with mpmath.workdps(60):
        return mpmath.nstr(mpmath.mpf(str(x)), DIGITS, min_fixed=-6, max_fixed=DIGITS)


def compare(coarse, fine, gain=1.0, digits=False):
    """{"result", "error"}, and with `digits` the decimals.

    The error is four times the difference, times `gain` where the finer value is known to be so much
    better than the coarser one, and the rounding.
    """
    result, error, decimals = {}, {}, {}
    for field, value in fine.items():
        pairs = list(zip(flat(value), flat(coarse[field])))
        if not all(gmpy2.is_finite(gmpy2.mpfr(x)) for pair in pairs for x in pair):
            raise ValueError(f"{field} is not finite")
        error[field] = max(4 * gain * abs(float(a - b)) + ROUNDING * abs(float(a)) for a, b in pairs)
        result[field] = mapped(float, value)
        decimals[field] = mapped(to_text, value)
    reply = {"result": result, "error": error}
    if digits:
        reply["digits"] = decimals
    return reply
