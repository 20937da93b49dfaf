#!/usr/bin/env python3
"""
scikit-learn under test: its own solvers, asked for the minimisers of regularised empirical risks.

    nishimori check -- python3 adapters/python/scikit_learn.py

    ŵ = argmin_w  Σ_μ ℓ(y_μ X_μ·w) + (λ/2)|w|²

Nothing is solved here. Each loss is handed to the estimator that minimises exactly this, without an
intercept, and the constants are translated as in the table of README.md (test_conventions.py):

    square    Ridge(alpha=λ)              |y − Xw|² + alpha |w|²
    logistic  LogisticRegression(C=1/λ)   C Σ ln(1 + e^{−u}) + |w|²/2
    hinge     LinearSVC(C=1/λ)            C Σ (1 − u)₊ + |w|²/2

Why these solvers:

- LogisticRegression's default, lbfgs, stops at a relative decrease of the risk of 64 machine
  epsilons, whatever `tol`: the weights are then right to 1e-2 … 1e-6, the worse the smaller λ.
  newton-cholesky has no such limit.
- SVC(kernel='linear') would do as well: its intercept, which it does not penalise, vanishes once
  every (x, y) has its mirror image (−x, −y), with half the C. But libsvm keeps the kernel in single
  precision, and its weights stay 1e-7 away from the minimiser. LinearSVC gets to 1e-11; it would
  penalise its intercept, which is switched off.
"""

import require_sklearn  # noqa: F401, I001  (first: it may replace this process)
import warnings

import numpy as np
import sklearn
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.svm import LinearSVC

from bayes_glm import protocol
from bayes_glm.outcomes import Failure, Skip

# Ridge and newton-cholesky reach 1e-10 and better. liblinear's dual descent stops by the violation of
# the constraints, not by the distance to the minimum: where the hinge's dual is flat (λ small, n > d),
# its objective is right to a few 1e-8.
ACCURACY = 1e-7

TOLERANCES = (1e-12, 1e-11, 1e-10, 1e-9)  # of liblinear, until one is above its rounding
PRODUCTS = 3e8  # multiplications before the next tolerance is tried, a fraction of a second ...
SWEEPS = 20_000  # ... and passes over the data that it may always take


def square(penalty, size):
    # 'svd' needs no normal equations, whose condition number is the square
    return [Ridge(alpha=penalty, fit_intercept=False, solver='svd')]


def logistic(penalty, size):
    options = {'solver': 'newton-cholesky', 'tol': 1e-15, 'max_iter': 1000}
    return [LogisticRegression(C=1 / penalty, fit_intercept=False, **options)]


def hinge(penalty, size):
    sweeps = max(SWEEPS, int(PRODUCTS / size))
    options = {'loss': 'hinge', 'dual': True, 'max_iter': sweeps, 'random_state': 0}
    return [
        LinearSVC(C=1 / penalty, fit_intercept=False, tol=tolerance, **options)
        for tolerance in TOLERANCES
    ]


LOSSES = {
    'square': (square, lambda u: (1 - u) ** 2 / 2),
    'logistic': (logistic, lambda u: np.logaddexp(0, -u)),
    'hinge': (hinge, lambda u: np.maximum(0, 1 - u)),
}


def fitted(estimators, matrix, labels):
    """The weights of the first estimator that says it has converged."""
    for estimator in estimators:
        with warnings.catch_warnings():
            warnings.simplefilter('error', ConvergenceWarning)
            # The risk can fall no further in double precision: Newton's method is where it can get,
            # and hands over to lbfgs, which then stops at once, or complains for itself.
            warnings.filterwarnings('ignore', message='Line search of Newton solver')
            try:
                return estimator.fit(matrix, labels).coef_.ravel()
            except ConvergenceWarning as complaint:
                last = complaint
    raise Failure(f'{type(estimators[-1]).__name__}: {last}')


def minimiser(loss, matrix, labels, **penalty):
    penalty = penalty['lambda']  # which is no name in Python
    estimators, value = LOSSES[loss]
    matrix, labels = np.asarray(matrix, float), np.asarray(labels, float)
    if loss != 'square' and np.unique(labels).size < 2:
        raise Skip('scikit-learn refuses to classify when all labels are the same')
    weights = fitted(estimators(penalty, matrix.size), matrix, labels)
    risk = value(labels * (matrix @ weights)).sum() + penalty / 2 * (weights @ weights)
    return {'weights': weights, 'objective': risk}


ORACLES = {'erm.minimiser': minimiser}

IMPLEMENTATION = {
    'name': 'scikit-learn',
    'version': sklearn.__version__,
    'language': 'Python',
    'url': 'https://scikit-learn.org',
}

if __name__ == '__main__':
    protocol.serve(IMPLEMENTATION, ORACLES, accuracy=ACCURACY)
