#!/usr/bin/env python3
"""Witness: replica potentials, fixed points and thresholds at about 25 digits.

Multiple-precision quadrature of the unreduced definitions (see the package `replica`), at two
orders; `error` is their difference, never below the rounding of the printed double. Usage:

    echo '{"oracle":"glm.threshold","params":{...}}' | python3 mpmath_replica.py [--digits]

With --digits each line also has `digits`: the values as strings of 25 digits.
Needs gmpy2 and mpmath (Debian: python3-gmpy2, python3-mpmath).
"""

import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import gmpy2
from gmpy2 import mpfr

from jsonlines import Skip, serve
from orders import ORDERS, compare
from replica import phases
from replica.channels import channel
from replica.curve import Model
from replica.denoisers import output_denoiser
from replica.generalisation import prediction_errors
from replica.priors import Prior

SHOW_DIGITS = "--digits" in sys.argv


_models = {}


def model(params, order):
    """Models are kept: the kernels of a channel serve every question about it."""
    key = (str(params["prior"]), str(params["channel"]), order)
    if key not in _models:
        if len(_models) > 8:
            _models.clear()
        _models[key] = Model(params["prior"], params["channel"], order)
    return _models[key]


def at_two_orders(answer):
    return lambda params: compare(
        *(answer(params, order) for order in ORDERS), show_digits=SHOW_DIGITS
    )


def prior_potential(params, order):
    p = Prior(params["prior"])
    r = mpfr(params["conjugate"])
    if gmpy2.is_infinite(r):
        raise Skip("r = Infinity is a limit")
    potential, overlap, error = p.scalar_channel(r, order)
    return {"potential": potential, "overlap": overlap, "meanSquareError": error}


def output_potential(params, order):
    m, rho = mpfr(params["overlap"]), mpfr(params["secondMoment"])
    if m >= rho:
        raise Skip("m = ρ is a limit")
    potential, conjugate = channel(params["channel"]).averages(m, rho - m, order)
    return {"potential": potential, "conjugatePerAlpha": conjugate}


def state_evolution(params, order):
    mod, alpha = model(params, order), mpfr(params["alpha"])
    m = mpfr(params["initialOverlap"])
    V, path = mod.rho - m, [m]
    if V <= 0:
        raise Skip("starts at perfect recovery")
    for _ in range(params["iterations"]):
        if V <= mpfr("1e-100"):  # perfect recovery in every digit, from here on
            path.append(m)
            continue
        A = mod.channel.averages(m, V, order)[1]
        _, m, V = mod.prior.scalar_channel(alpha * A, order)
        path.append(m)
    return {"overlap": path}


def fixed_point(params, order):
    p = phases.fixed_point(model(params, order), mpfr(params["alpha"]), params["start"])
    return {"overlap": p.m, "conjugate": p.r, "meanSquareError": p.V, "freeEntropy": p.f}


def optimum(params, order):
    best, amp = phases.optimum(model(params, order), mpfr(params["alpha"]))
    if best is not amp:
        phase = "hard"
    else:
        phase = "easy" if best.V == 0 else "impossible"
    return {
        "overlap": best.m,
        "meanSquareError": best.V,
        "freeEntropy": best.f,
        "algorithmicOverlap": amp.m,
        "algorithmicMeanSquareError": amp.V,
        "phase": phase,
    }


def threshold(params, order):
    alpha, overlap = phases.threshold(model(params, order), params["kind"])
    return {"alpha": alpha, "overlap": overlap}


def prior_denoiser(params, order):
    # the sum over the components has no resolution: a second pass with fewer bits plays the part
    with gmpy2.local_context(gmpy2.get_context(), precision=400 - 8 * order):
        A, B = mpfr(params["precision"]), mpfr(params["field"])
        log_z, mean, variance = Prior(params["prior"]).tilted(A, B)
    return {"mean": mean, "variance": variance, "logPartition": log_z}


HANDLERS = {
    "glm.prior-potential": at_two_orders(prior_potential),
    "glm.output-potential": at_two_orders(output_potential),
    "glm.state-evolution": at_two_orders(state_evolution),
    "glm.fixed-point": at_two_orders(fixed_point),
    "glm.optimum": at_two_orders(optimum),
    "glm.threshold": at_two_orders(threshold),
    "glm.prior-denoiser": at_two_orders(prior_denoiser),
    "glm.output-denoiser": at_two_orders(output_denoiser),
    "glm.generalisation-error": at_two_orders(prediction_errors),
}

if __name__ == "__main__":
    serve(HANDLERS)
