"""
The trapezoid rule for a function of one or two Gaussian variables.

It converges geometrically for an analytic integrand. Where that one has a fine structure around 0,
the nodes are equidistant in x(ω) = asinh(ω/width) + ω/bend: close together at 0, ever wider apart,
and never more than a few `bend`.
"""

import math

import numpy as np

from bayes_glm.outcomes import Failure

REACH = 8.8  # standard deviations: what lies beyond weighs 1e-17
STEPS = (0.25, 0.18, 0.127, 0.09, 0.064, 0.045, 0.032)
SETTLED = 1e-10  # relative: √2 finer nodes have √2 times the digits, hence 14 of them


def nodes(variance, width, bend, step, density=True):
    """
    Nodes ω and weights for ω ~ N(0, variance), or (ω, None, dω) with density=False. No node is 0
    unless it is the only one.
    """
    if variance == 0:
        return np.zeros(1), np.ones(1)
    sigma = math.sqrt(variance)
    bend = 2 * min(bend, sigma)
    last = math.asinh(REACH * sigma / width) + REACH * sigma / bend
    x = step * (np.arange(math.ceil(last / step)) + 0.5)
    # Newton's method from above, for the convex function y + (width/bend) sinh y, ω = width sinh y
    y = np.minimum(x, np.arcsinh(x * bend / width))
    for _ in range(60):
        shift = (y + width / bend * np.sinh(y) - x) / (1 + width / bend * np.cosh(y))
        y = y - shift
        if np.all(np.abs(shift) <= 1e-15 * (1 + y)):
            break
    omega = width * np.sinh(y)
    spacing = step / (1 / np.hypot(omega, width) + 1 / bend)
    omega, spacing = np.r_[-omega[::-1], omega], np.r_[spacing[::-1], spacing]
    if not density:
        return omega, None, spacing
    return omega, spacing * np.exp(-(omega**2) / (2 * variance)) / math.sqrt(2 * math.pi * variance)


def agree(rule, together=False, least=1e-290):
    """
    rule(step), once a √2 larger step says nearly the same: of every component, or of the largest,
    where a component may be 0 by cancellation; `least`: sizes below which nothing is asked of them.
    """
    before = rule(STEPS[0])
    for step in STEPS[1:]:
        now = rule(step)
        size = np.max(np.abs(now)) if together else np.maximum(np.abs(now), least)
        difference = np.max(np.abs(now - before) / size)
        if difference < SETTLED:
            return now
        before = now
    raise Failure(f'the trapezoid rule is only good to {difference:.1e}')
