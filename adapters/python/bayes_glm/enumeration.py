"""Small systems, exactly: every weight vector is visited."""

import numpy as np

from .outcomes import Failure, Skip

CONFIGURATIONS = 2**21
CHUNK = 2**14


def weight_vectors(values, d):
    """All of values^d, a chunk at a time, as (index into values) arrays of shape (d, chunk)."""
    total = values.size**d
    for first in range(0, total, CHUNK):
        number = np.arange(first, min(first + CHUNK, total))
        yield np.array([number // values.size**i % values.size for i in range(d)])


def exact_posterior(prior, channel, matrix, labels):
    """Posterior mean, and log evidence: log Σ_w P(w) Π_μ P(y_μ | z_μ)."""
    d = matrix.shape[1]
    if prior.values.size**d > CONFIGURATIONS:
        raise Skip(f'{prior.values.size}^{d} weight vectors are too many to enumerate here')
    log_p = np.log(prior.probabilities)
    largest, mass, moment = -np.inf, 0.0, np.zeros(d)
    for index in weight_vectors(prior.values, d):
        w = prior.values[index]
        log_joint = log_p[index].sum(axis=0)
        log_joint = log_joint + channel.log_likelihood(labels[:, None], matrix @ w).sum(axis=0)
        top = log_joint.max()
        if np.isneginf(top):
            continue
        if top > largest:
            shrink = np.exp(largest - top)
            mass, moment, largest = mass * shrink, moment * shrink, top
        weight = np.exp(log_joint - largest)
        mass += weight.sum()
        moment += w @ weight
    if mass == 0:
        raise Failure('no weight vector explains the labels')
    return moment / mass, float(largest + np.log(mass))


def exact_average(matrix):
    """
    Noiseless ±1 perceptron averaged over all 2^d teachers: the label vectors cut the hypercube in
    cells C, and f = Σ |C|/2^d ln(|C|/2^d) / d, q = Σ |Σ_{w ∈ C} w|² / (|C| 2^d d).
    """
    d = matrix.shape[1]
    if 2**d > CONFIGURATIONS:
        raise Skip(f'2^{d} teachers are too many to enumerate here')
    signs = np.array([-1.0, 1.0])
    chunks = [signs[index] for index in weight_vectors(signs, d)]
    labels = np.concatenate([np.packbits(matrix @ w >= 0, axis=0) for w in chunks], axis=1)
    _, cell, size = np.unique(labels, axis=1, return_inverse=True, return_counts=True)
    cell, share = cell.ravel(), size / 2**d
    sums = [np.bincount(cell, np.concatenate([w[i] for w in chunks])) for i in range(d)]
    overlap = sum(float(np.sum(s * s / size)) for s in sums) / 2**d / d
    return float(np.sum(share * np.log(share))) / d, overlap
