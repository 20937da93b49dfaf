"""
The intercept of the hinge, where it is decided by the kink.

**A rare class.** The hinge can answer a rare class (fraction p) with w = 0 and the intercept of the
frequent one: at b = ±1 these margins sit on the kink, where each may pull with any force between 0
and 1, and they may hold the pull of the rare class if they are many. Then it does, at every λ: the
risk of small weights is homogeneous, and whether they are zero does not depend on λ.

For small weights let the force of the frequent class be f = clip((ξ − a)/ν, 0, 1), ξ ~ N(0, 1) and
ν = V/√q. The forces balance, (1−p) E f = p, every sample of the rare class pulls with force 1, and
as the penalty is nothing against the stiffness V̂ s of the frequent class (with eigenvalues s, the
rare one s′)

    1/ν² = q/V² = (2αp)² ⟨t/s⟩ + αp ⟨s′/s⟩ + α(1−p) E f².

Such weights exist while V̂V = α(1−p) P(a < ξ < a + ν), the fraction of the directions that is held
by margins in the strip, is below one.

**Balanced classes.** Where all margins are far below 1, every sample pulls with force 1, and any b
between −1 and 1 seems to do. The rarest events decide: E(1 − f) has to be the same for both classes,

    E(1 − f) = φ(x) ∫₀^∞ e^{−xt − t²/2} min(t √q/V, 1) dt,   x = (1 − V − m ∓ b)/√q,

which is compared in logarithms, for x in the millions too.
"""

import math

import numpy as np

from bayes_glm.outcomes import Failure
from bayes_glm.quadrature import FAR, around, integrate

from .newton import newton
from .normal import density, probability

NEAR = 4.0  # standard deviations from the kink


def forces(start, width):
    """E f and E f²."""

    def function(v):
        force = np.clip((v - start) / width, 0, 1)
        return np.array([force, force**2]) * density(v)

    places = np.r_[start, around(start, 1 / (1 + abs(start))), start + width, 0.0]
    inside = places[(places >= start) & (places < FAR)]
    return integrate(function, np.r_[inside, FAR])


def ignores_the_rare(mixture):
    rare = min(mixture.shares)
    frequent = 1 - rare
    held, other = mixture.eigenvalues if mixture.shares[0] > 0.5 else mixture.eigenvalues[::-1]
    often = mixture.alpha * frequent
    # fewer samples than directions hold nothing; balanced classes pull with everybody's full force
    if often < 1 or rare > 0.499 or held.min() <= 0:
        return False
    pull = 2 * mixture.alpha * rare
    outside = pull**2 * (mixture.weights * mixture.mean / held).sum()
    outside += mixture.alpha * rare * (mixture.weights * other / held).sum()

    def equations(x):
        width = math.exp(x[1])
        mean, square = forces(x[0], width)
        return np.array(
            [math.log(mean * frequent / rare), math.log(outside + often * square) + 2 * x[1]]
        )

    width = 1 / math.sqrt(outside + often)
    quantile = -math.sqrt(2 * math.log(frequent / rare))
    root, converged = newton(equations, np.array([-quantile - width / 2, math.log(width)]), 1e-10)
    if not converged:
        raise Failure('could not tell whether the weights are zero')
    start, width = root[0], math.exp(root[1])
    return often * float(probability(start + width) - probability(start)) >= 1


def log_idle(x, steepness):
    """ln E(1 − f) for x > 0, with √q/V = steepness and without ln φ(0)."""

    def function(s):  # s = x t
        t = s / x
        return (np.exp(-s - t * t / 2) * np.minimum(t * steepness, 1) / x)[None, :]

    end = 80.0  # e^{-80} of the beginning
    cuts = np.r_[0.0, 1.0, 4.0, 16.0, end, min(x / steepness, end)]
    return math.log(integrate(function, cuts)[0]) - x * x / 2


def between_the_kinks(fields):
    """The intercept for balanced classes; None where enough margins are near 1 to decide as usual."""
    widths, sizes = fields.susceptibility, [math.sqrt(norm) for norm in fields.norm]
    room = [1 - fields.overlap - width for width in widths]
    b = (room[0] * sizes[1] - room[1] * sizes[0]) / (sizes[0] + sizes[1])  # the same x for both
    for _ in range(100):
        x = [(room[0] - b) / sizes[0], (room[1] + b) / sizes[1]]
        if min(x) < NEAR:
            return None
        plus, minus = (log_idle(y, size / v) for y, size, v in zip(x, sizes, widths))
        step = (plus - minus) / (x[0] / sizes[0] + x[1] / sizes[1])  # up to 1/x² the derivative
        b -= step
        if abs(step) <= 1e-14 * (1 + abs(b)):
            return b
    raise Failure('no balanced intercept')
