"""
What a loss does to a margin u, when the sample may move it at the cost of a spring of width V.

    x = argmin_x (x − u)²/(2V) + ℓ(x),   f = (x − u)/V = −ℓ′(x),   x′ = dx/du = 1/(1 + V ℓ″(x))

`cuts(V)` are the margins about which these functions of u may change abruptly.
"""

from typing import NamedTuple

import numpy as np


class Pull(NamedTuple):
    point: np.ndarray  # x
    force: np.ndarray  # f ≥ 0 (square: any sign)
    derivative: np.ndarray  # x′
    stiffness: np.ndarray  # (1 − x′)/V
    loss: np.ndarray  # ℓ(x)


class Square:
    def pull(self, u, width):
        force = (1 - u) / (1 + width)
        derivative = np.full_like(force, 1 / (1 + width))
        return Pull((u + width) / (1 + width), force, derivative, derivative, force**2 / 2)

    def cuts(self, width):
        return np.array([1.0])

    def boundary(self, width):
        """The margin u below which x < 0."""
        return -width


class Hinge:
    def pull(self, u, width):
        """Full force as long as that does not carry the margin beyond 1, else as far as 1."""
        force = np.clip((1 - u) / width, 0.0, 1.0)
        free, full = force == 0, force == 1
        point = np.where(free, u, np.where(full, u + width, 1.0))
        held = ~free & ~full
        return Pull(
            point,
            force,
            np.where(held, 0.0, 1.0),
            np.where(held, 1 / width, 0.0),
            np.where(full, 1 - width - u, 0.0),
        )

    def cuts(self, width):
        return np.array([1 - width, 1.0])

    def boundary(self, width):
        return -width


class Logistic:
    """
    f = 1/(1 + e^x) with x = u + V f. Under x → −x, f → 1 − f, u → −V − u the equation is the same:
    so the root with x ≥ 0 is all that is looked for, and the smaller of f and 1 − f keeps its digits.
    """

    STEPS = 100

    def pull(self, u, width):
        u = np.asarray(u, float)
        below = u < -width / 2  # x < 0
        mirrored = np.where(below, -width - u, u)
        log_force = self._log_force(mirrored, width)
        small = np.exp(log_force)  # of f and 1 − f, the one ≤ 1/2
        large = 1 - small
        size = mirrored + width * small if width < 1 else np.log1p(-small) - log_force
        point = np.where(below, -size, size)
        force = np.where(below, large, small)
        curvature = small * large
        derivative = 1 / (1 + width * curvature)
        stiffness = curvature * derivative
        loss = np.where(below, -log_force, -np.log1p(-small))
        return Pull(point, force, derivative, stiffness, loss)

    def _log_force(self, u, width):
        """
        ln f of the root with x = u + V f ≥ 0, that is the zero of

            h(L) = L + ln(1 + e^{u + V e^L}),

        an increasing and convex function: Newton's method descends to it from any point above.
        """
        log_width = np.log(width)
        # Two bounds of the displacement V f: f ≤ 1/(1 + e^max(u, 0)), and, since h = 0 says
        # u + Vf ≤ ln(V / Vf), for displacements above max(1, −u) ...
        far = np.maximum(1.0, -u)
        bound = np.maximum(far, -u + np.maximum(log_width - np.log(far), 0.0))
        level = np.minimum(-np.logaddexp(0.0, np.maximum(u, 0.0)), np.log(bound) - log_width)
        for _ in range(self.STEPS):
            displacement = np.exp(log_width + level)
            x = u + displacement
            value = level + np.logaddexp(0.0, x)
            slope = 1 + displacement / (1 + np.exp(-x))
            step = value / slope
            level = level - step
            # quadratic convergence: after a step of 1e-8 the next is rounding
            if np.all(np.abs(step) < 1e-9 * (1 + np.abs(level))):
                break
        return np.minimum(level, -np.log(2))

    def cuts(self, width):
        """Images of points x: the sigmoid turns within a few units of x = 0."""
        x = np.array([-36.0, -24, -16, -10, -6, -3, -1, 0, 1, 3, 6, 10, 16, 24, 36])
        return x - width / (1 + np.exp(x))

    def boundary(self, width):
        return -width / 2


LOSSES = {'square': Square(), 'logistic': Logistic(), 'hinge': Hinge()}


def proximal(loss, margin, width):
    pull = LOSSES[loss].pull(np.array([margin], float), float(width))
    envelope = pull.loss + width * pull.force**2 / 2
    return {
        'point': pull.point[0],
        'force': pull.force[0],
        'derivative': pull.derivative[0],
        'envelope': envelope[0],
    }
