"""Thresholds by bisection on α, asking an independent implementation which branches there are.

The implementation is the NumPy one of adapters/python: state evolution walked from either end. At
each α it says where it arrives without knowledge (low) and with perfect knowledge (high).

    lower-spinodal          the smallest α at which the two differ
    algorithmic             the largest α at which they differ; or, where they never do, the α from
                            which both are perfect recovery
    information-theoretic   the α at which the two have equal free entropies

No fold is located and no curve is differentiated: an α is on one side or on the other.
"""

import math
import os
import sys
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # small arrays: threads only wait for each other

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "adapters" / "python"))

import require_numpy  # noqa: E402, F401

from bayes_glm.channels import make_channel  # noqa: E402
from bayes_glm.priors import make_prior  # noqa: E402
from bayes_glm.state_evolution import Model, describe, informed, uninformed  # noqa: E402
from jsonlines import Skip, serve  # noqa: E402

CLAIM = 1e-9  # relative accuracy of that implementation
RATIO = 1.07  # of neighbouring α on the grid, finer than any coexistence it is asked about
SAME = 1e-6  # two ends of one branch agree far better, two branches far worse


class Branches:
    def __init__(self, prior, channel):
        self.prior, self.channel = make_prior(prior), make_channel(channel)

    def at(self, alpha):
        model = Model(self.prior, self.channel, alpha)
        return model, uninformed(model), informed(model)

    def differ(self, alpha):
        _, low, high = self.at(alpha)
        return not (low == high or abs(low - high) <= SAME * high)

    def recovers(self, alpha):
        return math.isinf(self.at(alpha)[1])

    def surplus(self, alpha):
        model, low, high = self.at(alpha)
        return describe(model, high).free_entropy - describe(model, low).free_entropy

    def low_overlap(self, alpha):
        model, low, _ = self.at(alpha)
        return describe(model, low).overlap


def bisect(holds, inside, outside):
    """The α where `holds` ends between `inside`, where it does, and `outside`, where it does not."""
    while abs(outside - inside) > 1e-13 * abs(outside):
        middle = (inside + outside) / 2
        if middle in (inside, outside):
            break
        if holds(middle):
            inside = middle
        else:
            outside = middle
    return (inside + outside) / 2


def threshold(params):
    branches = Branches(params["prior"], params["channel"])
    kind = params["kind"]
    grid = [0.02 * RATIO**k for k in range(100)]
    coexist = [alpha for alpha in grid if branches.differ(alpha)]
    result = {}
    if coexist and kind == "lower-spinodal" and coexist[0] > grid[0]:
        result["alpha"] = bisect(branches.differ, coexist[0], coexist[0] / RATIO)
    elif coexist and kind == "algorithmic" and coexist[-1] < grid[-1]:
        result["alpha"] = bisect(branches.differ, coexist[-1], coexist[-1] * RATIO)
    elif coexist and kind == "information-theoretic":
        low, high = coexist[0], coexist[-1]
        if not (branches.surplus(low) < 0 < branches.surplus(high)):
            raise Skip("free entropies do not cross where both branches stand on the grid")
        result["alpha"] = bisect(lambda alpha: branches.surplus(alpha) < 0, low, high)
        result["overlap"] = branches.low_overlap(result["alpha"])
    elif not coexist and kind == "algorithmic" and branches.recovers(grid[-1]):
        first = next(alpha for alpha in grid if branches.recovers(alpha))
        result["alpha"] = bisect(branches.recovers, first, first / RATIO)
    else:
        raise Skip("these branches have no such end on the grid")
    # The overlap moves with α by its slope, which is finite away from the folds.
    error = {field: 10 * CLAIM * abs(value) for field, value in result.items()}
    return {"result": result, "error": error}


if __name__ == "__main__":
    serve({"glm.threshold": threshold})
