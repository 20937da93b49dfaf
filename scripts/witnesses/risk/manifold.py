"""Features X = f(F C) of Gaussian latent variables, by the averages that define them.

    κ₀ = E f,  κ₁ = E z f,  κ★² = E f² − κ₀² − κ₁²
    μ    the spectrum of GᵀG/p, by its density √((a₊ − a)(a − a₋))/(2πγa), a = a₋ + 4√γ sin²(θ/2)
    features: p-dimensional, covariance κ★² I + κ₁² F Fᵀ; s = κ★² + κ₁² a/γ, t = ρ κ₁² a/γ²
"""

from functools import lru_cache

import gmpy2
import numpy as np

from .arithmetic import DIGITS, density, nodes

tanh = np.frompyfunc(gmpy2.tanh, 1, 1)
erf = np.frompyfunc(gmpy2.erf, 1, 1)

ACTIVATIONS = {
    "erf": erf,
    "sign": lambda z: np.where(z > 0, 1 + 0 * z, -1 + 0 * z),
    "relu": lambda z: np.where(z > 0, z, 0 * z),
    "tanh": tanh,
    "linear": lambda z: z,
}


@lru_cache(maxsize=None)
def coefficients(activation, order):
    """κ₀, κ₁, κ★ in digits."""
    A = DIGITS
    z, weight = nodes(A, -13, 13, [(0, A.number(1) / 2)], order)
    weight = weight * density(A, z, A.number(1))
    f = ACTIVATIONS[activation](z)
    mean, gain, square = (weight * f).sum(), (weight * z * f).sum(), (weight * f * f).sum()
    left = square - mean * mean - gain * gain
    nothing = square * A.number(2) ** -110
    return tuple(
        v if abs(v) > nothing else A.number(0)
        for v in (mean, gain, gmpy2.sqrt(left) if left > nothing else A.number(0))
    )


def bulk(A, gamma, order, widths=()):
    """Points a and weights of γ dμ, without the atom at a = 0 that μ has for γ > 1."""
    root = A.sqrt(gamma)
    lowest = (1 - root) * (1 - root)
    edge = abs(1 - root) / A.sqrt(root)
    features = [(0, w) for w in (edge, *widths, A.number(1) / 2) if w > 0]
    theta, weight = nodes(A, A.number(0), A.pi, features, order)
    half = A.sin(theta / 2)
    a = lowest + 4 * root * half * half
    sine = A.sin(theta)
    return a, weight * 2 * gamma * sine * sine / (A.pi * a)


def stieltjes(params, order):
    """g(−z) = ∫ dμ/(a + z) and ∫ dμ/(a + z)²."""
    A = DIGITS
    z, gamma = A.number(params["z"]), A.number(params["gamma"])
    scale = A.sqrt(((1 - A.sqrt(gamma)) ** 2 + z) / A.sqrt(gamma))
    a, weight = bulk(A, gamma, order, [scale])
    atom = max(A.number(0), 1 - 1 / gamma)
    return {
        "value": (weight / (a + z)).sum() / gamma + atom / z,
        "derivative": (weight / (a + z) ** 2).sum() / gamma + atom / (z * z),
    }


def blocks(params, rho):
    """The features' spectrum, as blocks of a Gaussian covariate model."""

    @lru_cache(maxsize=None)
    def at(A, order):
        gamma = A.number(params["gamma"])
        _, k1, ks = (A.number(k) for k in coefficients(params["activation"], order))
        if params["projection"] == "gaussian":
            a, weight = bulk(A, gamma, order, [A.sqrt(ks * ks * gamma / (k1 * k1)), gamma / 16])
        elif gamma <= 1:
            a, weight = A.array([1]), A.array([gamma])
        else:
            a, weight = A.array([gamma]), A.array([1])  # F Fᵀ = I on all p features
        noise = A.array([1 - gamma]) if gamma < 1 else A.array([])
        s = np.concatenate([ks * ks + k1 * k1 * a / gamma, 0 * noise + ks * ks])
        t = np.concatenate([A.number(rho) * k1 * k1 * a / (gamma * gamma), 0 * noise])
        return np.concatenate([weight, noise]), s, t

    return at


def explained(params, order):
    """r² = ⟨t/s⟩: the share of the teacher's variance that the features know."""
    weights, s, t = blocks(params, 1)(DIGITS, order)
    seen = t > 0
    return (weights[seen] * t[seen] / s[seen]).sum()
