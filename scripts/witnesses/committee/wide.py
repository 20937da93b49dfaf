"""Infinitely many units: their summed signs are Gaussian with overlap γ = (2/π)[q_a + asin q_d]."""

import gmpy2
from gmpy2 import mpfr

from jsonlines import Skip
from replica.quadrature import ONE, PI, TWO, legendre

from .normal import density, half_nodes, probability
from .roots import solve

exp, log, sqrt = gmpy2.exp, gmpy2.log, gmpy2.sqrt
MEAN = TWO / PI
TINY = mpfr("1e-33")


def over_fields(function, k, digits):
    """E function(k ξ, Φ(k ξ)) of an even function of ξ ~ N(0, 1) with poles where Φ vanishes."""
    total = mpfr(0)
    for xi, weight in zip(*half_nodes(ONE, mpfr("2.6") / k, digits, 1 / (k * k))):
        p = probability(-k * xi)
        if p < TINY:
            break
        total += weight * function(k * xi, p)
    return total


def entropy(gamma, digits):
    """Ψ = E[H ln H + (1 − H) ln(1 − H)]"""
    k = sqrt(gamma / (1 - gamma))
    return over_fields(lambda _, p: p * log(p) + (1 - p) * gmpy2.log1p(-p), k, digits)


def slope(gamma, digits):
    """Ψ′ = E Σ_y Z g²/2, the perceptron's relation r = 2α ∂Ψ/∂q."""
    k = sqrt(gamma / (1 - gamma))
    return over_fields(lambda x, p: density(x) ** 2 / (p * (1 - p)), k, digits) / (2 * (1 - gamma))


def overlap(q):
    return MEAN * (1 - q + gmpy2.asin(q))


def overlap_slope(q):
    return MEAN * (1 / sqrt(1 - q * q) - 1)


def logistic(x):
    return 1 / (1 + exp(-x))


def load(q, digits):
    """α̃ at which q_d = q is stationary."""
    return q / (2 * (1 - q) * slope(overlap(q), digits) * overlap_slope(q))


def per_unit(q, alpha, digits):
    return (q + log(1 - q)) / 2 + alpha * entropy(overlap(q), digits)


def spinodal(digits):
    """The least α̃: zero of the derivative of ln α̃(x), x = logit q_d, by differences of order 8."""

    h = mpfr("0.02")

    def derivative(x, n):
        at = lambda k: log(load(logistic(x[0] + k * h), n))
        pairs = [at(k) - at(-k) for k in (1, 2, 3, 4)]
        return [(672 * pairs[0] - 168 * pairs[1] + 32 * pairs[2] - 3 * pairs[3]) / (840 * h)]

    (x,) = solve(derivative, [mpfr("1.5")], min(digits, 16))  # the height is second order in x
    return load(logistic(x), digits)


def information_theoretic(digits):
    """α̃ of equal free entropies, and how far the areas of Maxwell's rule are from equal there."""
    common = entropy(MEAN, digits)

    def excess(x, n):
        q = logistic(x[0])
        alpha = load(q, n)
        return [per_unit(q, alpha, n) - alpha * entropy(MEAN, n)]

    (x,) = solve(excess, [mpfr("2.7")], digits)
    q = logistic(x)
    return load(q, digits), q, common


def maxwell(digits):
    """The same by ∫₀^q* (α̃ − α̃(q)) dΨ = 0 along the branch, with no free entropy at all."""

    def area(q, alpha, order):
        # u = √(1 − q) takes the root out of γ′
        edges = [ONE, ONE * 3 / 4, ONE / 2, sqrt(1 - q)]
        total = mpfr(0)
        for high, low in zip(edges, edges[1:]):
            for node, weight in zip(*legendre(order)):
                u = (high + low) / 2 + (high - low) / 2 * node
                s = 1 - u * u
                climb = slope(overlap(s), digits) * overlap_slope(s)
                total += (high - low) / 2 * weight * 2 * u * (alpha * climb - s / (2 * (1 - s)))
        return total, entropy(overlap(q), digits) - entropy(MEAN, digits)

    alpha, q, _ = information_theoretic(digits)
    rest, gain = area(q, alpha, 24)
    return alpha - rest / gain


def machine(alpha, branch, digits):
    """(q_d, ½ mean-square error, Bayes error, f/K)"""
    if branch == "unspecialised":
        gamma, q, f = MEAN, mpfr(0), alpha * entropy(MEAN, digits)
    else:
        if alpha < spinodal(8) * (1 - mpfr("1e-6")):
            raise Skip("below the spinodal")
        start = mpfr("2.0")
        while load(logistic(start), 6) < alpha:
            start += mpfr("0.5")
        (x,) = solve(lambda x, n: [log(load(logistic(x[0]), n) / alpha)], [start], digits)
        q = logistic(x)
        gamma, f = overlap(q), per_unit(q, alpha, digits)
    return q, gmpy2.acos(gamma) / PI, gmpy2.acos(sqrt(gamma)) / PI, f


def unspecialised(alpha, digits):
    """(q_a, ½ mean-square error, Bayes error, f) at n = α d"""

    def equation(x, n):
        return [log(2 * alpha * MEAN * slope(MEAN * logistic(x[0]), n)) - x[0]]

    (x,) = solve(equation, [log(alpha * MEAN)], digits)
    q = logistic(x)
    gamma = MEAN * q
    f = (q + log(1 - q)) / 2 + alpha * entropy(gamma, digits)
    return q, gmpy2.acos(gamma) / PI, gmpy2.acos(sqrt(gamma)) / PI, f


def algorithmic(digits):
    """n/(K² d): 1/E[x² φ²/(Φ Φ(−))], x = T √(2/(π − 2))"""
    k = sqrt(2 / (PI - 2))
    return 1 / over_fields(lambda x, p: (x * density(x)) ** 2 / (p * (1 - p)), k, digits)


def threshold(prior, kind, digits):
    if prior == "rademacher":
        if kind != "information-theoretic":
            raise Skip(kind)
        return log(TWO) / -entropy(MEAN, digits)
    if kind == "information-theoretic":
        return information_theoretic(digits)[0]
    if kind == "spinodal":
        return spinodal(digits)
    if kind == "algorithmic":
        return algorithmic(digits)
    raise Skip(kind)
