"""Roots on the line, by walking until the sign changes and Brent's method in between."""

from scipy.optimize import brentq

from bayes_glm.outcomes import Failure

FARTHEST = 60.0  # of a logarithm


def bracketed(function, guess, stride=0.3, tolerance=4e-15):
    """A root of a function that falls through it, near `guess`."""
    value = function(guess)
    if value == 0:
        return guess
    direction = 1 if value > 0 else -1
    left = guess
    while True:
        right = left + direction * stride
        if abs(right) > FARTHEST:
            raise Failure('no root found')
        if function(right) * value <= 0:
            return brentq(function, left, right, xtol=tolerance, rtol=1e-14)
        left, stride = right, 1.7 * stride
