"""
What is learnt of the two weights (w₁, w₂) of one input at precision r: the priors.

In the basis (w₁ ± w₂)/√2 the matrix r is diagonal, and B± = r± w± + √r± ξ± are observed.

    Ψ_w = E ln E_w exp(B·w − w·r w/2),   q± = E⟨w±⟩²,   V± = E[w±²] − q±
"""

import math
from typing import NamedTuple

import numpy as np
from scipy.special import logsumexp

from bayes_glm.outcomes import Failure, Skip

from .plane import REACH, agree


class Learnt(NamedTuple):
    q: tuple
    v: tuple
    potential: float


class Gaussian:
    kind = 'gaussian'

    def learn(self, r):
        q, v = tuple(x / (1 + x) for x in r), tuple(1 / (1 + x) for x in r)
        return Learnt(q, v, sum(x - math.log1p(x) for x in r) / 2)

    def response(self, _):
        """dq₋/dr₋ at r₋ = 0."""
        return 1.0


class Rademacher:
    """Four states: w₊ = ±√2 with w₋ = 0, or the other way round."""

    kind = 'rademacher'
    states = math.sqrt(2) * np.array([[1, 0], [-1, 0], [0, 1], [0, -1]], float)
    largest = 400.0  # r beyond which the nodes would be too many

    def learn(self, r):
        plus, minus, v_plus, v_minus, potential, _ = self._averages(r)
        # all of w₋ is unknown where nothing is seen of it, also in the last bit
        v_plus, v_minus = (1.0 if x == 0 else min(v, 1.0) for x, v in zip(r, (v_plus, v_minus)))
        return Learnt((plus, minus), (v_plus, v_minus), potential)

    def response(self, r_plus):
        # Near r₋ = 0 the mean of w₋ is P(w₋ ≠ 0) times the mean 2 B₋ of such a weight.
        return 4 * self._averages((r_plus, 0.0))[5]

    def _averages(self, r):
        if max(r) > self.largest:
            raise Failure('precision beyond the nodes')

        def rule(step):
            axes = []
            for precision in r:
                # the posterior switches between two states within 1/√(2r) of ξ
                h = 3 * step / math.sqrt(1 + 8 * precision)
                half = h * (np.arange(math.ceil(REACH / h)) + 0.5)
                axes.append(np.r_[-half[::-1], half] if precision > 0 else np.zeros(1))
            weights = [np.exp(-x * x / 2) / np.exp(-x * x / 2).sum() for x in axes]
            noise = np.array([g.ravel() for g in np.meshgrid(*axes, indexing='ij')])
            total = 0.0
            for truth in self.states[[0, 2]]:  # the other two are mirror images
                field = np.array(r)[:, None] * truth[:, None] + np.sqrt(r)[:, None] * noise
                logits = self.states @ field - (self.states**2 @ np.array(r))[:, None] / 2
                norm = logsumexp(logits, axis=0)
                p = np.exp(logits - norm)
                first, second = p[0] + p[1], p[2] + p[3]
                rows = [
                    2 * (p[0] - p[1]) ** 2,
                    2 * (p[2] - p[3]) ** 2,
                    8 * p[0] * p[1] + 2 * first * second,
                    8 * p[2] * p[3] + 2 * first * second,
                    norm - math.log(4),
                    second**2,
                ]
                total = total + np.array(rows) @ np.outer(*weights).ravel() / 2
            return total

        # The potential is a difference of order r²; beside the others in the free entropy r is its size.
        least = np.full(6, 1e-290)
        least[4] = max(r)
        return agree(rule, least=least)


def make_prior(spec):
    if spec['kind'] == 'rademacher':
        return Rademacher()
    if spec['kind'] == 'gaussian' and spec.get('variance', 1) == 1:
        return Gaussian()
    raise Skip(f'prior {spec}')
