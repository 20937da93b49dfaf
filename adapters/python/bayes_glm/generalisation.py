"""
Errors of prediction on a new input, by the definition of a posterior predictive.

Given the training set, z_new ~ N(ω, V) with ω = √m v, v ~ N(0, 1), V = ρ − m. Noise is not
predicted: φ(z) is the output without it. The posterior-mean prediction errs by Var φ(z), the more
probable label by min_y P(y), a sample of the posterior by 2 P(+1) P(−1), all averaged over ω.
"""

import numpy as np

from .channels import AbsoluteValue, Event, Linear, Relu, Sign, SymmetricDoor
from .outcomes import Skip
from .truncated_normal import truncated_normal


def generalisation_error(channel, second_moment, overlap):
    """{bayesMeanSquare, and for sign-like labels bayesClassification, gibbsClassification}"""
    variance = second_moment - overlap
    if isinstance(channel, Linear):
        return {'bayesMeanSquare': variance}
    if isinstance(channel, (Sign, SymmetricDoor)):
        clean = Sign() if isinstance(channel, Sign) else channel
        if variance == 0:
            square = bayes = gibbs = 0.0
        else:
            square, bayes, gibbs = clean.average_over_field(
                lambda x: label_errors(clean, x, variance), overlap, variance
            )
        if isinstance(channel, SymmetricDoor):
            return {'bayesMeanSquare': square}
        return {'bayesMeanSquare': square, 'bayesClassification': bayes, 'gibbsClassification': gibbs}
    if isinstance(channel, (Relu, AbsoluteValue)):
        if variance == 0:
            return {'bayesMeanSquare': 0.0}
        negative_part = 0.0 if isinstance(channel, Relu) else -1.0
        (error,) = Sign().average_over_field(
            lambda x: (two_slopes(x, negative_part) + two_slopes(-x, negative_part)) / 2,
            overlap,
            variance,
        )
        return {'bayesMeanSquare': variance * error}
    raise Skip('no prediction error for this channel')


def label_errors(channel: Event, x, variance):
    labels = channel.both(x, variance)
    positive, negative = np.exp(labels[1][0]), np.exp(labels[-1][0])
    return np.array([4 * positive * negative, np.minimum(positive, negative), 2 * positive * negative])


def two_slopes(x, slope):
    """Var φ(x + t), t ~ N(0, 1), φ(z) = z for z > 0 and slope · z for z < 0: a mixture of two."""
    up, down = truncated_normal(-x, np.inf), truncated_normal(-np.inf, -x)
    share, rest = np.exp(up.log_mass), np.exp(down.log_mass)
    gap = (up.mean + x) - slope * (down.mean + x)
    within = share * up.variance + rest * slope**2 * down.variance
    return (within + share * rest * gap**2)[None, :]
