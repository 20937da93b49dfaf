"""Fixed points and thresholds of two units. Unknowns are x = ln r₊ and y = ln r₋."""

from functools import cache

import gmpy2
from gmpy2 import mpfr

from jsonlines import Skip
from replica.quadrature import ONE, PI

from .pair import PRIORS, ZERO, Averages, common_field
from .roots import DOZEN, FEW, forward, newton, solve

exp, log = gmpy2.exp, gmpy2.log


class Point:
    """f = Ψ_w − Tr(r q)/2 + α Ψ_out and what follows from q."""

    def __init__(self, learnt, r, alpha, potential, disagreement):
        product = sum(a * b for a, b in zip(r, learnt.q))
        self.diagonal = (learnt.q[0] + learnt.q[1]) / 2
        self.off_diagonal = (learnt.q[0] - learnt.q[1]) / 2
        self.free_entropy = learnt.potential - product / 2 + alpha * potential
        self.disagreement = disagreement
        agreement = gmpy2.asin(self.diagonal) + gmpy2.asin(self.off_diagonal)
        self.half_square = (ONE / 2 - agreement / PI) / 2


def load(prior, x, digits):
    """α at which r₊ = eˣ is stationary on the unspecialised branch, and the point."""
    r = exp(x), ZERO
    learnt = PRIORS[prior](r, digits)
    plus, growth, potential, disagreement = common_field(learnt.q[0], digits)
    alpha = r[0] / plus
    return alpha, growth, Point(learnt, r, alpha, potential, disagreement)


def unspecialised(prior, alpha, digits):
    (x,) = solve(lambda x, n: [log(load(prior, x[0], n)[0] / alpha)], [log(alpha / 3)], digits)
    return load(prior, x, digits)[2]


def specialisation(prior, digits):
    """α a(q₊) dq₋/dr₋ = 1."""

    def excess(x, n):
        alpha, growth, _ = load(prior, x[0], n)
        return [log(alpha * growth * PRIORS[prior].response(exp(x[0]), n))]

    (x,) = solve(excess, [ZERO], digits)
    return load(prior, x, digits)[0]


def information_theoretic(prior, digits):
    """±1 weights: f of the unspecialised branch is −2 ln 2, the free entropy of perfect recovery."""
    if prior == "gaussian":
        return specialisation(prior, digits)
    goal = 2 * log(mpfr(2))
    (x,) = solve(lambda x, n: [load(prior, x[0], n)[2].free_entropy + goal], [ZERO], digits)
    return load(prior, x, digits)[0]


def evaluate(prior, x, y, digits):
    r = exp(x), exp(y)
    learnt = PRIORS[prior](r, digits)
    return r, learnt, Averages(learnt.q, learnt.v, digits)


# Where Newton's method starts: (ln r₊, ln r₋) along the specialised branch, roughly.
STARTS = {
    "gaussian": [(0.91, -5.7), (1.0, -2.6), (1.18, -1.2), (1.5, 0), (2, 1.2), (2.5, 1.9), (3.1, 2.8)],
    "rademacher": [
        (0.58, -5.1),
        (0.64, -2.9),
        (0.71, -2),
        (0.81, -1.3),
        (0.87, -0.9),
        (0.92, -0.66),
        (0.98, -0.35),
        (1.03, -0.13),
    ],
}


def specialised(prior, alpha, digits):
    def equations(xy, n):
        r, _, out = evaluate(prior, *xy, n)
        return [log(alpha * out.plus / r[0]), log(alpha * out.minus / r[1])]

    def badness(start):
        return max(abs(v) for v in equations([mpfr(s) for s in start], 4))

    starts = list(STARTS[prior])
    if prior == "gaussian":
        starts.append((log(alpha * alpha * mpfr("0.52")),) * 2)  # the law for large α
    x, y = newton(equations, [mpfr(s) for s in min(starts, key=badness)])
    # a stable fixed point: ln(αA/r) falls in both directions
    (a, b), (c, d) = forward(equations, [x, y], equations([x, y], FEW))
    if a * d - b * c <= 0 or a + d >= 0:
        raise Skip("the stable branch was not found: it may not exist at this alpha")
    x, y = solve(equations, [x, y], digits)
    r, learnt, out = evaluate(prior, x, y, digits)
    return Point(learnt, r, alpha, out.potential, out.disagreement)


@cache
def balanced(y, guess):
    """x where A₊/A₋ = r₊/r₋ at ln r₋ = y, to a dozen digits, with the slopes in x of both logarithms."""
    h = mpfr("1e-5")
    up, down = ratio_and_load(guess + h, y, DOZEN), ratio_and_load(guess - h, y, DOZEN)
    steep, slope = ((b - a) / (2 * h) for a, b in zip(down, up))
    x = guess
    for _ in range(20):
        move = ratio_and_load(x, y, DOZEN)[0] / steep
        x -= move
        if abs(move) < 1e-8:  # the guess is as good as that: so is the slope
            return x, steep, slope
    raise Skip("the branch was lost")


def ratio_and_load(x, y, digits):
    """ln(A₊ r₋/(A₋ r₊)) and ln α = ln(r₋/A₋) of ±1 weights."""
    out = evaluate("rademacher", x, y, digits)[2]
    return log(out.plus / out.minus) - (x - y), y - log(out.minus)


SPACING = mpfr("0.0005")


def fold(digits):
    """The largest α of the specialised branch of ±1 weights: quartic through five points of ln α(y)."""
    y, guesses = near_fold()
    heights = []
    for k, guess in zip(range(-2, 3), guesses):
        x, steep, slope = balanced(y + k * SPACING, guess)
        ratio, height = ratio_and_load(x, y + k * SPACING, digits)
        heights.append(height - ratio * slope / steep)  # at the root, a Newton step away
    return exp(quartic_top(heights)[1])


def quartic_top(heights):
    """(place in units of the spacing, height) of the maximum near the middle one of five points."""
    a, b, c, d, e = heights
    first = (a - 8 * b + 8 * d - e) / 12
    second = (-a + 16 * b - 30 * c + 16 * d - e) / 12
    third = (-a + 2 * b - 2 * d + e) / 2
    fourth = a - 4 * b + 6 * c - 4 * d + e
    t = ZERO
    for _ in range(20):
        slope = first + t * (second + t * (third / 2 + t * fourth / 6))
        t -= slope / (second + t * (third + t * fourth / 2))
    return t, c + t * (first + t * (second / 2 + t * (third / 6 + t * fourth / 24)))


@cache
def near_fold():
    """ln r₋ of the fold to five digits, and ln r₊ at the five points around it, at few digits."""
    centre, spacing, points = mpfr("0.06"), mpfr("0.01"), []
    for k in range(-2, 3):
        y = centre + k * spacing
        x, before = mpfr("1.19") + k * spacing * mpfr("0.25"), None
        value = ratio_and_load(x, y, FEW + 3)
        for _ in range(12):
            steep = mpfr("-1") if before is None else (value[0] - before[1]) / (x - before[0])
            before = x, value[0]
            x -= value[0] / steep
            value = ratio_and_load(x, y, FEW + 3)
            if abs(x - before[0]) < 1e-6:
                break
        points.append((x, value[1]))
    t = quartic_top([height for _, height in points])[0]
    xs = [x for x, _ in points]

    def at(u):
        """The interpolant of x(y) through the five points."""
        total = ZERO
        for i, x in enumerate(xs):
            for j in range(5):
                if j != i:
                    x = x * (u - (j - 2)) / (i - j)
            total += x
        return total

    return centre + t * spacing, [at(t + k * SPACING / spacing) for k in range(-2, 3)]


def threshold(prior, kind, digits):
    if kind == "specialisation" or (prior == "gaussian" and kind == "algorithmic"):
        return specialisation(prior, digits)
    if kind == "information-theoretic":
        return information_theoretic(prior, digits)
    if prior == "rademacher" and kind in ("algorithmic", "spinodal"):
        return fold(digits)
    raise Skip(f"{prior} weights have no {kind}")
