"""
How often the flow finds ± w* from a random start: simulation of many runs at once.

Each run has its own samples, step size and clock; Bogacki and Shampine's pair of orders 3 and 2,
back on the sphere after every accepted step, no step that raises the loss. A run has succeeded once
L/n < 1e-8; it has ended where the projected gradient vanishes, or at t = 1000/α, and then has
succeeded if |m| > 0.99.
"""

import math

import numpy as np

TOLERANCE = 3e-4  # the share of successes is the same from 1e-3 to 1e-4
RECOVERED = 1e-8
FLAT = 1e-14
LONGEST = 1000.0
BATCH = 4e6  # matrix entries held at once


def rate(dimension, alpha, runs, seed):
    rng = np.random.default_rng(seed)
    n = max(1, round(alpha * dimension))
    size = max(1, min(runs, int(BATCH / (n * dimension))))
    won = sum(
        successes(rng, dimension, n, min(size, runs - first)) for first in range(0, runs, size)
    )
    share = won / runs
    return share, math.sqrt(share * (1 - share) / runs)


def sphere(rng, runs, d):
    w = rng.standard_normal((runs, d))
    return math.sqrt(d) * w / np.linalg.norm(w, axis=1, keepdims=True)


def successes(rng, d, n, runs):
    alpha = n / d
    x = rng.standard_normal((runs, n, d)) / math.sqrt(d)
    teacher, w = sphere(rng, runs, d), sphere(rng, runs, d)
    y2 = np.einsum('rnd,rd->rn', x, teacher) ** 2
    step, clock = np.full(runs, 1e-3 / alpha), np.zeros(runs)
    alive, won = np.arange(runs), 0

    def evaluate(x, y2, w):
        h = np.matmul(x, w[:, :, None])[:, :, 0]
        rest = y2 - h * h
        slope = 4 * np.matmul((rest * h)[:, None, :], x)[:, 0]
        slope -= w * (np.sum(w * slope, axis=1) / np.sum(w * w, axis=1))[:, None]
        return slope, np.sum(rest * rest, axis=1)

    slope, loss = evaluate(x, y2, w)
    while alive.size:
        h = step[:, None]
        second, _ = evaluate(x, y2, w + h / 2 * slope)
        third, _ = evaluate(x, y2, w + 3 * h / 4 * second)
        trial = w + h * (2 * slope + 3 * second + 4 * third) / 9
        trial *= math.sqrt(d) / np.linalg.norm(trial, axis=1, keepdims=True)
        new_slope, new_loss = evaluate(x, y2, trial)  # the fourth stage, and the next first one
        error = h * (-5 * slope / 72 + second / 12 + third / 9 - new_slope / 8)
        error = np.linalg.norm(error, axis=1) / math.sqrt(d) / TOLERANCE
        good = (error < 1) & (new_loss <= loss * (1 + 1e-12))
        clock[good] += step[good]
        w[good], slope[good], loss[good] = trial[good], new_slope[good], new_loss[good]
        factor = np.clip(0.9 * np.maximum(error, 1e-12) ** (-1 / 3), 0.2, 5.0)
        step *= np.where(good, factor, np.minimum(factor, 0.5))

        recovered = loss / n < RECOVERED
        flat = np.sum(slope**2, axis=1) / d < FLAT * alpha**2
        ended = recovered | flat | (clock > LONGEST / alpha)
        if ended.any():
            overlap = np.abs(np.sum(w * teacher, axis=1)) / d
            won += int(np.sum(recovered | (ended & (overlap > 0.99))))
            keep = ~ended
            x, y2, w, teacher, step, clock, alive, slope, loss = (
                part[keep] for part in (x, y2, w, teacher, step, clock, alive, slope, loss)
            )
    return won
