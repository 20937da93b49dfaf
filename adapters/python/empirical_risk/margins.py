"""
Averages over the margin u ~ N(mean, q) of a sample, weighted by the probability of its label.

    E g(u) = ∫ du N(u; mean, q) g(u, pull of ℓ at u)

The integrals are adaptive; what is known of the integrand (where the loss or the teacher changes
its mind) is told to the quadrature as cuts.
"""

import numpy as np

from bayes_glm.quadrature import FAR, around, integrate

from .normal import density, probability


def over_margins(loss, mean, variance, width, function, cuts=()):
    """E function(u, pull): (N,) and a Pull to (k, N), the result (k,). `cuts` in units of u."""
    scale = np.sqrt(variance)
    known = np.r_[loss.cuts(width), loss.boundary(width), np.asarray(cuts, float)]
    places = (known - mean) / scale
    places = places[np.abs(places) < FAR]
    # In a tail e^{−v²/2} falls off within 1/|v| of the place that cuts it.
    nearby = around(places, 1 / (1 + np.abs(places)), steps=(1, 4)) if places.size else places
    nearby = nearby[np.abs(nearby) < FAR]

    def integrand(v):
        u = mean + scale * v
        return function(u, loss.pull(u, width)) * density(v)

    return integrate(integrand, np.r_[-FAR, around(0.0, 1.0), FAR, nearby])


class Teacher:
    """
    Labels y = sign(ν + √Δ ζ), flipped with probability η.

    ν given the student's field is normal with variance ρ − m²/q; `slack` is ρ + Δ − m²/q, positive
    and known without subtraction. The label agrees with the margin u with probability
    P(u) = η + (1 − 2η) Φ(k u), k = (m/q)/√slack.
    """

    def __init__(self, flip):
        self.flip = flip
        self.honest = 1 - 2 * flip

    def _cuts(self, slope, variance):
        if slope <= 0:
            return np.zeros(1)
        # where Φ(k u) turns, and where φ(k u) N(u; q) lives
        return np.r_[around(0.0, 1 / np.hypot(slope, 1 / np.sqrt(variance))), 0.0]

    def hats(self, loss, overlap, variance, width, slack):
        """E ∂_{ω₀}Z₀ f (without its factor 1 − 2η), E Z₀ f², −E Z₀ ∂f: sums over y = ±1."""
        slope = overlap / variance / np.sqrt(slack)

        def function(u, pull):
            agree = self.flip + self.honest * probability(slope * u)
            edge = density(slope * u) / np.sqrt(slack)
            return 2 * np.array([edge * pull.force, agree * pull.force**2, agree * pull.stiffness])

        return over_margins(loss, 0.0, variance, width, function, self._cuts(slope, variance))

    def losses(self, loss, overlap, variance, width, slack):
        """Mean training loss and training error."""
        slope = overlap / variance / np.sqrt(slack)
        boundary = loss.boundary(width)

        def function(u, pull):
            agree = self.flip + self.honest * probability(slope * u)
            return 2 * agree * np.array([pull.loss, u < boundary])

        return over_margins(loss, 0.0, variance, width, function, self._cuts(slope, variance))
