"""Separability and margins, by Gordon's comparison: the best student among all alignments.

A student whose direction has the cosine c with the teacher's has margins c U + √(1 − c²) Z, Z and S
standard normal, U = y S of density 2 N(U) P(y = sign S | S = U). It has the margin κ on αd samples
of d inputs if and only if

    α E (κ − c U − √(1 − c²) Z)₊² ≤ 1 − c²

so the largest α at the margin κ is max_c (1 − c²)/E(…)₊²; at κ = 0 that is the threshold.
"""

import gmpy2
import numpy as np

from jsonlines import Skip
from .arithmetic import DIGITS, DOUBLES, below, density, nodes
from .saddle import newton, refinable, refine


def agreement(A, teacher):
    """U -> P(y = sign S | S = U), and the scale on which it changes."""
    rho, noise = A.number(teacher["secondMoment"]), A.number(teacher["noiseVariance"])
    flip = A.number(teacher["flipProbability"])
    blur = A.sqrt(noise / rho)
    if noise == 0:
        known = lambda u: np.where(u > 0, 1 + 0 * u, 0 * u)
    else:
        known = lambda u: below(A, u / blur)
    return (lambda u: flip + (1 - 2 * flip) * known(u)), blur


def moments(A, chance, blur, kappa, c, order):
    """E(…)₊² and its derivative with respect to c, the average over Z done by parts."""
    one = A.number(1)
    s = A.sqrt(1 - c * c)
    features = [(0, one)]
    if blur > 0:
        features.append((0, blur))
    if c > 0:
        features.append((kappa / c, s / c))  # beyond which few samples are short
    u, weight = nodes(A, -13, 13, features, order)
    weight = weight * 2 * density(A, u, one) * chance(u)
    x = (kappa - c * u) / s
    Phi, phi = below(A, x), density(A, x, one)
    square = s * s * (weight * ((1 + x * x) * Phi + x * phi)).sum()
    slope = 2 * (weight * (-u * s * (x * Phi + phi) - c * Phi)).sum()
    return square, slope


def threshold(teacher, order):
    """α*: the minimum over t = c/√(1 − c²) of E(−tU − Z)₊², by golden section and a parabola in ln t."""
    if teacher["noiseVariance"] == 0 and teacher["flipProbability"] == 0:
        return DIGITS.number("inf")
    chances = {A: agreement(A, teacher) for A in (DOUBLES, DIGITS)}

    def shortfall(A, log_t):
        t = A.exp(A.number(log_t))
        c = t / A.sqrt(1 + t * t)
        return moments(A, *chances[A], A.number(0), c, order)[0] * (1 + t * t)

    grid = np.linspace(-12, 12, 97)
    heights = [shortfall(DOUBLES, x) for x in grid]
    low = int(np.argmin(heights))
    if low == len(grid) - 1:
        raise Skip("separable but for noise finer than the nodes")
    if low == 0:  # no alignment helps: t = 0
        return 1 / moments(DIGITS, *chances[DIGITS], DIGITS.number(0), DIGITS.number(0), order)[0]
    a, b = grid[low - 1], grid[low + 1]
    golden = (np.sqrt(5) - 1) / 2
    c, d = b - golden * (b - a), a + golden * (b - a)
    fc, fd = shortfall(DOUBLES, c), shortfall(DOUBLES, d)
    while b - a > 1e-7:
        if fc < fd:
            b, d, fd = d, c, fc
            c = b - golden * (b - a)
            fc = shortfall(DOUBLES, c)
        else:
            a, c, fc = c, d, fd
            d = a + golden * (b - a)
            fd = shortfall(DOUBLES, d)
    # the vertex of the parabola through three heights is off by h², the height there by h⁴
    x, h = DIGITS.number((a + b) / 2), DIGITS.number(2) ** -17
    left, middle, right = (shortfall(DIGITS, x + k * h) for k in (-1, 0, 1))
    x += h * (left - right) / (2 * (left - 2 * middle + right))
    return 1 / shortfall(DIGITS, x)


def max_margin(alpha, teacher):
    """Function of the order: κ, and what follows from the best cosine."""

    def equations(A, order):
        chance, blur = agreement(A, teacher)
        size = A.number(alpha)

        def residual(y):
            kappa = A.exp(y[0])
            c = 1 - 2 / (1 + A.exp(2 * y[1]))
            left = 4 * A.exp(2 * y[1]) / (1 + A.exp(2 * y[1])) ** 2
            square, slope = moments(A, chance, blur, kappa, c, order)
            return [A.log(size * square / left), c * square * 2 / left + slope]

        return residual

    # at few samples the best student is that of Hebb, at many it is close to the teacher
    found = None
    for kappa in (1 / np.sqrt(alpha), 0.3 / np.sqrt(alpha), 0.5 / alpha, 0.1 / alpha):
        for cosine in (0.2, 0.5, 0.8, 0.95, 0.99, 0.999):
            found = found or newton(
                equations(DOUBLES, 20), np.array([np.log(kappa), np.arctanh(cosine)])
            )
    if found is None:
        raise Skip("no stationary alignment was found")
    y, J = refinable(equations(DOUBLES, 20), found)

    def answer(order):
        nonlocal y
        y = refine(equations(DIGITS, order), y, J)
        A = DIGITS
        kappa, e = A.exp(y[0]), A.exp(2 * y[1])
        cosine = (e - 1) / (e + 1)
        sine = 2 * A.sqrt(e) / (e + 1)
        return {
            "margin": kappa,
            "overlap": A.sqrt(A.number(teacher["secondMoment"])) * cosine / kappa,
            "norm": 1 / (kappa * kappa),
            "generalisationError": gmpy2.atan2(sine, cosine) / A.pi,
        }

    return answer
