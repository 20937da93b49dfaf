"""
The hidden manifold: features X = f(F C) of d latent variables, labels of a teacher of these.

To leading order X is κ₀ + κ₁ F C + κ★ ξ with ξ white noise. So the features have the covariance
κ₁² F Fᵀ + κ★², whose spectrum is that of F Fᵀ: eigenvalue a/γ, a of the law of Marchenko and Pastur
for a Gaussian F, and a = 1 where the columns of F are orthogonal; γ = d/p.
"""

import math
from functools import cache
from typing import NamedTuple

import numpy as np

from bayes_glm.outcomes import Skip
from bayes_glm.quadrature import gauss_legendre, normal_average

from .covariate import Classification, Model, Spectrum, solve
from .separable import threshold

ACTIVATIONS = {
    'erf': np.vectorize(math.erf, otypes=[float]),
    'sign': np.sign,
    'relu': lambda z: np.maximum(z, 0),
    'tanh': np.tanh,
    'linear': lambda z: z,
}

PANELS, ORDER = 48, 20


class Coefficients(NamedTuple):
    kappa0: float  # E f
    kappa1: float  # E z f
    kappa_star: float  # what is left: the standard deviation of f − κ₀ − κ₁ z


@cache
def coefficients(activation):
    f = ACTIVATIONS[activation]
    kappa0, kappa1 = normal_average(lambda z: np.array([f(z), z * f(z)]))
    (rest,) = normal_average(lambda z: ((f(z) - kappa0 - kappa1 * z) ** 2)[None, :])
    # below the rounding of f itself nothing is left
    return Coefficients(kappa0, kappa1, math.sqrt(rest) if rest > 1e-25 else 0.0)


def marchenko_pastur(gamma):
    """
    Nodes and weights of the law of the eigenvalues a of GᵀG/p, d × d, without its atom at a = 0.

    a = a₋ + (a₊ − a₋) sin²(θ/2) takes the square roots away; towards θ = 0, where a hard edge or a
    pole near it may be, the panels shrink geometrically.
    """
    low = ((1 - gamma) / (1 + math.sqrt(gamma))) ** 2
    width = 4 * math.sqrt(gamma)
    nodes, weights = gauss_legendre(ORDER)
    edges = np.r_[0.0, math.pi * 2.0 ** np.arange(-PANELS, 1)]
    lengths = np.diff(edges)
    theta = (edges[:-1, None] + lengths[:, None] * nodes).ravel()
    a = low + width * np.sin(theta / 2) ** 2
    mass = (width * np.sin(theta / 2) * np.cos(theta / 2)) ** 2 / (2 * math.pi * gamma * a)
    return a, mass * (lengths[:, None] * weights).ravel()


def stieltjes(z, gamma):
    """g(−z) = ∫ dμ(a)/(a + z) and g′(−z) = ∫ dμ(a)/(a + z)²."""
    a, mass = marchenko_pastur(gamma)
    atom = max(0.0, 1 - 1 / gamma)
    value = float((mass / (a + z)).sum()) + atom / z
    derivative = float((mass / (a + z) ** 2).sum()) + atom / z**2
    return value, derivative


class Manifold(NamedTuple):
    kappas: Coefficients
    spectrum: Spectrum
    latent: np.ndarray  # eigenvalues of F Fᵀ that go with the student's
    hidden: float  # variance of the teacher's field that the features do not tell


def manifold(activation, gamma, projection, second_moment):
    kappas = coefficients(activation)
    signal, noise = kappas.kappa1**2, kappas.kappa_star**2
    if projection == 'gaussian':
        a, mass = marchenko_pastur(gamma)
        unseen = max(0.0, 1 - 1 / gamma)  # latent directions that F sends to zero
    elif gamma > 1:
        raise Skip('p < d columns of length one cannot be orthogonal')
    else:
        a, mass, unseen = np.ones(1), np.ones(1), 0.0
    latent = np.r_[a / gamma, 0.0]
    weights = np.r_[gamma * mass, max(0.0, 1 - gamma)]
    spectrum = Spectrum(weights, noise + signal * latent, second_moment * signal * latent / gamma)
    hidden = second_moment * (unseen + float((mass * noise / spectrum.student[:-1]).sum()))
    return Manifold(kappas, spectrum, latent, hidden)


def fixed_point(activation, loss, alpha, gamma, penalty, projection, second_moment):
    model_of = manifold(activation, gamma, projection, second_moment)
    model = Model(model_of.spectrum, second_moment, 0.0, alpha, model_of.hidden)
    solution = solve(model, Classification(loss), penalty)
    m_hat, q_hat, v_hat = solution.hats
    s, t = model_of.spectrum.student, model_of.spectrum.teacher
    weight = (m_hat**2 * t + q_hat * s) / (penalty + v_hat * s) ** 2
    latent_norm = model_of.spectrum.mean(weight * model_of.latent)
    return solution, solution.fields.overlap / model_of.kappas.kappa1, latent_norm


def separability(activation, gamma, projection):
    """Whitened, the features are as good as plain ones of a teacher with noise."""
    hidden = manifold(activation, gamma, projection, 1.0).hidden
    return threshold({'secondMoment': 1 - hidden, 'noiseVariance': hidden, 'flipProbability': 0.0})
