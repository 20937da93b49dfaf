"""
How far labels can be separated by a plane, and by which one.

A student of unit norm makes the angle θ with the teacher, r = cos θ. Its margins are v ~ N(0, 1),
of labels that agree with probability P_r(v). Students with all margins above κ exist as long as

    min_r { α E[2 P_r(v) (κ − v)₊²] − (1 − r²) } ≤ 0

(Gardner's volume is empty beyond; the left side is the squared cost of pushing the worst margins up
to κ against the freedom of the directions that the teacher does not see). The maximal margin is the
κ with equality, and κ = 0 is reached at the threshold of separability.

For η = 1/2 the teacher is unseen and r = 0; in all formulas r/(1 − 2η) stays finite.
"""

import math

import numpy as np

from bayes_glm.outcomes import Failure
from bayes_glm.quadrature import FAR, around, integrate

from .newton import SETTLED, follow, newton
from .normal import density, probability


class Labels:
    def __init__(self, teacher):
        self.rho, self.noise = teacher['secondMoment'], teacher['noiseVariance']
        self.flip = teacher['flipProbability']
        self.honest = 1 - 2 * self.flip

    def angle(self, x):
        """
        r/(1 − 2η), 1 − r², the slope k of P_r(v) = η + (1 − 2η) Φ(k v) and dk/dr, given x with
        cot θ = (1 − 2η) eˣ.
        """
        tangent = self.honest * math.exp(x)  # cotangent of θ
        rest = 1 / (1 + tangent**2)
        ratio = math.exp(x) * math.sqrt(rest)
        slack = self.rho * rest + self.noise
        slope = self.honest * ratio * math.sqrt(self.rho / slack)
        return ratio, rest, slope, math.sqrt(self.rho) * (self.rho + self.noise) / slack**1.5

    def cost(self, slope, margin):
        """E[2 P_r(v) (κ − v)₊²]"""

        def function(v):
            agree = self.flip + self.honest * probability(slope * v)
            return (2 * agree * np.maximum(margin - v, 0) ** 2 * density(v))[None, :]

        cuts = np.r_[-FAR, around(0.0, [1.0, 1 / math.hypot(slope, 1)]), margin]
        return integrate(function, cuts[cuts <= margin])[0]

    def gain(self, slope, margin):
        """−E[2 φ(k v) v (κ − v)₊²], v and −v together: it is how the cost falls as P_r sharpens."""

        def function(v):
            pair = np.where(v < margin, 4 * margin * v, (margin + v) ** 2)
            return (2 * density(slope * v) * density(v) * v * pair)[None, :]

        widths = around(0.0, [1.0, 1 / math.hypot(slope, 1)])
        cuts = np.r_[0.0, widths[widths > 0], FAR]
        return integrate(function, np.r_[cuts, margin] if margin < FAR else cuts)[0]


def max_margin(alpha, teacher):
    """The largest κ, and the r and 1 − r² it is reached with."""
    labels = Labels(teacher)

    def equations_at(minus_log_alpha):
        samples = math.exp(-minus_log_alpha)

        def equations(unknown):
            margin = math.exp(unknown[0])
            ratio, rest, slope, turn = labels.angle(unknown[1])
            return np.array(
                [
                    math.log(samples * labels.cost(slope, margin) / rest),
                    math.log(samples * turn * labels.gain(slope, margin) / (2 * ratio)),
                ]
            )

        return equations

    # few samples: orthogonal to each other, each pulls alike
    few = min(alpha, 0.01)
    variance = teacher['secondMoment'] + teacher['noiseVariance']
    hebb = math.sqrt(2 * few * teacher['secondMoment'] / (math.pi * variance))
    start = np.array([-math.log(few) / 2, math.log(hebb)])
    root = follow(equations_at, start, -math.log(few), -math.log(alpha))
    ratio, rest, _, _ = labels.angle(root[1])
    return math.exp(root[0]), labels.honest * ratio, rest


def threshold(teacher):
    """α at which the maximal margin vanishes: 1/α = min_r E[2 P_r(v) v₋²]/(1 − r²)."""
    labels = Labels(teacher)
    if labels.noise == 0 and labels.flip == 0:
        return math.inf  # the teacher itself separates

    def stationarity(unknown):
        ratio, rest, slope, turn = labels.angle(unknown[0])
        rising = 2 * ratio * labels.cost(slope, 0.0) / rest
        return np.array([math.log(rising / (turn * labels.gain(slope, 0.0)))])

    low, high = -40.0, 40.0
    while high - low > 0.1:
        middle = (low + high) / 2
        if stationarity([middle])[0] > 0:
            high = middle
        else:
            low = middle
    root, converged = newton(stationarity, np.array([(low + high) / 2]), SETTLED)
    if not converged:
        raise Failure('no best direction found')
    _, rest, slope, _ = labels.angle(root[0])
    return rest / labels.cost(slope, 0.0)
