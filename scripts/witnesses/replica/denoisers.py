"""Output denoiser by differentiating ln Z(y, ω, V) numerically, with digits to spare.

Z is the density (or probability) of the label when z ~ N(ω, V):

    g = ∂_ω ln Z,   dg = ∂²_ω ln Z,   central differences of step h = 10^−30 √(V + noise):
    errors h², against 200 digits of arithmetic.
"""

import gmpy2
from gmpy2 import mpfr

from jsonlines import Skip


def density(t):
    return gmpy2.exp(-t * t / 2) / gmpy2.sqrt(2 * gmpy2.const_pi())


def below(t):
    return gmpy2.erfc(-t / gmpy2.sqrt(mpfr(2))) / 2


def partition(spec, y, omega, V):
    """Z(y, ω, V), at the ambient precision."""
    kind = spec["kind"]
    scale = gmpy2.sqrt(V + mpfr(spec.get("noiseVariance", 0)))
    x = omega / scale
    if kind in ("sign", "probit"):
        if abs(y) != 1:
            raise Skip("not a label")
        return below(y * x)
    if kind == "linear":
        return density(y / scale - x) / scale
    if kind == "relu":
        if y < 0:
            raise Skip("not an output")
        return below(-x) if y == 0 else density(y / scale - x) / scale
    if kind == "absolute-value":
        if y < 0:
            raise Skip("not an output")
        return (density(y / scale - x) + density(y / scale + x)) / scale
    if kind == "symmetric-door":
        edge = mpfr(spec["width"]) / scale
        if y == 1:
            return below(x - edge) + below(-x - edge)
        # P(−edge < x + ξ < edge) as a difference of upper tails: relative digits in both tails
        return below(edge - abs(x)) - below(-edge - abs(x))
    raise Skip(f"channel {kind}")


def output_denoiser(params, order):
    spec = params["channel"]
    # 200 digits for the differences; and where Z is 1 − e^{−x²/2}, the digits of what 1 hides
    noise = float(spec.get("noiseVariance", 0))
    reach = (abs(params["omega"]) + float(spec.get("width", 0))) ** 2 / (params["variance"] + noise)
    if not reach < 1e5:
        raise Skip("too far in a tail")
    bits = 700 - 2 * order + 2 * int(reach)
    with gmpy2.local_context(gmpy2.get_context(), precision=bits):
        y, omega, V = mpfr(params["y"]), mpfr(params["omega"]), mpfr(params["variance"])
        if V <= 0:
            raise Skip("V must be positive")
        h = gmpy2.sqrt(V + mpfr(spec.get("noiseVariance", 0))) * mpfr(10) ** -(50 + order)
        left, mid, right = (
            gmpy2.log(partition(spec, y, omega + k * h, V)) for k in (-1, 0, 1)
        )
        return {
            "logPartition": mid,
            "g": (right - left) / (2 * h),
            "dg": (right - 2 * mid + left) / (h * h),
        }
