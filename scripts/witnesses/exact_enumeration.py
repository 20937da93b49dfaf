#!/usr/bin/env python3
"""Witness: exhaustive sums over all weights, in exact or 40-digit arithmetic. Standard library only.

glm.exact-average: every Rademacher teacher is asked for its labels with integer arithmetic (the
matrix is a table of dyadic rationals), so that no sign is ever rounded; counts and sums are exact
fractions, and only the last logarithm is not.

glm.exact-posterior: Σ_w P_w(w) Π_μ P_out(y_μ | X_μ·w) term by term, with P_out as defined.
"""

import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from decimal import Decimal, getcontext
from fractions import Fraction
from itertools import product
from math import erfc, lcm, sqrt

from instances import rows_of, vector_of
from jsonlines import Skip, serve

LARGEST = 2**20
PI = Decimal("3.141592653589793238462643383279502884197169399375")
getcontext().prec = 40
getcontext().Emin, getcontext().Emax = -(10**15), 10**15


def digits(x):
    return 1.2e-16 * abs(float(x))


def exact_average(params):
    if params["channel"]["kind"] != "sign":
        raise Skip("sign labels only")
    rows = [[Fraction(x) for x in row] for row in rows_of(params["matrix"])]
    n, d = len(rows), len(rows[0])
    if 2**d > LARGEST:
        raise Skip("too many weights")
    scale = lcm(*(x.denominator for row in rows for x in row))
    columns = [[int(rows[mu][i] * scale) for mu in range(n)] for i in range(d)]
    cells = {}
    z = [-sum(columns[i][mu] for i in range(d)) for mu in range(n)]
    w = [-1] * d
    for step in range(2**d):
        key = 0
        for mu in range(n):
            if z[mu] == 0:
                raise Skip("a weight lies exactly on a boundary")
            key = 2 * key + (z[mu] > 0)
        if key in cells:
            cell = cells[key]
            cell[0] += 1
            for i in range(d):
                cell[1][i] += w[i]
        else:
            cells[key] = [1, list(w)]
        # Gray code: the next weights differ in one sign
        i = ((step + 1) & -(step + 1)).bit_length() - 1
        if i < d:
            w[i] = -w[i]
            for mu in range(n):
                z[mu] += 2 * w[i] * columns[i][mu]
    total = 2**d
    overlap = sum(Fraction(sum(s * s for s in sums), size) for size, sums in cells.values())
    overlap /= total * d
    shares = [Decimal(size) / total for size, _ in cells.values()]
    entropy = sum(p * p.ln() for p in shares) / d
    return {
        "result": {"freeEntropy": float(entropy), "overlap": float(overlap)},
        "error": {"freeEntropy": digits(entropy), "overlap": digits(overlap)},
    }


def likelihood(spec, y, z):
    """P_out(y | z)"""
    kind = spec["kind"]
    noise = Decimal(spec.get("noiseVariance", 0))
    if kind == "sign" or (kind == "probit" and noise == 0):
        if z == 0:
            raise Skip("a weight lies exactly on a boundary")
        return Decimal(1 if y * z > 0 else 0)
    if kind == "symmetric-door":
        return Decimal(1 if (abs(z) < Decimal(spec["width"])) == (y < 0) else 0)
    if noise == 0:
        raise Skip(f"{kind} without noise has no density at a given weight")
    if kind == "probit":
        return Decimal(erfc(float(-y * z) / sqrt(2 * noise)) / 2)
    norm = (2 * PI * noise).sqrt()
    near = (-((y - z) ** 2) / (2 * noise)).exp() / norm
    if kind == "linear":
        return near
    if kind == "absolute-value":
        return near + (-((y + z) ** 2) / (2 * noise)).exp() / norm
    raise Skip(f"channel {kind}")


def exact_posterior(params):
    spec = params["channel"]
    prior = params["prior"]
    if prior["kind"] == "rademacher":
        atoms = [(-1.0, 0.5), (1.0, 0.5)]
    elif prior["kind"] == "discrete":
        atoms = [(v, p) for v, p in zip(prior["values"], prior["probabilities"]) if p > 0]
    else:
        raise Skip("discrete priors only")
    rows, labels = rows_of(params["matrix"]), vector_of(params["labels"])
    n, d = len(rows), len(rows[0])
    if len(atoms) ** d * n > LARGEST:
        raise Skip("too many weights")
    total = sum(Decimal(p) for _, p in atoms)
    weights = [Decimal(p) / total for _, p in atoms]
    values = [Decimal(v) for v, _ in atoms]
    table = [[[Decimal(x) * v for v in values] for x in row] for row in rows]
    y = [Decimal(x) for x in labels]
    evidence, moments = Decimal(0), [Decimal(0)] * d
    for choice in product(range(len(atoms)), repeat=d):
        p = Decimal(1)
        for k in choice:
            p *= weights[k]
        for mu in range(n):
            p *= likelihood(spec, y[mu], sum(table[mu][i][choice[i]] for i in range(d)))
            if p == 0:
                break
        if p == 0:
            continue
        evidence += p
        for i, k in enumerate(choice):
            moments[i] += p * values[k]
    if evidence == 0:
        raise Skip("no weight explains these labels")
    # erfc of the standard library is good to a few units in the last place, and so is its argument
    slack = 0.0 if spec["kind"] != "probit" else 1e-14 * n
    mean = [float(m / evidence) for m in moments]
    largest = max(abs(v) for v, _ in atoms)
    log_evidence = evidence.ln()
    return {
        "result": {"mean": mean, "logEvidence": float(log_evidence)},
        "error": {
            "mean": digits(largest) + 2 * slack * largest,
            "logEvidence": digits(log_evidence) + slack + 1e-30,
        },
    }


if __name__ == "__main__":
    serve({"glm.exact-average": exact_average, "glm.exact-posterior": exact_posterior})
