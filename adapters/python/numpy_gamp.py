#!/usr/bin/env python3
"""
An independent NumPy implementation of Bayes-optimal generalised linear models.

    nishimori check -- python3 adapters/python/numpy_gamp.py

The mathematics is in bayes_glm/; here each oracle's params are handed to it, and its answers named.
"""

import require_numpy  # noqa: F401, I001  (first: it may replace this process by one with NumPy)
import numpy as np

from bayes_glm import enumeration, generalisation, potentials, protocol, state_evolution
from bayes_glm import gamp as message_passing
from bayes_glm.channels import Sign, make_channel
from bayes_glm.outcomes import Skip
from bayes_glm.priors import Discrete, make_prior


def prior_denoiser(prior, precision, field):
    denoise = make_prior(prior).denoise
    mean, variance, log_partition = denoise(np.array([precision], float), np.array([field], float))
    return {'mean': mean[0], 'variance': variance[0], 'logPartition': log_partition[0]}


def output_denoiser(channel, y, omega, variance):
    denoise = make_channel(channel).denoise
    log_partition, g, dg = denoise(*(np.array([x], float) for x in (y, omega, variance)))
    return {'logPartition': log_partition[0], 'g': g[0], 'dg': dg[0]}


def prior_potential(prior, conjugate):
    answer = potentials.prior_potential(make_prior(prior), conjugate)
    return {
        'potential': answer.potential,
        'overlap': answer.overlap,
        'meanSquareError': answer.mean_square_error,
    }


def output_potential(channel, secondMoment, overlap):
    answer = potentials.output_potential(make_channel(channel), overlap, secondMoment - overlap)
    return {'potential': answer.potential, 'conjugatePerAlpha': answer.conjugate_per_alpha}


def run_state_evolution(prior, channel, alpha, initialOverlap, iterations):
    model = state_evolution.Model(make_prior(prior), make_channel(channel), alpha)
    return {'overlap': state_evolution.trajectory(model, initialOverlap, iterations)}


def fixed_point(prior, channel, alpha, start):
    model = state_evolution.Model(make_prior(prior), make_channel(channel), alpha)
    solve = {'uninformed': state_evolution.uninformed, 'informed': state_evolution.informed}[start]
    answer = state_evolution.describe(model, solve(model))
    return {
        'overlap': answer.overlap,
        'conjugate': answer.conjugate,
        'meanSquareError': answer.mean_square_error,
        'freeEntropy': answer.free_entropy,
    }


def generalisation_error(channel, secondMoment, overlap):
    return generalisation.generalisation_error(make_channel(channel), secondMoment, overlap)


def gamp(
    prior,
    channel,
    matrix,
    labels,
    iterations,
    record,
    initialMean=None,
    initialVariance=None,
    damping=0.0,
    variance='full',
):
    states = list(
        message_passing.gamp(
            make_prior(prior),
            make_channel(channel),
            np.asarray(matrix, float),
            np.asarray(labels, float),
            iterations,
            mean=initialMean,
            variance=initialVariance,
            damping=damping,
            scalar=variance == 'scalar',
        )
    )
    return {'means': [states[t][0] for t in record], 'variances': [states[t][1] for t in record]}


def exact_posterior(prior, channel, matrix, labels):
    weights = make_prior(prior)
    if not isinstance(weights, Discrete):
        raise Skip('only a discrete prior can be enumerated')
    mean, log_evidence = enumeration.exact_posterior(
        weights, make_channel(channel), np.asarray(matrix, float), np.asarray(labels, float)
    )
    return {'mean': mean, 'logEvidence': log_evidence}


def exact_average(channel, matrix):
    if not isinstance(make_channel(channel), Sign) or channel['kind'] != 'sign':
        raise Skip('the exact average is over the noiseless labels of the sign channel')
    free_entropy, overlap = enumeration.exact_average(np.asarray(matrix, float))
    return {'freeEntropy': free_entropy, 'overlap': overlap}


ORACLES = {
    'glm.prior-denoiser': prior_denoiser,
    'glm.output-denoiser': output_denoiser,
    'glm.prior-potential': prior_potential,
    'glm.output-potential': output_potential,
    'glm.state-evolution': run_state_evolution,
    'glm.fixed-point': fixed_point,
    'glm.generalisation-error': generalisation_error,
    'glm.gamp': gamp,
    'glm.exact-posterior': exact_posterior,
    'glm.exact-average': exact_average,
}

IMPLEMENTATION = {'name': 'numpy-gamp', 'version': '1.0.0', 'language': 'Python'}

if __name__ == '__main__':
    protocol.serve(IMPLEMENTATION, ORACLES, accuracy=1e-9)
