#!/usr/bin/env python3
"""Witness: gradient flows of phase retrieval at 20 digits, from the losses and the flow equations.

Trajectories by Taylor series in multiple precision, at two orders; the Hessian's spectrum by quadrature at
two steps; `error` is their difference, never below the rounding of the printed double. The margin of
uniqueness lies between the two bounds of a cutting-plane method in double precision. Usage:

    echo '{"oracle":"phase-retrieval.hessian","params":{...}}' | python3 mpmath_flows.py [--digits]

With --digits each line also has `digits`: the values as strings of 25 digits.
Needs gmpy2, mpmath and SciPy (Debian: python3-gmpy2, python3-mpmath, python3-scipy).
"""

import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from gmpy2 import mpfr

from flows import certificate, hessian, landscapes
from flows.taylor import dot, trajectory
from jsonlines import Skip, serve
from resolutions import compare

SHOW_DIGITS = "--digits" in sys.argv
STEPS = (18, 23)
NODES = (22, 28)


def at(resolutions, answer):
    def handler(params):
        return compare(*(answer(params, n) for n in resolutions), digits=SHOW_DIGITS)

    return handler


def numbers(value):
    return [numbers(v) for v in value] if isinstance(value, list) else mpfr(value)


def data(params):
    return numbers(params["matrix"]), [mpfr(y) ** 2 for y in params["labels"]]


def gradient(params, _):
    matrix, squares = data(params)
    weights = numbers(params["weights"])
    slope = landscapes.differentiated(matrix, squares, weights)
    return {
        "loss": landscapes.loss(matrix, squares, weights),
        "gradient": slope,
        "multiplier": dot(weights, slope) / dot(weights, weights),
    }


def gradient_flow(params, digits):
    matrix, squares = data(params)
    start = numbers(params["initial"])
    series = landscapes.on_the_sphere(matrix, squares, dot(start, start))
    states = trajectory(series, start, params["times"], digits)
    return {"weights": states, "loss": [landscapes.loss(matrix, squares, w) for w in states]}


def population_flow(params, digits):
    series = landscapes.population_overlap(mpfr(params["alpha"]))
    states = trajectory(series, [params["initialOverlap"]], params["times"], digits)
    return {"overlap": [m for m, in states]}


def spectrum(params, digits):
    names = "edge", "outlier", "squaredOverlap"
    answer = hessian.spectrum(mpfr(params["alpha"]), mpfr(params["offset"]), digits)
    return dict(zip(names, answer))


def transition(params, digits):
    return {"alpha": hessian.transition(mpfr(params["offset"]), digits)}


def many_flow(params, digits):
    matrix, squares = data(params)
    initial = numbers(params["initial"])
    m, d = len(initial), len(initial[0])
    series = landscapes.many_units(matrix, squares, m)
    states = trajectory(series, [x for row in initial for x in row], params["times"], digits)
    grams = [
        [[sum(w[a * d + i] * w[a * d + j] for a in range(m)) / m for j in range(d)] for i in range(d)]
        for w in states
    ]
    losses = [
        sum(
            (s - dot(row, [dot(g, row) for g in gram])) ** 2 for row, s in zip(matrix, squares)
        )
        for gram in grams
    ]
    return {"gram": grams, "loss": losses}


def many_population(params, digits):
    series = landscapes.population_eigenvalues(mpfr(params["dimension"]))
    states = trajectory(series, [params["signal"], params["bulk"]], params["times"], digits)
    return {"signal": [a for a, _ in states], "bulk": [b for _, b in states]}


def uniqueness(params):
    lower, upper = certificate.margin(params["matrix"], params["teacher"])
    # rounding of the eigenvalues and of the projection, beside the gap
    rounding = 1e-14 * max(sum(x * x for x in row) for row in params["matrix"])
    if 0 < lower <= 10 * rounding or (lower == 0 and upper > 1e-9):
        raise Skip(f"the margin lies between {lower:.3g} and {upper:.3g}")
    margin = (lower + upper) / 2 if lower > 0 else 0.0
    return {
        "result": {"unique": bool(lower > 0), "margin": margin},
        "error": {"margin": max(upper - margin, margin - lower) + rounding},
    }


HANDLERS = {
    "phase-retrieval.gradient": at((0, 1), gradient),
    "phase-retrieval.gradient-flow": at(STEPS, gradient_flow),
    "phase-retrieval.population-flow": at(STEPS, population_flow),
    "phase-retrieval.hessian": at(NODES, spectrum),
    "phase-retrieval.hessian-transition": at(NODES, transition),
    "over-parametrised.gradient-flow": at(STEPS, many_flow),
    "over-parametrised.population-flow": at(STEPS, many_population),
    "over-parametrised.uniqueness": uniqueness,
}

if __name__ == "__main__":
    serve(HANDLERS)
