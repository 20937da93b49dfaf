"""
Errors of prediction on a new input, by the definition of a posterior predictive.

Given the training set, z_new ~ N(ω, V) with ω = √m v, v ~ N(0, 1), V = ρ − m, and the new output
has its own noise. The posterior-mean prediction errs by Var y, the more probable label by
min_y P(y), a sample of the posterior by 2 P(+1) P(−1), all averaged over ω.
"""

import numpy as np

from .channels import Event, Linear, Relu, Sign
from .truncated_normal import truncated_normal


def generalisation_error(channel, second_moment, overlap):
    """{bayesMeanSquare, and for the sign channel bayesClassification, gibbsClassification}"""
    width = float(channel.width(second_moment - overlap))
    names = ['bayesMeanSquare']
    if isinstance(channel, Sign) and channel.noise == 0:
        names += ['bayesClassification', 'gibbsClassification']
    if width == 0:
        return dict.fromkeys(names, 0.0)
    if isinstance(channel, Linear):
        return {'bayesMeanSquare': width}
    if isinstance(channel, Event):
        errors = channel.average_over_field(
            lambda x: label_errors(channel, x, width), overlap, width
        )
        return dict(zip(names, errors))
    below = 0.0 if isinstance(channel, Relu) else -1.0
    (error,) = Sign().average_over_field(
        lambda x: (two_slopes(x, below) + two_slopes(-x, below)) / 2, overlap, width
    )
    return {'bayesMeanSquare': width * error}


def label_errors(channel, x, width):
    labels = channel.both(x, width)
    positive, negative = np.exp(labels[1][0]), np.exp(labels[-1][0])
    return np.array(
        [4 * positive * negative, np.minimum(positive, negative), 2 * positive * negative]
    )


def two_slopes(x, slope):
    """Var φ(x + t), t ~ N(0, 1), φ(z) = z for z > 0 and slope · z for z < 0: a mixture of two."""
    up, down = truncated_normal(-x, np.inf), truncated_normal(-np.inf, -x)
    share, rest = np.exp(up.log_mass), np.exp(down.log_mass)
    gap = (up.mean + x) - slope * (down.mean + x)
    within = share * up.variance + rest * slope**2 * down.variance
    return (within + share * rest * gap**2)[None, :]
