"""
Every row of the table of conventions in README.md: the minimiser is the same in both forms.

Inputs X have entries of variance 1/d; G = √d X has variance 1.
"""

import require_numpy  # noqa: F401, I001  (first: it may replace this process by one with NumPy)
import os
import unittest
import warnings

import numpy as np

from test_scikit_learn import HERE, LOSSES, is_minimum, problem

import scikit_learn
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import ElasticNet, LogisticRegression, Ridge, RidgeClassifier
from sklearn.svm import SVC, LinearSVC

ROWS, COLUMNS = 60, 12
MATRIX, LABELS = problem(ROWS, COLUMNS)  # not separable

# As it is written, with the constant L or c; the loss; and the λ that goes with it.
WRITTEN = {
    'Σ (y − z)² + L‖w‖²': (
        lambda z, w, L: ((LABELS - z) ** 2).sum() + L * (w @ w),
        'square',
        lambda L: L,
    ),
    'Σ ln(1 + e^{−yz}) + L‖w‖²': (
        lambda z, w, L: np.log(1 + np.exp(-LABELS * z)).sum() + L * (w @ w),
        'logistic',
        lambda L: 2 * L,
    ),
    'Σ log₂(1 + e^{−yz}) + L‖w‖²': (
        lambda z, w, L: np.log2(1 + np.exp(-LABELS * z)).sum() + L * (w @ w),
        'logistic',
        lambda L: 2 * np.log(2) * L,
    ),
    'Σ max(0, 1 − yz) + L‖w‖²': (
        lambda z, w, L: np.maximum(0, 1 - LABELS * z).sum() + L * (w @ w),
        'hinge',
        lambda L: 2 * L,
    ),
    '(1/n) Σ ℓ + (c/2)‖w‖²': (
        lambda z, w, c: np.log(1 + np.exp(-LABELS * z)).mean() + c / 2 * (w @ w),
        'logistic',
        lambda c: c * ROWS,
    ),
}

FREE = {'fit_intercept': False}
NEWTON = {'solver': 'newton-cholesky', 'tol': 1e-12} | FREE
HINGE = {'loss': 'hinge', 'dual': True, 'tol': 1e-9, 'max_iter': 100_000, 'random_state': 0} | FREE
DESCENT = {'l1_ratio': 0, 'max_iter': 10_000} | FREE
G = np.sqrt(COLUMNS) * MATRIX


def mirrored(C):
    """SVC does not penalise its intercept: it vanishes on data with their mirror image."""
    both = np.r_[MATRIX, -MATRIX], np.r_[LABELS, -LABELS]
    return SVC(kernel='linear', C=C / 2, tol=1e-8).fit(*both).coef_.ravel()


# The weights of an estimator, given its constant; the loss; and the λ that goes with it.
ESTIMATORS = {
    'LogisticRegression(C=C)': (
        lambda C: LogisticRegression(C=C, **NEWTON).fit(MATRIX, LABELS).coef_.ravel(),
        'logistic',
        lambda C: 1 / C,
    ),
    "LinearSVC(loss='hinge', C=C)": (
        lambda C: LinearSVC(C=C, **HINGE).fit(MATRIX, LABELS).coef_.ravel(),
        'hinge',
        lambda C: 1 / C,
    ),
    "SVC(kernel='linear', C=C/2)": (mirrored, 'hinge', lambda C: 1 / C),
    'LogisticRegression(C=C) on G': (
        lambda C: np.sqrt(COLUMNS)
        * LogisticRegression(C=C, **NEWTON).fit(G, LABELS).coef_.ravel(),
        'logistic',
        lambda C: 1 / (C * COLUMNS),
    ),
    "LinearSVC(loss='hinge', C=C) on G": (
        lambda C: np.sqrt(COLUMNS) * LinearSVC(C=C, **HINGE).fit(G, LABELS).coef_.ravel(),
        'hinge',
        lambda C: 1 / (C * COLUMNS),
    ),
    'Ridge(alpha=a)': (
        lambda a: Ridge(alpha=a, **FREE).fit(MATRIX, LABELS).coef_,
        'square',
        lambda a: a,
    ),
    'RidgeClassifier(alpha=a)': (
        lambda a: RidgeClassifier(alpha=a, **FREE).fit(MATRIX, LABELS).coef_.ravel(),
        'square',
        lambda a: a,
    ),
    'ElasticNet(alpha=a, l1_ratio=0)': (
        lambda a: ElasticNet(alpha=a, **DESCENT).fit(MATRIX, LABELS).coef_,
        'square',
        lambda a: a * ROWS,
    ),
}


# A small λ is not felt by the hinge: with d samples at the margin, they hold w where it is.


class Conventions(unittest.TestCase):
    def test_objectives_as_others_write_them(self):
        for text, (objective, loss, to_lambda) in WRITTEN.items():
            for constant in (0.5, 3.0) if loss == 'hinge' else (0.03, 0.7):
                with self.subTest(text, constant=constant):
                    written = lambda w: objective(MATRIX @ w, w, constant)
                    ask = {'loss': loss, 'matrix': MATRIX, 'labels': LABELS}
                    at = lambda penalty: scikit_learn.minimiser(**ask, **{'lambda': penalty})
                    penalty = to_lambda(constant)
                    # all of them are strongly convex with at least this constant
                    convexity = constant
                    self.assertTrue(is_minimum(written, at(penalty)['weights'], convexity))
                    for wrong in (penalty / 2, penalty / np.log(2), penalty * 2):
                        self.assertFalse(is_minimum(written, at(wrong)['weights'], convexity))

    def test_estimators(self):
        for text, (weights, loss, to_lambda) in ESTIMATORS.items():
            for constant in (0.02, 0.08) if 'on G' in text else (0.05, 0.8):
                with self.subTest(text, constant=constant):
                    with warnings.catch_warnings():
                        warnings.simplefilter('error', ConvergenceWarning)
                        # without l1 its "duality gap" is none and never closes
                        warnings.filterwarnings('ignore', message='.*l1_reg=0.*')
                        warnings.filterwarnings('ignore', message='.*null weight for the l1.*')
                        minimiser = weights(constant)
                    risk = lambda w, penalty: (
                        LOSSES[loss](LABELS * (MATRIX @ w)).sum() + penalty / 2 * (w @ w)
                    )
                    penalty = to_lambda(constant)
                    self.assertTrue(is_minimum(lambda w: risk(w, penalty), minimiser, penalty))
                    for wrong in (penalty / 2, penalty * 2):
                        self.assertFalse(is_minimum(lambda w: risk(w, wrong), minimiser, wrong))

    def test_readme_has_these_rows(self):
        with open(os.path.join(HERE, 'README.md'), encoding='utf-8') as readme:
            text = readme.read()
        for row in (*WRITTEN, *ESTIMATORS):
            self.assertIn(f'| `{row}`', text)


if __name__ == '__main__':
    unittest.main()
