"""One answer at two orders of a quadrature: the value, and what the difference says of its error."""

import gmpy2
import mpmath

from jsonlines import Skip

ORDERS = (20, 26)


def to_text(x):
    """A plain decimal string of 25 significant digits, by mpmath's printer."""
    if not gmpy2.is_finite(x):
        return "Infinity" if x > 0 else "-Infinity"
    with mpmath.workdps(40):
        return mpmath.nstr(mpmath.mpf(str(x)), 25, min_fixed=-6, max_fixed=25)


def entries(value):
    """The numbers of a number, a list or a list of lists, in order."""
    return [x for row in value for x in entries(row)] if isinstance(value, list) else [value]


def convert(value, of):
    """The same shape with `of` applied to every number."""
    return [convert(row, of) for row in value] if isinstance(value, list) else of(value)


def compare(coarse, fine, show_digits=False, floor=0.0):
    """Result and error from the same fields at two resolutions; `floor` is what neither sees."""
    result, error, digits = {}, {}, {}
    for field, value in fine.items():
        if isinstance(value, str):
            if coarse[field] != value:
                raise Skip(f"the two resolutions disagree on {field}")
            result[field] = value
            continue
        bound = floor
        for v, c in zip(entries(value), entries(coarse[field]), strict=True):
            if gmpy2.is_finite(v):
                bound = max(bound, floor + 4 * abs(float(v - c)) + 1.2e-16 * abs(float(v)))
            elif v != c:
                raise Skip(f"the two resolutions disagree on {field}")
        result[field] = convert(value, float)
        digits[field] = convert(value, to_text)
        if isinstance(value, list) or gmpy2.is_finite(value):
            error[field] = bound
    reply = {"result": result, "error": error}
    if show_digits:
        reply["digits"] = digits
    return reply
