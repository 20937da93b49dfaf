#!/usr/bin/env python3
"""Witness: the Bayes-optimal committee machine at 20 digits, from the unreduced definitions.

Two units: quadrants by Plackett's integral, two-dimensional trapezoids, roots by Newton's method (the
package `committee`). K units: characteristic functions. Two resolutions; `error` is their difference,
never below the rounding of the printed double. Usage:

    echo '{"oracle":"committee.threshold","params":{...}}' | python3 mpmath_committee.py [--digits]

With --digits each line also has `digits`: the values as strings of 25 digits.
Needs gmpy2 and mpmath (Debian: python3-gmpy2, python3-mpmath).
"""

import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from gmpy2 import mpfr

from committee import amp, branches, denoiser, units, wide
from committee.pair import Averages
from jsonlines import Skip, serve
from resolutions import compare

SHOW_DIGITS = "--digits" in sys.argv
PLANE = (17, 21)  # of averages in two dimensions: seconds
LINE = (26, 31)  # of averages in one
PANELS = (24, 32)  # Gauss-Legendre
ANGLES = (40, 56)


# Trapezoids converge geometrically: of the four and more digits between two of them, two are counted.
GAIN = 0.01


def at(resolutions, answer):
    gain = GAIN if resolutions in (PLANE, LINE) else 1.0

    def handler(params):
        return compare(*(answer(params, n) for n in resolutions), gain=gain, digits=SHOW_DIGITS)

    return handler


def prior(params):
    kind = params["prior"]["kind"]
    if kind == "rademacher" or (kind == "gaussian" and params["prior"].get("variance", 1) == 1):
        return kind
    raise Skip(f"prior {params['prior']}")


def two(params):
    if params["units"] != 2:
        raise Skip("only two units")


def output_potential(params, digits):
    two(params)
    diagonal, off = mpfr(params["diagonal"]), mpfr(params["offDiagonal"])
    q = diagonal + off, diagonal - off
    out = Averages(q, tuple(1 - x for x in q), digits)
    return {
        "potential": out.potential,
        "conjugatePerAlphaDiagonal": (out.plus + out.minus) / 2,
        "conjugatePerAlphaOffDiagonal": (out.plus - out.minus) / 2,
    }


def output_denoiser(params, order):
    two(params)
    log_z, g, dg = denoiser.denoise(params["y"], params["omega"], params["variance"], order)
    return {"logPartition": log_z, "g": g, "dg": dg}


def fixed_point(params, digits):
    two(params)
    alpha, branch = mpfr(params["alpha"]), params["branch"]
    if branch == "unspecialised":
        point = branches.unspecialised(prior(params), alpha, digits + 6)
    else:
        point = branches.specialised(prior(params), alpha, digits)
    return {
        "diagonal": point.diagonal,
        "offDiagonal": point.off_diagonal,
        "freeEntropy": point.free_entropy,
        "generalisationError": point.half_square,
        "gibbsDisagreement": point.disagreement,
    }


def threshold(params, line):
    count, kind = params["units"], params["kind"]
    if count == "infinite":
        return {"alpha": wide.threshold(prior(params), kind, line)}
    if count == 2:
        plane = PLANE[LINE.index(line)]
        is_fold = prior(params) == "rademacher" and kind in ("algorithmic", "spinodal")
        digits = plane - 1 if is_fold else line - 3
        return {"alpha": branches.threshold(prior(params), kind, digits)}
    if prior(params) == "gaussian" and kind in ("specialisation", "algorithmic"):
        return {"alpha": units.threshold(count, PLANE[LINE.index(line)])}
    raise Skip(f"{kind} for {count} units")


def large(params, digits):
    alpha = mpfr(params["alphaPerUnit"])
    q, square, bayes, f = wide.machine(alpha, params["branch"], digits)
    return {
        "specialisation": q,
        "generalisationError": square,
        "bayesClassification": bayes,
        "freeEntropyPerUnit": f,
    }


def large_unspecialised(params, digits):
    q, square, bayes, f = wide.unspecialised(mpfr(params["alpha"]), digits)
    return {
        "overlap": q,
        "generalisationError": square,
        "bayesClassification": bayes,
        "freeEntropy": f,
    }


HANDLERS = {
    "committee.output-potential": at(PLANE, output_potential),
    "committee.output-denoiser": at(PANELS, output_denoiser),
    "committee.fixed-point": at(PLANE, fixed_point),
    "committee.threshold": at(LINE, threshold),
    "committee.large": at(LINE, large),
    "committee.large-unspecialised": at(LINE, large_unspecialised),
    "committee.amp": at(ANGLES, amp.amp),
}

if __name__ == "__main__":
    serve(HANDLERS)
