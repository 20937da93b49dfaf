#!/usr/bin/env python3
"""Witness: G-AMP as printed, one plain loop after another, in 60-digit arithmetic.

    V_μ = Σ_i F²_μi v_i                     ω_μ = Σ_i F_μi a_i − V_μ g_μ (g of the step before)
    g, ∂g at (ω, y, V)                      by numerical differentiation of ln Z(y, ω, V)
    A_i = −Σ_μ F²_μi ∂g_μ                   B_i = A_i a_i + Σ_μ F_μi g_μ
    a, v = mean and variance of P_w(w) exp(B w − A w²/2) / Z, by summing its components

"scalar": V = mean of v for every μ, A = −(1/d) Σ_μ ∂g_μ for every i. Damping δ keeps the part δ of
the old a and v. G-AMP may amplify rounding by orders of magnitude on small instances: the digits
printed are those on which 40- and 60-digit runs agree.
"""

import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import gmpy2
from gmpy2 import mpfr

from instances import rows_of, vector_of
from jsonlines import Skip, serve
from replica.denoisers import partition
from replica.priors import Prior


def score(spec, y, omega, V, working):
    """(g, ∂g), by central differences in three times the working precision."""
    with gmpy2.local_context(gmpy2.get_context(), precision=4 * working):
        scale = gmpy2.sqrt(V + mpfr(spec.get("noiseVariance", 0)))
        h = scale * mpfr(2) ** -working
        left, mid, right = (gmpy2.log(partition(spec, y, omega + k * h, V)) for k in (-1, 0, 1))
        g, dg = (right - left) / (2 * h), (right - 2 * mid + left) / (h * h)
    return +g, +dg


def run(params, precision):
    F = rows_of(params["matrix"])
    labels = vector_of(params["labels"])
    n, d = len(F), len(F[0])
    spec = params["channel"]
    scalar = params.get("variance", "full") == "scalar"
    with gmpy2.local_context(gmpy2.get_context(), precision=precision):
        prior = Prior(params["prior"])
        F = [[mpfr(x) for x in row] for row in F]
        y = [mpfr(x) for x in labels]
        start = prior.second_moment - prior.mean * prior.mean
        a = [mpfr(x) for x in params["initialMean"]] if "initialMean" in params else [prior.mean] * d
        v = (
            [mpfr(x) for x in params["initialVariance"]]
            if "initialVariance" in params
            else [start] * d
        )
        delta = mpfr(params.get("damping", 0))
        g = [mpfr(0)] * n
        states = {0: (a, v)}
        for t in range(1, params["iterations"] + 1):
            dg = [None] * n
            for mu in range(n):
                if scalar:
                    V = sum(v) / d
                else:
                    V = sum(F[mu][i] * F[mu][i] * v[i] for i in range(d))
                omega = sum(F[mu][i] * a[i] for i in range(d)) - V * g[mu]
                if V <= 0:
                    raise Skip(f"V = 0 at iteration {t}: perfect recovery")
                g[mu], dg[mu] = score(spec, y[mu], omega, V, precision)
            new_a, new_v = [], []
            for i in range(d):
                if scalar:
                    A = -sum(dg) / d
                else:
                    A = -sum(F[mu][i] * F[mu][i] * dg[mu] for mu in range(n))
                B = A * a[i] + sum(F[mu][i] * g[mu] for mu in range(n))
                if any(1 + A * s2 <= 0 for _, s2 in prior.gaussians):
                    raise Skip(f"iteration {t}: A = {float(A):.3g}, the tilted prior has no norm")
                _, mean, variance = prior.tilted(A, B)
                new_a.append(delta * a[i] + (1 - delta) * mean)
                new_v.append(delta * v[i] + (1 - delta) * variance)
            a, v = new_a, new_v
            states[t] = (a, v)
    return states


def gamp(params):
    coarse, fine = run(params, 140), run(params, 200)
    result, error = {"means": [], "variances": []}, {}
    for k, field in enumerate(("means", "variances")):
        bound = 0.0
        for t in params["record"]:
            x, y = fine[t][k], coarse[t][k]
            result[field].append([float(u) for u in x])
            bound = max(bound, *(4 * abs(float(u - w)) + 1.2e-16 * abs(float(u)) for u, w in zip(x, y)))
        error[field] = bound
    return {"result": result, "error": error}


if __name__ == "__main__":
    serve({"glm.gamp": gamp})
