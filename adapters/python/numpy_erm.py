#!/usr/bin/env python3
"""
An independent NumPy implementation of empirical risk minimisation in high dimension.

    nishimori check -- python3 adapters/python/numpy_erm.py

The mathematics is in empirical_risk/; here each oracle's params are handed to it, and its answers
named. λ arrives as `lambda`, which is no name in Python: it is taken out of the keywords.
"""

import require_numpy  # noqa: F401, I001  (first: it may replace this process by one with NumPy)
import math

from bayes_glm import protocol
from empirical_risk import covariate, features, losses, mixture, separable


def erm_fixed_point(loss, alpha, teacher, **penalty):
    penalty = penalty['lambda']
    solution = covariate.teacher_student(loss, alpha, penalty, teacher)
    fields = solution.fields
    return {
        'overlap': fields.overlap,
        'norm': fields.norm,
        'susceptibility': fields.susceptibility,
        'generalisationError': covariate.error_rate(fields),
        'trainingLoss': solution.training_loss,
        'trainingError': solution.training_error,
        'objective': solution.training_loss + penalty * fields.weight_norm / (2 * alpha),
    }


def max_margin(alpha, teacher):
    margin, cosine, rest = separable.max_margin(alpha, teacher)
    return {
        'margin': margin,
        'overlap': math.sqrt(teacher['secondMoment']) * cosine / margin,
        'norm': 1 / margin**2,
        'generalisationError': math.atan2(math.sqrt(rest), cosine) / math.pi,
    }


def erm_separability(teacher):
    return {'alpha': separable.threshold(teacher)}


def covariate_fixed_point(spectrum, secondMoment, noiseVariance, task, loss, alpha, **penalty):
    ask = (spectrum, secondMoment, noiseVariance, task, loss, alpha, penalty['lambda'])
    solution = covariate.covariate(*ask)
    fields = solution.fields
    result = {
        'overlap': fields.overlap,
        'norm': fields.norm,
        'susceptibility': fields.susceptibility,
        'weightNorm': fields.weight_norm,
        'trainingLoss': solution.training_loss,
    }
    if task == 'classification':
        result['generalisationError'] = covariate.error_rate(fields)
    else:
        result['meanSquareError'] = covariate.mean_square_error(fields)
    return result


def coefficients(activation):
    kappas = features.coefficients(activation)
    return {'kappa0': kappas.kappa0, 'kappa1': kappas.kappa1, 'kappaStar': kappas.kappa_star}


def stieltjes(z, gamma):
    value, derivative = features.stieltjes(z, gamma)
    return {'value': value, 'derivative': derivative}


def manifold_fixed_point(activation, loss, alpha, gamma, projection, secondMoment=1.0, **penalty):
    penalty = penalty['lambda']
    solution, latent_overlap, latent_norm = features.fixed_point(
        activation, loss, alpha, gamma, penalty, projection, secondMoment
    )
    fields = solution.fields
    return {
        'overlap': fields.overlap,
        'norm': fields.norm,
        'susceptibility': fields.susceptibility,
        'latentOverlap': latent_overlap,
        'latentNorm': latent_norm,
        'weightNorm': fields.weight_norm,
        'generalisationError': covariate.error_rate(fields),
        'trainingLoss': solution.training_loss,
        'objective': solution.training_loss + penalty * fields.weight_norm / (2 * alpha),
    }


def manifold_separability(activation, gamma, projection):
    return {'alpha': features.separability(activation, gamma, projection)}


def mixture_fixed_point(loss, alpha, bias, probability, spectrum, **penalty):
    model = mixture.Mixture(loss, alpha, bias, probability, spectrum)
    solution = mixture.solve(model, penalty['lambda'])
    return {
        'overlap': solution.fields.overlap,
        'norm': solution.fields.norm,
        'susceptibility': solution.fields.susceptibility,
        'bias': solution.bias,
        'generalisationError': solution.error,
        'trainingLoss': solution.training_loss,
        'trainingError': solution.training_error,
        'weightNorm': solution.fields.weight_norm,
    }


ORACLES = {
    'erm.proximal': losses.proximal,
    'erm.fixed-point': erm_fixed_point,
    'erm.max-margin': max_margin,
    'erm.separability': erm_separability,
    'hidden-manifold.coefficients': coefficients,
    'hidden-manifold.stieltjes': stieltjes,
    'hidden-manifold.fixed-point': manifold_fixed_point,
    'hidden-manifold.separability': manifold_separability,
    'gaussian-covariate.fixed-point': covariate_fixed_point,
    'gaussian-mixture.fixed-point': mixture_fixed_point,
}

IMPLEMENTATION = {'name': 'numpy-erm', 'version': '1.0.0', 'language': 'Python'}

if __name__ == '__main__':
    protocol.serve(IMPLEMENTATION, ORACLES, accuracy=1e-9)
