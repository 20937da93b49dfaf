"""
Generalised approximate message passing, in natural parameters (nothing is divided by a precision).

    V = F² v,  ω = F a − V g,  (g, ∂g) = output denoiser(y, ω, V)
    A = −(F²)ᵀ ∂g,  B = A a + Fᵀ g,  (a, v) = prior denoiser(A, B)

The Onsager term takes the new V and the old g. `scalar` replaces F² by its mean 1/d. Damping mixes
a and v with their previous values, not g.
"""

import numpy as np

from .outcomes import Skip


def gamp(
    prior, channel, matrix, labels, iterations, mean=None, variance=None, damping=0.0, scalar=False
):
    """Yields (a, v) for t = 0, …, iterations, as long as the iteration is defined."""
    n, d = matrix.shape
    prior_variance = prior.second_moment - prior.mean**2
    a = np.full(d, prior.mean) if mean is None else np.array(mean, float)
    v = np.full(d, prior_variance) if variance is None else np.full(d, 1.0) * variance
    square = None if scalar else matrix**2
    g = np.zeros(n)
    yield a, v
    for t in range(1, iterations + 1):
        width = np.full(n, v.mean()) if scalar else square @ v
        if not np.all(width > 0):
            raise Skip(f'iteration {t} is not defined: the variance of some z is not positive')
        omega = matrix @ a - width * g
        _, g, dg = channel.denoise(labels, omega, width)
        precision = np.full(d, -dg.sum() / d) if scalar else -(square.T @ dg)
        field = precision * a + matrix.T @ g
        new_a, new_v, _ = prior.denoise(precision, field)
        a = damping * a + (1 - damping) * new_a
        v = damping * v + (1 - damping) * new_v
        if not (np.all(np.isfinite(a)) and np.all(np.isfinite(v))):
            raise Skip(f'iteration {t} is not defined: a tilted prior cannot be normalised')
        yield a, v
