"""Fixed points, optima and thresholds (α, overlap), read off the curve of stationary points."""

import gmpy2
from gmpy2 import mpfr

from jsonlines import Skip
from .curve import INFINITY, Point, extremum, root


def end_of_curve(model):
    """α(r → ∞) and whether perfect recovery is a stationary point at all.

    Noise: A(ρ) is finite, so α(r) → ∞. A noiseless label with a boundary has A ~ 1/√V, a revealing
    one A ~ κ/V, against mmse ~ s/r (or exponentially small for a discrete prior).
    """
    if not model.channel.noiseless:
        return INFINITY
    if model.prior.discrete:
        return mpfr(0)
    return model.prior.continuous_mass / model.channel.revealed if model.channel.revealed else INFINITY


def perfect(model, alpha):
    point = Point(INFINITY, model.rho, mpfr(0), alpha, mpfr(0), mpfr(0))
    if model.channel.revealed:
        gap = alpha - end_of_curve(model)
        if gap == 0:
            raise Skip("exactly at the information-theoretic threshold")
        point.f = INFINITY if gap > 0 else -INFINITY
    else:
        point.f = -model.prior.entropy
    point.stable = True
    return point


def weak_recovery(model):
    """Where m = 0 loses its stability: 1 = α · dA/dm · dM/dr at 0, by Richardson extrapolation."""
    if not model.symmetric:
        raise Skip("zero overlap is not a fixed point")
    if model.weak is None:
        model.weak = growth_one(model)
    return model.weak


def growth_one(model):
    def slope(f):
        h = mpfr("1e-4")
        table = [f(h / 2**i) / (h / 2**i) for i in range(7)]
        for k in range(1, 7):
            table = [
                (2**k * table[i + 1] - table[i]) / (2**k - 1) for i in range(len(table) - 1)
            ]
        return table[0]

    dA = slope(lambda m: model.channel.averages(m, model.rho - m, model.order)[1])
    dM = slope(lambda r: model.prior.scalar_channel(r, model.order)[1])
    return 1 / (dA * dM)


def states(model, alpha):
    """All stationary points in increasing overlap, the trivial ones included."""
    found = model.crossings(alpha)
    if model.symmetric:
        start = weak_recovery(model)
        if abs(alpha / start - 1) < mpfr("1e-4"):
            raise Skip("too close to weak recovery")
        blank = model.blank(alpha)
        blank.f = alpha * blank.phi_out
        blank.stable = alpha < start
        found.insert(0, blank)
    end = end_of_curve(model)
    if alpha > end:
        found.append(perfect(model, alpha))
    if not any(p.stable for p in found):
        raise Skip("the stationary point lies outside the range of r")
    return found


def fixed_point(model, alpha, start):
    stable = [p for p in states(model, alpha) if p.stable]
    return stable[0] if start == "uninformed" else stable[-1]


def optimum(model, alpha):
    stable = [p for p in states(model, alpha) if p.stable]
    best = max(stable, key=lambda p: p.f)
    return best, stable[0]


def extrema(model, sign):
    """Local maxima (sign = 1) or minima (−1) of α(r), as points of the curve."""
    rows = model.scan()
    found = []
    for i in range(1, len(rows) - 1):
        left, here, right = (sign * rows[j][1] for j in (i - 1, i, i + 1))
        if not (here > left and here > right):
            continue
        # the scan is coarse, and a flat piece wiggles at its accuracy: look again with all digits
        left, here, right = (sign * model.alpha(rows[j][0]) for j in (i - 1, i, i + 1))
        if min(here - left, here - right) > mpfr("1e-15") * abs(here):
            x = extremum(model.alpha, rows[i - 1][0], rows[i + 1][0], sign)
            found.append(model.at(gmpy2.exp(x)))
    return found


def place(point):
    return point.alpha, point.m


def algorithmic(model):
    """sup α(r): beyond it nothing stops state evolution on its way up from no information."""
    folds = extrema(model, 1)
    if model.symmetric:
        start = weak_recovery(model)
        rows = model.scan()
        if not folds and rows[1][1] < rows[0][1] and rows[-1][1] < start:
            return start, mpfr(0)
        if folds and max(p.alpha for p in folds) < start:
            return start, mpfr(0)
    if not folds:
        end = end_of_curve(model)
        if end == 0 or end == INFINITY:
            raise Skip("no fold: the curve has no maximum")
        return end, model.rho
    return place(max(folds, key=lambda p: p.alpha))


def lower_spinodal(model):
    end = end_of_curve(model)
    if 0 < end < INFINITY and model.at(mpfr("1e8")).alpha > model.at(mpfr("1e9")).alpha:
        return end, model.rho  # the best branch is perfect recovery, stable above s/κ
    folds = extrema(model, -1)
    if not folds:
        raise Skip("no fold: the curve has no minimum")
    return place(max(folds, key=lambda p: p.m))


def information_theoretic(model):
    """Where the free entropies of two branches are equal."""
    if model.channel.revealed:
        return against_revelation(model)
    if end_of_curve(model) == 0:
        return against_perfect(model)
    return between_branches(model)


def against_revelation(model):
    """Labels that reveal z: df = ½ (α A − r) dm, so f ~ ½ (α κ − s) ln(1/V) as V → 0, with
    s = lim r mmse(r) and κ = lim V A, measured where V is astronomically small."""
    prior = model.prior
    if prior.discrete:
        # mmse is exponentially small, s = 0: any α > 0 identifies the weights
        return mpfr(0), prior.mean * prior.mean
    alpha = model.at(mpfr("1e48")).alpha
    return alpha, overlap_below(model, alpha)


def overlap_below(model, alpha):
    """Overlap at α of the branch that is reached without information."""
    if model.symmetric and alpha < weak_recovery(model):
        return mpfr(0)
    rows = model.scan()
    for (x0, a0), (x1, a1) in zip(rows, rows[1:]):
        # the limit α(r → ∞) = α is approached, not crossed
        if a0 < alpha < a1 and a1 - alpha > mpfr("1e-6") * alpha:
            return model.at(gmpy2.exp(root(lambda t: model.alpha(t) - alpha, x0, x1))).m
    return model.rho  # the branch has run into perfect recovery just here


def against_perfect(model):
    """Noiseless labels of a discrete prior: f = −H(P_w) on the branch of perfect recovery."""
    H = model.prior.entropy
    if model.symmetric:
        # the blank state: f = α Φ_out(0)
        alpha = -H / model.blank(mpfr(0)).phi_out
        if alpha <= weak_recovery(model):
            return alpha, mpfr(0)

    def excess(x):
        return model.at(gmpy2.exp(x)).f + H

    rows = model.scan()
    for (x0, a0), (x1, a1) in zip(rows, rows[1:]):
        if a1 > a0 and excess(x0) > 0 >= excess(x1):
            return place(model.at(gmpy2.exp(root(excess, x0, x1))))
    raise Skip("the low branch never loses")


def between_branches(model):
    """Two branches with m < ρ: Newton on f_high − f_low, whose α-derivative is ΔΦ_out."""
    highs, lows = extrema(model, 1), extrema(model, -1)
    if not lows:
        raise Skip("one branch only: no first-order transition")
    bottom = min(lows, key=lambda p: p.alpha).alpha
    if highs:
        top = max(highs, key=lambda p: p.alpha).alpha
    else:
        top = weak_recovery(model)  # the low branch is m = 0 and ends where it becomes unstable
    alpha = (bottom + top) / 2
    for _ in range(60):
        stable = [p for p in states(model, alpha) if p.stable]
        if len(stable) < 2:
            raise Skip("the branches are too short to compare")
        low, high = stable[0], stable[-1]
        step = (high.f - low.f) / (high.phi_out - low.phi_out)
        new = alpha - step
        if not bottom < new < top:
            new = (alpha + (bottom if new <= bottom else top)) / 2
        if abs(new - alpha) < mpfr("1e-24"):
            return new, low.m
        alpha = new
    raise Skip("Newton's method did not settle")


THRESHOLDS = {
    "algorithmic": algorithmic,
    "information-theoretic": information_theoretic,
    "lower-spinodal": lower_spinodal,
}


def threshold(model, kind):
    if kind == "weak-recovery":
        return weak_recovery(model), mpfr(0)
    return THRESHOLDS[kind](model)
