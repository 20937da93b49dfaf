"""Prediction errors on a new input, from the law of (teacher's z, what is known of it).

    ⟨z⟩ = √m v,   z = √m v + √(ρ − m) ξ:
    Bayes mean square   E_v [ E_ξ φ(z)² − (E_ξ φ(z))² ]
    Bayes 0-1 error     E_v min(p, 1 − p),      p = P_ξ(z > 0)
    Gibbs 0-1 error     E_v 2 p (1 − p)         (two independent draws of z given v disagree)

The target is the output itself: its noise is inside φ, so that z there has the variance ρ + Δ and
what is not known of it ρ + Δ − m. Inner averages over ξ are normal probabilities or integrals; the
variance of a bent φ is integrated around φ(√m v).
"""

import gmpy2
from gmpy2 import mpfr

from jsonlines import Skip
from .channels import REACH, below, density
from .quadrature import mesh, rule


def prediction_errors(params, order):
    spec = params["channel"]
    kind = spec["kind"]
    rho, m = mpfr(params["secondMoment"]), mpfr(params["overlap"])
    V = rho - m + mpfr(spec.get("noiseVariance", 0))
    if V <= 0:
        raise Skip("m = ρ is a limit")
    sd, root = gmpy2.sqrt(V), gmpy2.sqrt(m)
    edges = [mpfr(spec["width"]), -mpfr(spec["width"])] if kind == "symmetric-door" else [mpfr(0)]

    def inner(omega):
        """Var φ given ω, and P(z > 0)"""
        up, down = below(omega / sd), below(-omega / sd)
        if kind in ("sign", "probit"):
            return 4 * up * down, up, down
        if kind == "linear":
            return V, up, down
        if kind == "symmetric-door":
            K = edges[0]
            a, b = (K - omega) / sd, (K + omega) / sd
            outside, inside = below(-a) + below(-b), below(a) - below(-b)
            return 4 * outside * inside, up, down
        # φ(z) = |z| or max(0, z): E(φ − φ(ω))² − (E(φ − φ(ω)))² with the moments of what is folded
        fold = 2 if kind == "absolute-value" else 1
        return folded(omega, sd, fold, order), up, down

    mean_square = bayes = gibbs = mpfr(0)
    if m == 0:
        points = [(mpfr(0), mpfr(1))]
    else:
        features = [(mpfr(0), root)] + [(e, sd) for e in edges]
        points = [
            (w, weight * density(w / root) / root)
            for w, weight in rule(mesh(-REACH * root, REACH * root, features), order)
        ]
    for omega, weight in points:
        variance, up, down = inner(omega)
        mean_square += weight * variance
        bayes += weight * min(up, down)
        gibbs += weight * 2 * up * down
    result = {"bayesMeanSquare": mean_square}
    if kind == "sign":
        result["bayesClassification"] = bayes
        result["gibbsClassification"] = gibbs
    return result


def folded(omega, sd, fold, order):
    """Var φ(z) for φ = max(0, z) (fold 1) or |z| (fold 2), z ~ N(ω, sd²), by integrating z."""
    reach = REACH * sd
    breaks = mesh(omega - reach, omega + reach, [(omega, sd)])
    if breaks[0] < 0 < breaks[-1]:
        breaks = sorted({*breaks, mpfr(0)})
    points = [(z, w * density((z - omega) / sd) / sd) for z, w in rule(breaks, order)]

    def phi(z):
        return z if z > 0 else (-z if fold == 2 else mpfr(0))

    centre = phi(omega)
    first = sum(w * (phi(z) - centre) for z, w in points)
    second = sum(w * (phi(z) - centre) ** 2 for z, w in points)
    return second - first * first
