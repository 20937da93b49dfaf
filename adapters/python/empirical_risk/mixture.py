"""
Two Gaussian clusters y μ + Σ_y^{1/2} g, labels y = ±1 with probabilities p₊, p₋, inputs over √d.

With D = λ + V̂₊ s₊ + V̂₋ s₋, N = m̂² t + q̂₊ s₊ + q̂₋ s₋ and ⟨·⟩ the average over eigendirections,

    m = m̂ ⟨t/D⟩,  q_y = ⟨s_y N/D²⟩,  V_y = ⟨s_y/D⟩,  |w|²/d = ⟨N/D²⟩,
    m̂ = α Σ_y p_y E f,  q̂_y = α p_y E f²,  V̂_y = α p_y E(1 − x′)/V_y,  margins u ~ N(m + y b, q_y),

and a free intercept b balances the forces, Σ_y y p_y E f = 0.
"""

import math
from typing import NamedTuple

import numpy as np

from bayes_glm.outcomes import Failure

from .losses import LOSSES
from .margins import over_margins
from .newton import follow
from .normal import probability

SIGNS = (1, -1)
NOTHING = 1e-300  # stands for a force that has underflown


class Fields(NamedTuple):
    overlap: float
    norm: tuple
    susceptibility: tuple
    weight_norm: float


class Solution(NamedTuple):
    fields: Fields
    bias: float
    error: float
    training_loss: float
    training_error: float


class Mixture:
    def __init__(self, loss, alpha, bias, probability_plus, spectrum):
        self.loss, self.alpha, self.free = LOSSES[loss], alpha, bias == 'free'
        self.shares = (probability_plus, 1 - probability_plus)
        self.weights = np.asarray(spectrum['weights'], float)
        self.eigenvalues = [np.asarray(spectrum[k], float) for k in ('plus', 'minus')]
        self.mean = np.asarray(spectrum['mean'], float)
        self.scales = [float((self.weights * s).sum()) for s in self.eigenvalues]
        self.last = 0.0  # an intercept to start from

    def fields(self, x, penalty):
        m_hat, *q_hat = np.exp(x[:3])
        v_hat = [penalty * math.expm1(max(e, 0.0)) / s for e, s in zip(x[3:], self.scales)]
        stiff = penalty + sum(v * s for v, s in zip(v_hat, self.eigenvalues))
        spread = sum(q * s for q, s in zip(q_hat, self.eigenvalues))
        both = self.weights * (m_hat**2 * self.mean + spread) / stiff**2
        return Fields(
            float(m_hat * (self.weights * self.mean / stiff).sum()),
            tuple(float((both * s).sum()) for s in self.eigenvalues),
            tuple(float((self.weights * s / stiff).sum()) for s in self.eigenvalues),
            float(both.sum()),
        )

    def averages(self, fields, bias, function):
        """p_y E function(u, pull) for both classes."""
        return [
            share * over_margins(self.loss, fields.overlap + sign * bias, norm, width, function)
            for sign, share, norm, width in zip(
                SIGNS, self.shares, fields.norm, fields.susceptibility
            )
        ]

    def bias(self, fields):
        """The zero of the decreasing function b → Σ_y y p_y E f, by Newton's method in a bracket."""
        if not self.free:
            return 0.0

        def balance(b):
            plus, minus = self.averages(fields, b, lambda u, pull: np.array([pull.force, pull.stiffness]))
            return plus[0] - minus[0], -(plus[1] + minus[1]), abs(plus[0]) + abs(minus[0])

        low, high, b = -math.inf, math.inf, self.last
        stride = 1.0
        for _ in range(200):
            value, slope, size = balance(b)
            if value > 0:
                low = b
            else:
                high = b
            step = -value / slope if slope < 0 else math.copysign(math.inf, value)
            if abs(value) <= 4e-16 * size or abs(step) <= 1e-16 * abs(b):
                break
            to = b + step
            if not low < to < high or abs(step) > 4 * stride:
                if math.isfinite(low) and math.isfinite(high):
                    to = (low + high) / 2
                else:
                    to = b + math.copysign(stride, value)
                    stride *= 2
            if to == b or not low <= to <= high:
                break
            b = to
        else:
            raise Failure('no balanced intercept')
        self.last = b
        return b

    def answer(self, x, penalty):
        fields = self.fields(x, penalty)
        rows = self.averages(
            fields,
            self.bias(fields),
            lambda u, pull: np.array([pull.force, pull.force**2, pull.stiffness]),
        )
        logs = [math.log(self.alpha * sum(row[0] for row in rows))]
        logs += [math.log(self.alpha * row[1] + NOTHING) for row in rows]
        logs += [
            math.log1p(self.alpha * row[2] * scale / penalty)
            for row, scale in zip(rows, self.scales)
        ]
        return np.array(logs)


def solve(mixture, penalty):
    largest = max(s.max() for s in mixture.eigenvalues)
    target = math.log(penalty)
    first = max(target, math.log(10 * mixture.alpha * largest))
    log_alpha = math.log(mixture.alpha)
    x = np.array([log_alpha, *(log_alpha + math.log(p) for p in mixture.shares), 0.0, 0.0])
    for _ in range(6):
        x = (x + mixture.answer(x, math.exp(first))) / 2

    def equations_at(log_penalty):
        strength = math.exp(log_penalty)
        return lambda x: mixture.answer(x, strength) - x

    x = follow(equations_at, x, first, target)
    fields = mixture.fields(x, penalty)
    bias = mixture.bias(fields)
    boundaries = [mixture.loss.boundary(width) for width in fields.susceptibility]
    losses = mixture.averages(fields, bias, lambda u, pull: np.array([pull.loss]))
    wrong = misses = 0.0
    for sign, share, norm, boundary in zip(SIGNS, mixture.shares, fields.norm, boundaries):
        mean = fields.overlap + sign * bias
        wrong += share * float(probability(-mean / math.sqrt(norm)))
        misses += share * float(probability((boundary - mean) / math.sqrt(norm)))
    return Solution(fields, bias, wrong, float(sum(row[0] for row in losses)), misses)
