#!/usr/bin/env python3
"""
An independent SciPy implementation of the Bayes-optimal committee machine.

    nishimori check -- python3 adapters/python/scipy_committee.py

The mathematics is in committee_machine/; here each oracle's params are handed to it, and its
answers named.
"""

import require_scipy  # noqa: F401, I001  (first: it may replace this process by one with SciPy)
import numpy as np

from bayes_glm import protocol
from bayes_glm.outcomes import Skip
from committee_machine import branches, instability, wide
from committee_machine.amp import amp as message_passing
from committee_machine.channel import averages
from committee_machine.quadrants import denoise
from committee_machine.weights import Gaussian, make_prior

MOST_UNITS = 30  # ten seconds


def two(units):
    if units != 2:
        raise Skip(f'only two units, not {units}')


def output_potential(units, diagonal, offDiagonal):
    two(units)
    q = (diagonal + offDiagonal, diagonal - offDiagonal)
    # by subtraction from the nearer end; no overlap leaves all of the variance, also in the last bit
    v = ((1 - diagonal) - offDiagonal, (1 - diagonal) + offDiagonal)
    v = tuple(1.0 if overlap == 0 else min(rest, 1.0) for overlap, rest in zip(q, v))
    answer = averages(q, v)
    return {
        'potential': answer.potential,
        'conjugatePerAlphaDiagonal': (answer.plus + answer.minus) / 2,
        'conjugatePerAlphaOffDiagonal': (answer.plus - answer.minus) / 2,
    }


def output_denoiser(units, y, omega, variance):
    two(units)
    log_z, g, dg = denoise([y], [omega], variance)
    return {'logPartition': log_z[0], 'g': g[0], 'dg': dg[0]}


def fixed_point(units, prior, alpha, branch):
    two(units)
    point = branches.fixed_point(make_prior(prior), alpha, branch)
    return {
        'diagonal': (point.q[0] + point.q[1]) / 2,
        'offDiagonal': point.off_diagonal,
        'freeEntropy': point.free_entropy,
        'generalisationError': point.half_square,
        'gibbsDisagreement': point.disagreement,
    }


def threshold(units, prior, kind):
    gaussian = isinstance(make_prior(prior), Gaussian)
    if units == 2:
        return {'alpha': branches.threshold(make_prior(prior), kind)}
    if units == 'infinite':
        table = {
            (True, 'information-theoretic'): wide.information_theoretic,
            (True, 'spinodal'): lambda: wide.spinodal()[1],
            (True, 'algorithmic'): wide.algorithmic,
            (False, 'information-theoretic'): wide.binary_information_theoretic,
        }
        if (gaussian, kind) not in table:
            raise Skip(f'{kind} for infinitely many units')
        return {'alpha': table[gaussian, kind]()}
    if not gaussian or kind not in ('specialisation', 'algorithmic'):
        raise Skip(f'{kind} for {units} units with {prior} weights')
    if units > MOST_UNITS:
        raise Skip(f'more than {MOST_UNITS} units')
    return {'alpha': instability.threshold(units)}


def large(alphaPerUnit, branch):
    state = wide.machine(alphaPerUnit, branch)
    return {
        'specialisation': state.specialisation,
        'generalisationError': state.half_square,
        'bayesClassification': state.classification,
        'freeEntropyPerUnit': state.free_entropy,
    }


def large_unspecialised(alpha):
    state = wide.unspecialised(alpha)
    return {
        'overlap': state.overlap,
        'generalisationError': state.half_square,
        'bayesClassification': state.classification,
        'freeEntropy': state.free_entropy,
    }


def amp(units, prior, matrix, labels, iterations, record, initialMean, initialVariance=None):
    two(units)
    states = list(
        message_passing(
            make_prior(prior).kind,
            np.asarray(matrix, float),
            np.asarray(labels, float),
            iterations,
            np.asarray(initialMean, float),
            np.eye(2) if initialVariance is None else np.asarray(initialVariance, float),
        )
    )
    return {'means': [states[t][0] for t in record], 'variance': [states[t][1] for t in record]}


ORACLES = {
    'committee.output-potential': output_potential,
    'committee.output-denoiser': output_denoiser,
    'committee.fixed-point': fixed_point,
    'committee.threshold': threshold,
    'committee.large': large,
    'committee.large-unspecialised': large_unspecialised,
    'committee.amp': amp,
}

IMPLEMENTATION = {'name': 'scipy-committee', 'version': '1.0.0', 'language': 'Python'}

if __name__ == '__main__':
    protocol.serve(IMPLEMENTATION, ORACLES, accuracy=1e-9)
