"""
scikit-learn's weights are minimisers: python3 -m unittest

Checked with NumPy alone, by what makes a minimum of a strongly convex function.
"""

import require_numpy  # noqa: F401, I001  (first: it may replace this process by one with NumPy)
import json
import os
import subprocess
import sys
import unittest

import numpy as np

from bayes_glm.outcomes import Skip

try:
    import scikit_learn
except SystemExit as missing:  # no interpreter with scikit-learn on this machine
    raise unittest.SkipTest(str(missing)) from missing

HERE = os.path.dirname(os.path.abspath(__file__))

LOSSES = {
    'square': lambda u: (1 - u) ** 2 / 2,
    'logistic': lambda u: np.log1p(np.exp(-u)),
    'hinge': lambda u: np.where(u < 1, 1 - u, 0.0),
}


def problem(rows, columns, seed=0, noise=0.5):
    rng = np.random.default_rng(seed)
    matrix = rng.standard_normal((rows, columns)) / np.sqrt(columns)
    field = matrix @ rng.standard_normal(columns) + noise * rng.standard_normal(rows)
    return matrix, np.where(field > 0, 1.0, -1.0)


def is_minimum(function, weights, convexity, seed=0):
    """
    function(w + e) − function(w) ≥ convexity |e|²/2 in every direction tried, ± w among them.

    True of the minimiser, and only of it: a gradient g ≠ 0 spoils it along −g for small e.
    """
    rng = np.random.default_rng(seed)
    size = np.linalg.norm(weights)
    directions = [weights / size]
    directions += [e / np.linalg.norm(e) for e in rng.standard_normal((40, weights.size))]
    lowest = function(weights)
    for direction in directions:
        for step in (1e-4 * size, -1e-4 * size):
            rise = function(weights + step * direction) - lowest
            # a tenth is left for the rounding of the difference and of the weights
            if rise < 0.9 * convexity * step**2 / 2:
                return False
    return True


class Minimisers(unittest.TestCase):
    def test_lie_at_the_minimum(self):
        for rows, columns in ((40, 15), (15, 40)):
            matrix, labels = problem(rows, columns)
            for loss, value in LOSSES.items():
                for penalty in (0.01, 1.0, 100.0):
                    with self.subTest(loss=loss, penalty=penalty, rows=rows):
                        risk = lambda w: value(labels * (matrix @ w)).sum() + penalty * (w @ w) / 2
                        ask = {'loss': loss, 'matrix': matrix, 'labels': labels}
                        answer = scikit_learn.minimiser(**ask, **{'lambda': penalty})
                        self.assertTrue(is_minimum(risk, answer['weights'], penalty))
                        self.assertAlmostEqual(answer['objective'] / risk(answer['weights']), 1, 12)
                        # The test can fail: the minimiser of another penalty is none. (A small
                        # one is not felt by the hinge, where d samples at the margin pin w.)
                        if loss == 'hinge' and penalty < 1:
                            continue
                        other = scikit_learn.minimiser(**ask, **{'lambda': 2 * penalty})
                        self.assertFalse(is_minimum(risk, other['weights'], penalty))

    def test_one_sample(self):
        # w along x, with a margin u: ℓ′(u)|x|² + λ u = 0
        matrix, labels = np.array([[0.6, -0.8]]), np.array([1.0])
        answer = scikit_learn.minimiser('square', matrix, labels, **{'lambda': 0.25})
        np.testing.assert_allclose(answer['weights'], matrix[0] / 1.25, rtol=1e-14)
        self.assertAlmostEqual(answer['objective'], 0.1, 14)

    def test_conditions_of_optimality_in_the_corners(self):
        matrix, labels = problem(40, 30)
        for penalty in (1e-8, 1e-3, 1.0, 1e6):
            answer = scikit_learn.minimiser('logistic', matrix, labels, **{'lambda': penalty})
            pull = matrix.T @ (labels / (1 + np.exp(labels * (matrix @ answer['weights']))))
            np.testing.assert_allclose(penalty * answer['weights'], pull, rtol=1e-6, atol=1e-14)
        hebb = matrix.T @ labels
        for loss in LOSSES:
            answer = scikit_learn.minimiser(loss, matrix, labels, **{'lambda': 1e6})
            pull = 0.5 if loss == 'logistic' else 1.0  # −ℓ′(0)
            np.testing.assert_allclose(answer['weights'], pull * hebb / 1e6, rtol=1e-4, atol=1e-10)

    def test_single_class(self):
        matrix = problem(5, 3)[0]
        for loss in ('logistic', 'hinge'):
            with self.assertRaises(Skip):
                scikit_learn.minimiser(loss, matrix, np.ones(5), **{'lambda': 1})

    def test_conversation(self):
        matrix, labels = problem(6, 3)
        params = {'loss': 'hinge', 'lambda': 0.1}
        params |= {'matrix': matrix.tolist(), 'labels': labels.tolist()}
        requests = [
            {'cmd': 'start', 'protocol': 1, 'directory': '.'},
            {'cmd': 'ask', 'id': 1, 'oracle': 'erm.minimiser', 'params': params},
            {'cmd': 'stop'},
        ]
        run = subprocess.run(
            [sys.executable, os.path.join(HERE, 'scikit_learn.py')],
            input=''.join(json.dumps(request) + '\n' for request in requests),
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
        )
        start, answer = (json.loads(line) for line in run.stdout.splitlines())
        self.assertEqual(start['oracles'], ['erm.minimiser'])
        self.assertEqual(len(answer['result']['weights']), 3)


if __name__ == '__main__':
    unittest.main()
