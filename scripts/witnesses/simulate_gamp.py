#!/usr/bin/env python3
"""Witness: G-AMP simulated on large random instances, for the overlaps of state evolution.

Draws X with entries N(0, 1/d), weights from P_w and outputs, runs G-AMP (vectorised, its own
denoisers), and averages the measured overlap a·w*/d over independent instances:

    glm.state-evolution   the overlap after every iteration
    glm.fixed-point       ("uninformed") the overlap after the last of many iterations
    glm.optimum           algorithmicOverlap

Every number is a mean with its standard error, plus the finite-size bias, estimated by the same
simulation at half the dimension: `error` is four standard errors plus that difference. A line says
"statistical": true. Seeds are fixed. Environment: NISHIMORI_SIMULATION_DIMENSION (default 2000),
NISHIMORI_SIMULATION_INSTANCES (default 12).
"""

import os
import sys

# the sizes are modest: more threads than one only get in each other's way
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import json
import math
from functools import lru_cache

import numpy as np

from jsonlines import Skip, serve

DIMENSION = int(os.environ.get("NISHIMORI_SIMULATION_DIMENSION", "2000"))
INSTANCES = int(os.environ.get("NISHIMORI_SIMULATION_INSTANCES", "12"))


NODES, WEIGHTS = np.polynomial.legendre.leggauss(32)


def log_ndtr(x):
    """ln Φ: by integrating the density from 0 where |x| < 5, by a continued fraction beyond."""
    x = np.asarray(x, float)
    out = np.empty_like(x)
    near = np.abs(x) < 5
    h = x[near] / 2
    inner = np.exp(log_density(h[:, None] * (1 + NODES))) @ WEIGHTS
    out[near] = np.log(0.5 + h * inner)
    t = np.abs(x[~near])
    # Φ(−t) = N(t) / (t + 1/(t + 2/(t + 3/(...))))
    fraction = t.copy()
    for k in range(40, 0, -1):
        fraction = t + k / fraction
    tail = log_density(t) - np.log(fraction)
    out[~near] = np.where(x[~near] < 0, tail, np.log1p(-np.exp(tail)))
    return out


def log_density(x):
    return -0.5 * x * x - 0.5 * math.log(2 * math.pi)


def weight_denoiser(prior):
    """Components of P_w: (probabilities, means, variances), and their posterior mean and variance."""
    kind = prior["kind"]
    if kind == "gaussian":
        p, mu, s2 = [1.0], [0.0], [prior["variance"]]
    elif kind == "rademacher":
        p, mu, s2 = [0.5, 0.5], [-1.0, 1.0], [0.0, 0.0]
    elif kind == "gauss-bernoulli":
        s = prior["density"]
        p, mu, s2 = [1 - s, s], [0.0, 0.0], [0.0, prior["variance"]]
    elif kind == "discrete":
        p, mu, s2 = prior["probabilities"], prior["values"], [0.0] * len(prior["values"])
    else:
        raise Skip(f"prior {kind}")
    keep = np.array(p) > 0
    p, mu, s2 = np.array(p)[keep], np.array(mu)[keep], np.array(s2)[keep]

    def denoise(A, B):
        A, B = A[:, None], B[:, None]
        g = 1 + A * s2
        centre = (mu + B * s2) / g
        logs = np.log(p) - 0.5 * np.log(g) + (B * mu - 0.5 * A * mu * mu + 0.5 * B * B * s2) / g
        weights = np.exp(logs - logs.max(1, keepdims=True))
        weights /= weights.sum(1, keepdims=True)
        a = (weights * centre).sum(1)
        v = (weights * (s2 / g + (centre - a[:, None]) ** 2)).sum(1)
        return a, v

    def draw(rng, size):
        k = rng.choice(len(p), size=size, p=p / p.sum())
        return mu[k] + np.sqrt(s2[k]) * rng.standard_normal(size)

    mean = float(p @ mu)
    return denoise, draw, mean, float(p @ (mu * mu + s2))


def output_denoiser(channel):
    """g and −∂g for arrays; outputs are functions of u = z + noise, and u ~ N(ω, U)."""
    kind, noise = channel["kind"], channel.get("noiseVariance", 0.0)

    def side(y, omega, U):
        x = y * omega / np.sqrt(U)
        ratio = np.exp(log_density(x) - log_ndtr(x))
        return y * ratio / np.sqrt(U), ratio * (x + ratio) / U

    def score(y, omega, V):
        U = V + noise
        if kind in ("sign", "probit"):
            return side(y, omega, U)
        if kind == "linear":
            return (y - omega) / U, 1 / U
        if kind == "relu":
            g, minus = side(-np.ones_like(y), omega, U)
            seen = y > 0
            return np.where(seen, (y - omega) / U, g), np.where(seen, 1 / U, minus)
        if kind == "absolute-value":
            t = np.tanh(y * omega / U)
            g = (y * t - omega) / U
            return g, (1 - y * y * (1 - t * t) / U) / U
        if kind == "symmetric-door":
            sd, K = np.sqrt(U), channel["width"]
            a, b = (K - omega) / sd, (K + omega) / sd
            low = np.minimum(a, b)
            high = np.maximum(a, b)
            log_in = log_ndtr(low) + np.log1p(-np.exp(log_ndtr(-high) - log_ndtr(low)))
            log_out = np.logaddexp(log_ndtr(-a), log_ndtr(-b))
            log_z = np.where(y < 0, log_in, log_out)
            sign = np.where(y < 0, 1.0, -1.0)
            na, nb = np.exp(log_density(a) - log_z), np.exp(log_density(b) - log_z)
            g = sign * (nb - na) / sd
            return g, sign * (a * na + b * nb) / U + g * g
        raise Skip(f"channel {kind}")

    def output(z, rng):
        u = z + math.sqrt(noise) * rng.standard_normal(z.shape) if noise > 0 else z
        if kind in ("sign", "probit"):
            return np.where(u >= 0, 1.0, -1.0)
        if kind == "linear":
            return u
        if kind == "relu":
            return np.maximum(u, 0.0)
        if kind == "absolute-value":
            return np.abs(u)
        return np.where(np.abs(u) < channel["width"], -1.0, 1.0)

    return score, output


def trajectory(params, d, seed, start, iterations):
    """Overlaps a·w*/d after 0, 1, ..., iterations steps."""
    rng = np.random.Generator(np.random.PCG64([seed, d]))
    denoise, draw, mean, rho = weight_denoiser(params["prior"])
    score, output = output_denoiser(params["channel"])
    n = max(1, round(params["alpha"] * d))
    X = rng.standard_normal((n, d)) / math.sqrt(d)
    w = draw(rng, d)
    y = output(X @ w, rng)
    if start is None:
        a, v = np.full(d, mean), np.full(d, rho - mean * mean)
    else:
        # side information of signal-to-noise ratio r with M(r) = start, used for the start only:
        # a⁰ is then a posterior mean, and its overlap equals its norm, as state evolution assumes
        r = signal_of(json.dumps(params["prior"]), start)
        B = r * w + math.sqrt(r) * rng.standard_normal(d)
        a, v = denoise(np.full(d, r), B)
    S = X * X
    g = np.zeros(n)
    path = [float(a @ w) / d]
    for _ in range(iterations):
        V = np.maximum(S @ v, 1e-14 * rho)
        omega = X @ a - V * g
        g, minus = score(y, omega, V)
        A = S.T @ minus
        if params["channel"]["kind"] == "absolute-value":
            # −∂g may be negative for one output; its average is that of g²
            A = np.full(d, float(g @ g) / d)
        A = np.clip(A, 1e-12, 1e12)
        B = A * a + X.T @ g
        a, v = denoise(A, B)
        path.append(float(a @ w) / d)
        if v.mean() < 1e-12 * rho:  # perfect recovery: the rest of the path is known
            path += [path[-1]] * (iterations + 1 - len(path))
            break
    return np.array(path)


@lru_cache(maxsize=None)
def signal_of(prior, overlap):
    """r with M(r) = overlap, by Monte Carlo on common random numbers and bisection."""
    denoise, draw, _, _ = weight_denoiser(json.loads(prior))
    rng = np.random.Generator(np.random.PCG64(0))
    w, noise = draw(rng, 200_000), rng.standard_normal(200_000)
    low, high = 1e-9, 1e6
    for _ in range(60):
        r = math.sqrt(low * high)
        a, _ = denoise(np.full(len(w), r), r * w + math.sqrt(r) * noise)
        low, high = (r, high) if (a * a).mean() < overlap else (low, r)
    return math.sqrt(low * high)


def averaged(params, start, iterations):
    """Mean path and its error."""
    if params["alpha"] * DIMENSION > 12_000:
        raise Skip("too many samples to simulate")
    large, small = (
        np.array([trajectory(params, d, seed, start, iterations) for seed in range(INSTANCES)])
        for d in (DIMENSION, DIMENSION // 2)
    )
    mean, other = large.mean(0), small.mean(0)
    error = large.std(0, ddof=1) / math.sqrt(INSTANCES)
    error_other = small.std(0, ddof=1) / math.sqrt(INSTANCES)
    return mean, 4 * np.hypot(error, error_other) + np.abs(mean - other)


def even(params):
    kind = params["channel"]["kind"]
    return kind in ("absolute-value", "symmetric-door") and abs(weight_denoiser(params["prior"])[2]) < 1e-12


def state_evolution(params):
    m0 = params["initialOverlap"]
    mean = weight_denoiser(params["prior"])[2]
    start = None if abs(m0 - mean * mean) < 1e-12 else m0
    if start is not None and even(params) and m0 < 0.01:
        raise Skip("the start drowns in the fluctuations of a finite system")
    path, error = averaged(params, start, params["iterations"])
    path[0] = m0 if start is None else path[0]
    return {
        "result": {"overlap": [float(m) for m in path]},
        "error": {"overlap": float(error.max())},
        "statistical": True,
    }


def last_overlap(params):
    if even(params):
        raise Skip("leaving zero overlap takes a time of order ln d")
    path, error = averaged(params, None, 60)
    if abs(path[-1] - path[-6]) > error[-1] + 1e-6:
        raise Skip("60 iterations are too few")
    return float(path[-1]), float(error[-1])


def fixed_point(params):
    if params["start"] != "uninformed":
        raise Skip("G-AMP knows nothing")
    m, error = last_overlap(params)
    return {"result": {"overlap": m}, "error": {"overlap": error}, "statistical": True}


def optimum(params):
    m, error = last_overlap(params)
    return {
        "result": {"algorithmicOverlap": m},
        "error": {"algorithmicOverlap": error},
        "statistical": True,
    }


if __name__ == "__main__":
    serve(
        {
            "glm.state-evolution": state_evolution,
            "glm.fixed-point": fixed_point,
            "glm.optimum": optimum,
        }
    )
