"""
Roots of a few equations in logarithms, by Newton's method, followed along a parameter.

A fixed point is accepted as a root: the residual of the equations themselves, not the length of the
last step, has to be at the level of their rounding. Starting points come from the neighbour: the
path begins where the penalty rules, and walks down in ln λ with steps that adapt to how easily
Newton's method follows.
"""

import math

import numpy as np

from bayes_glm.outcomes import Failure

DIFFERENCE = 1e-5  # central differences: error 1e-10 of the Jacobian, noise 1e-8
SETTLED = 1e-13
ACCEPTED = 1e-10  # stagnation above this is a failure
ROUGH = 1e-5  # on the way
LONGEST = 3.0  # a Newton step in any logarithm


def jacobian(equations, x):
    columns = []
    for k in range(x.size):
        step = np.zeros_like(x)
        step[k] = DIFFERENCE
        columns.append((equations(x + step) - equations(x - step)) / (2 * DIFFERENCE))
    return np.array(columns).T


def newton(equations, x, tolerance=SETTLED, steps=40):
    """(root, converged): damped so that the residual falls; undamped once it is small."""
    residual = equations(x)
    size = np.abs(residual).max()
    derivative = None
    for _ in range(steps):
        if not math.isfinite(size) or size <= tolerance:
            break
        if derivative is None or size > 1e-7:  # below that the old one serves
            derivative = jacobian(equations, x)
        try:
            direction = np.linalg.solve(derivative, -residual)
        except np.linalg.LinAlgError:
            return x, False
        direction *= min(1.0, LONGEST / max(np.abs(direction).max(), 1e-300))
        share = 1.0
        while True:
            trial = x + share * direction
            value = equations(trial)
            now = np.abs(value).max()
            if now < size * (1 - 0.1 * share) or share < 1e-3:
                break
            share /= 2
        if not now < size:
            break
        x, residual, size = trial, value, now
    return x, size <= max(tolerance, ACCEPTED)


def follow(equations_at, start, first, last):
    """
    The root at ln λ = `last`, from a rough one at `first` ≥ `last`, of the functions equations_at(ln λ).
    """
    x, converged = newton(equations_at(first), start, SETTLED if first == last else ROUGH)
    if not converged:
        raise Failure('no fixed point found at strong regularisation')
    path = [(first, x)]
    stride = 4.0
    while path[-1][0] > last:
        here, x = path[-1]
        target = max(last, here - stride)
        guess = x
        if len(path) > 1:  # straight on
            before, previous = path[-2]
            guess = x + (x - previous) * (target - here) / (here - before)
        ending = target == last
        found, converged = newton(
            equations_at(target), guess, SETTLED if ending else ROUGH, 25 if ending else 8
        )
        if converged:
            path.append((target, found))
            stride *= 1.7
        else:
            stride /= 3
            if stride < 1e-3:
                raise Failure(f'lost the fixed point at lambda = {math.exp(target):.3g}')
    return path[-1][1]
