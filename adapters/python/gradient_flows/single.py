"""
One unit on the sphere.

    ∇L = −4 Xᵀ[(y² − h²) h],   μ = w·∇L/|w|²,   dw/dt = −∇L + μ w
"""

import math

import numpy as np

from .trajectories import integrate


def loss(matrix, labels, weights):
    return float(np.sum((labels**2 - (matrix @ weights) ** 2) ** 2))


def gradient(matrix, labels, weights):
    h = matrix @ weights
    return -4 * matrix.T @ ((labels - h) * (labels + h) * h)


def multiplier(slope, weights):
    return float(weights @ slope) / float(weights @ weights)


def flow(matrix, labels, initial, times):
    def field(w):
        slope = gradient(matrix, labels, w)
        return multiplier(slope, w) * w - slope

    return integrate(field, initial, times)


def population(alpha, overlap, times):
    """
    dm/dt = 8 α m (1 − m²), the limit of many samples: L/n = 4 (1 − m²).

    Integrated in x = artanh m, in which it is dx/dt = 8 α tanh x and loses no digits near m = ±1.
    """
    if abs(overlap) in (0, 1):
        return np.full(len(times), float(overlap))
    x = integrate(lambda x: 8 * alpha * np.tanh(x), [math.atanh(overlap)], times, absolute=0.0)
    return np.tanh(x[:, 0])
