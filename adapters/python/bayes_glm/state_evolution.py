"""
State evolution and its fixed points.

    r^t = α A(m^t),   m^{t+1} = M(r^t)

The map r → α A(M(r)) is increasing, so iterates that start below a fixed point never pass it: plain
state evolution cannot overshoot. When it crawls (near a fold a step can be a millionth of the
distance left) we walk on at a fixed stride in ln r and watch the logarithmic growth

    R(r) = ln( α A(M(r)) / r )

for a change of sign, or for a minimum that dips below zero between two strides; a secant iteration
inside the bracket does the rest. Fixed points are therefore found as roots, to rounding, never by
"the iteration has stopped moving".
"""

import math
from typing import NamedTuple

from .outcomes import Failure
from .potentials import output_potential, prior_potential

PERFECT = 1e-100  # a mean-square error below this, relative to ρ, is perfect recovery
FARTHEST = 1e24  # SNR at which the approach to perfect recovery is decided
NEAREST = 1e-10  # SNR at which the escape from m = 0 starts


class FixedPoint(NamedTuple):
    overlap: float
    conjugate: float
    mean_square_error: float
    free_entropy: float


class Model:
    def __init__(self, prior, channel, alpha):
        self.prior, self.channel, self.alpha = prior, channel, alpha
        self.rho = prior.second_moment
        self.variance = self.rho - prior.mean**2
        self.centred = abs(prior.mean) < 1e-13 * math.sqrt(self.rho)
        self.noiseless = channel.noise == 0

    def recovered(self, mean_square_error):
        return self.noiseless and mean_square_error < PERFECT * self.rho

    def conjugate(self, overlap, mean_square_error):
        if self.recovered(mean_square_error):
            return math.inf
        return self.alpha * output_potential(self.channel, overlap, mean_square_error)[1]

    def step(self, r):
        """One step of state evolution, r to r."""
        prior = prior_potential(self.prior, r)
        return self.conjugate(prior.overlap, prior.mean_square_error)

    def growth(self, log_r):
        step = self.step(math.exp(log_r))
        return math.log(step) - log_r if step > 0 else -math.inf


def trajectory(model, initial_overlap, iterations):
    """[m⁰, …, m^T]"""
    overlaps = [initial_overlap]
    error = model.rho - initial_overlap
    for _ in range(iterations):
        r = model.conjugate(overlaps[-1], error)
        prior = prior_potential(model.prior, r)
        overlaps.append(prior.overlap)
        error = prior.mean_square_error
    return overlaps


def uninformed(model):
    """r of the fixed point that state evolution reaches without prior knowledge."""
    if model.channel.even and model.centred:
        slope = model.alpha * model.rho**2 * model.channel.slope_at_zero(model.rho)
        if slope <= 1:  # weak recovery is impossible: m = 0 is stable
            return 0.0
        start = NEAREST / model.rho
    else:
        start = model.conjugate(0.0 if model.centred else model.prior.mean**2, model.variance)
    return walk(model, start, +1)


def informed(model):
    """r of the fixed point that state evolution reaches from (almost) perfect knowledge."""
    if model.noiseless:
        if model.prior.continuous_mass == 0:
            return math.inf  # mmse ~ e^{-r gap²/8}: perfect recovery is always stable
        start = FARTHEST / model.rho
        if model.growth(math.log(start)) >= 0:
            return math.inf
    else:
        start = model.conjugate(model.rho, 0.0)
    return walk(model, start, -1)


def stride(log_r):
    """Between folds the map varies on the scale of ln r; towards both ends it is a power law."""
    return 0.05 if -7 < log_r < 9 else 0.3


def walk(model, start, direction):
    """First fixed point above (+1) or below (−1) `start`; 0 or ∞ if there is none."""
    log_rho = math.log(model.rho)
    here = math.log(start)
    path = [(here, direction * model.growth(here))]
    while path[-1][1] > 0:
        here, ahead = path[-1]
        here += direction * max(ahead, stride(here + log_rho))
        if here + log_rho < math.log(NEAREST):
            return 0.0
        if here + log_rho > math.log(FARTHEST):
            return math.inf
        path.append((here, direction * model.growth(here)))
        if len(path) > 2 and path[-3][1] > path[-2][1] < path[-1][1] and path[-2][1] < 0.1:
            dip = lowest(model, path[-3][0], path[-1][0], direction)
            if direction * model.growth(dip) <= 0:
                return math.exp(root(model, path[-3][0], dip))
    if len(path) == 1:
        return start
    return math.exp(root(model, path[-2][0], path[-1][0]))


def lowest(model, a, b, direction):
    """Golden-section search for the minimum of direction · R between a and b."""
    golden = (math.sqrt(5) - 1) / 2
    c, d = b - golden * (b - a), a + golden * (b - a)
    at_c, at_d = (direction * model.growth(x) for x in (c, d))
    while abs(b - a) > 1e-7:
        if at_c < at_d:
            b, d, at_d = d, c, at_c
            c = b - golden * (b - a)
            at_c = direction * model.growth(c)
        else:
            a, c, at_c = c, d, at_d
            d = a + golden * (b - a)
            at_d = direction * model.growth(d)
        if min(at_c, at_d) < 0:
            break
    return c if at_c < at_d else d


def root(model, a, b):
    """Secant inside a bracket (Illinois rule: a stale end loses half of its weight)."""
    at_a, at_b = model.growth(a), model.growth(b)
    for _ in range(100):
        if at_a == 0 or at_b == 0 or abs(b - a) <= 1e-15 * max(1.0, abs(a)):
            return a if abs(at_a) < abs(at_b) else b
        if math.isinf(at_a) or math.isinf(at_b):
            c = (a + b) / 2
        else:
            c = b - at_b * (b - a) / (at_b - at_a)
        at_c = model.growth(c)
        if abs(at_c) < 2e-16 or c in (a, b):
            return c
        if at_c * at_b < 0:
            a, at_a = b, at_b
        else:
            at_a /= 2
        b, at_b = c, at_c
    raise Failure('the secant iteration for the fixed point did not converge')


def describe(model, r):
    """What the fixed point with this r is worth."""
    if math.isinf(r):
        return FixedPoint(model.rho, r, 0.0, perfect_free_entropy(model))
    prior = prior_potential(model.prior, r)
    overlap, error = prior.overlap, prior.mean_square_error
    if r == 0 and model.centred:
        overlap = 0.0
    # Φ_w − r m/2: two large numbers as soon as r is large, unless Φ_w = r ρ/2 − I is inserted
    far = r * model.rho > 1
    gain = r * error / 2 - prior.information if far else prior.potential - overlap * r / 2
    phi_out = output_potential(model.channel, overlap, error).potential
    return FixedPoint(overlap, r, error, gain + model.alpha * phi_out)


def perfect_free_entropy(model):
    """
    At m = ρ without noise: minus the entropy of a discrete prior under discrete labels; else the
    logarithm of V → 0 wins, with Φ_out ~ −(κ/2) ln V against −(s/2) ln r from the prior.
    """
    prior, channel = model.prior, model.channel
    if channel.discrete_labels:
        return -prior.entropy if prior.continuous_mass == 0 else -math.inf
    balance = model.alpha * channel.determined - prior.continuous_mass
    return math.inf if balance > 0 else -math.inf
