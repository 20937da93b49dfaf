"""The penalty that generalises best, asking an independent implementation for error rates.

The implementation is the NumPy one of adapters/python. It is asked downhill in ln λ, and then at
the Chebyshev points of two windows in ln λ around the lowest rate; where the polynomial through them
is stationary is the answer. No equation is differentiated with respect to λ.
"""

import math
import os
import sys
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # small arrays: threads only wait for each other

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "adapters" / "python"))

import require_numpy  # noqa: E402, F401

import numpy as np  # noqa: E402
from numpy.polynomial import chebyshev  # noqa: E402

from empirical_risk import covariate, features  # noqa: E402
from jsonlines import Skip, serve  # noqa: E402

CLAIM = 1e-9  # relative accuracy of that implementation
POINTS = 11
WINDOWS = (0.6, 0.4)


def stationary(rate, centre, width):
    """Where the interpolant of the rate is flat, and its second derivative there."""
    nodes = np.cos(np.pi * (np.arange(POINTS) + 0.5) / POINTS)
    heights = np.array([rate(centre + width * t) for t in nodes])
    series = chebyshev.chebfit(nodes, heights, POINTS - 1)
    slope = chebyshev.chebder(series)
    roots = [t.real for t in chebyshev.chebroots(slope) if abs(t.imag) < 1e-9 and abs(t.real) <= 1]
    bends = [float(chebyshev.chebval(t, chebyshev.chebder(slope))) for t in roots]
    lowest = [(t, bend) for t, bend in zip(roots, bends) if bend > 0]
    if len(lowest) != 1:
        raise Skip("no single lowest rate in the window")
    t, bend = lowest[0]
    return centre + width * t, bend / width**2


def best(rate):
    x, step, known = 0.0, 1.0, {}

    def height(at):
        known[at] = known.get(at) or rate(at)
        return known[at]

    while height(x) > min(height(x - step), height(x + step)):
        x += step if height(x + step) < height(x - step) else -step
        if abs(x) > 20:
            raise Skip("no best penalty in sight")
    for width in (step, step / 2):
        left, middle, right = (height(x + k * width) for k in (-1, 0, 1))
        x += width * (left - right) / (2 * (left - 2 * middle + right))
    places = []
    for width in WINDOWS:
        x, bend = stationary(rate, x, width)
        places.append(x)
    lowest = rate(x)
    # a rate off by CLAIM tilts the interpolant, and the tilt moves the optimum
    off = 4 * abs(places[0] - places[1]) + CLAIM * lowest / (WINDOWS[1] * bend)
    return {
        "result": {"lambda": math.exp(x), "generalisationError": lowest},
        "error": {
            "lambda": math.exp(x) * off,
            "generalisationError": CLAIM * lowest + bend * off**2,
        },
    }


def plain(params):
    loss, alpha, teacher = (params[k] for k in ("loss", "alpha", "teacher"))
    return best(
        lambda x: covariate.error_rate(
            covariate.teacher_student(loss, alpha, math.exp(x), teacher).fields
        )
    )


def manifold(params):
    activation, loss, alpha = (params[k] for k in ("activation", "loss", "alpha"))
    gamma, projection = params["gamma"], params["projection"]
    rho = params.get("secondMoment", 1.0)

    def rate(x):
        ask = (activation, loss, alpha, gamma, math.exp(x), projection, rho)
        return covariate.error_rate(features.fixed_point(*ask)[0].fields)

    return best(rate)


HANDLERS = {
    "erm.optimal-regularisation": plain,
    "hidden-manifold.optimal-regularisation": manifold,
}

if __name__ == "__main__":
    serve(HANDLERS)
