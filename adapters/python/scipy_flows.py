#!/usr/bin/env python3
"""
An independent SciPy implementation of gradient flow on phase retrieval.

    nishimori check -- python3 adapters/python/scipy_flows.py

The mathematics is in gradient_flows/; here each oracle's params are handed to it, and its answers
named.
"""

import require_scipy  # noqa: F401, I001  (first: it may replace this process by one with SciPy)
import numpy as np

from bayes_glm import protocol
from gradient_flows import hessian, many, single, success, uniqueness


def floats(*values):
    return (np.asarray(value, float) for value in values)


def gradient(matrix, labels, weights):
    matrix, labels, weights = floats(matrix, labels, weights)
    slope = single.gradient(matrix, labels, weights)
    return {
        'loss': single.loss(matrix, labels, weights),
        'gradient': slope,
        'multiplier': single.multiplier(slope, weights),
    }


def gradient_flow(matrix, labels, initial, times):
    matrix, labels, initial = floats(matrix, labels, initial)
    states = single.flow(matrix, labels, initial, times)
    return {'weights': states, 'loss': [single.loss(matrix, labels, w) for w in states]}


def population_flow(alpha, initialOverlap, times):
    return {'overlap': single.population(alpha, initialOverlap, times)}


def success_rate(dimension, alpha, runs, seed):
    rate, error = success.rate(dimension, alpha, runs, seed)
    return {'rate': rate, 'standardError': error}


def hessian_spectrum(alpha, offset):
    answer = hessian.spectrum(alpha, offset)
    return {
        'edge': answer.edge,
        'outlier': answer.outlier,
        'squaredOverlap': answer.squared_overlap,
    }


def hessian_transition(offset):
    return {'alpha': hessian.transition(offset)}


def many_flow(matrix, labels, initial, times):
    grams, losses = many.flow(*floats(matrix, labels, initial), times)
    return {'gram': grams, 'loss': losses}


def many_population(dimension, signal, bulk, times):
    states = many.population(dimension, signal, bulk, times)
    return {'signal': states[:, 0], 'bulk': states[:, 1]}


def unique(matrix, teacher):
    verdict, margin = uniqueness.certificate(matrix, teacher)
    return {'unique': bool(verdict), 'margin': margin}


ORACLES = {
    'phase-retrieval.gradient': gradient,
    'phase-retrieval.gradient-flow': gradient_flow,
    'phase-retrieval.population-flow': population_flow,
    'phase-retrieval.success-rate': success_rate,
    'phase-retrieval.hessian': hessian_spectrum,
    'phase-retrieval.hessian-transition': hessian_transition,
    'over-parametrised.gradient-flow': many_flow,
    'over-parametrised.population-flow': many_population,
    'over-parametrised.uniqueness': unique,
}

IMPLEMENTATION = {'name': 'scipy-flows', 'version': '1.0.0', 'language': 'Python'}

if __name__ == '__main__':
    protocol.serve(IMPLEMENTATION, ORACLES, accuracy=1e-8)
