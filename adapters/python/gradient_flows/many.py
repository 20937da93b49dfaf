"""
Many units, without a constraint: A = WᵀW/m.

    r = y² − xᵀA x,   M = Σ r x xᵀ,   dW/dt = −∇L = (4/m) W M
"""

import numpy as np

from .trajectories import integrate


def residuals(matrix, labels, weights):
    return labels**2 - ((weights @ matrix.T) ** 2).mean(axis=0)


def flow(matrix, labels, initial, times):
    """(A at every time, L at every time)"""
    units = initial.shape[0]

    def field(flat):
        w = flat.reshape(initial.shape)
        force = (matrix.T * residuals(matrix, labels, w)) @ matrix
        return (4 / units) * (w @ force).ravel()

    states = [x.reshape(initial.shape) for x in integrate(field, initial.ravel(), times)]
    grams = [w.T @ w / units for w in states]
    return grams, [float(np.sum(residuals(matrix, labels, w) ** 2)) for w in states]


def population(dimension, signal, bulk, times):
    """
    Eigenvalues of A along w* and across, many samples, τ = 4 n t/(m d²):

        a′ = 2a [2(d − a) + T],   b′ = 2b [−2b + T],   T = d − a − (d − 1) b

    Integrated as logarithms, by a stiff method: the rates stay of order d while b ~ 1/τ.
    """
    d, starts = dimension, np.array([signal, bulk], float)
    alive = starts > 0  # what is not there does not grow

    def field(logs):
        values = np.zeros(2)
        values[alive] = np.exp(logs)
        a, b = values
        trace = d - a - (d - 1) * b
        return np.array([4 * (d - a) + 2 * trace, 2 * trace - 4 * b])[alive]

    answer = np.zeros((len(times), 2))
    if np.any(alive):
        logs = integrate(field, np.log(starts[alive]), times, method='Radau')
        answer[:, alive] = np.exp(logs)
    return answer
