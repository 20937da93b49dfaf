#!/usr/bin/env python3
"""A complete adapter to copy: nishimori check -- python3 adapters/python/template.py"""

import json
import sys
from math import atan2, cosh, exp, isfinite, log, log1p, pi, sqrt, tanh


class Skip(Exception):
    """Raise it for a question that your code does not support; its text is shown."""


def prior_denoiser(prior, precision, field):
    if prior['kind'] == 'gaussian':
        variance = prior['variance'] / (1 + precision * prior['variance'])
        log_partition = (variance * field**2 - log1p(precision * prior['variance'])) / 2
        return {'mean': variance * field, 'variance': variance, 'logPartition': log_partition}
    if prior['kind'] == 'rademacher':
        size = abs(field)
        log_cosh = size + log1p(exp(-2 * size)) - log(2)
        sech = 1 / cosh(size) if size < 700 else 0.0
        return {'mean': tanh(field), 'variance': sech**2, 'logPartition': log_cosh - precision / 2}
    raise Skip(f'prior {prior["kind"]} is not supported')


def generalisation_error(channel, secondMoment, overlap):
    if channel['kind'] != 'sign':
        raise Skip(f'channel {channel["kind"]} is not supported')
    # arccos(√(m/ρ)) and arccos(m/ρ), with all their digits at both ends
    bayes = atan2(sqrt(secondMoment - overlap), sqrt(overlap))
    gibbs = 2 * atan2(sqrt(secondMoment - overlap), sqrt(secondMoment + overlap))
    names = ('bayesMeanSquare', 'bayesClassification', 'gibbsClassification')
    return dict(zip(names, (2 * gibbs / pi, bayes / pi, gibbs / pi)))


# A matrix in `params` is either a list of rows or {"npy": "file", ...}, a NumPy file in the folder
# given at start: numpy.load(os.path.join(directory, matrix["npy"])).
ORACLES = {'glm.prior-denoiser': prior_denoiser, 'glm.generalisation-error': generalisation_error}
WORDS = {'inf': 'Infinity', '-inf': '-Infinity', 'nan': 'NaN'}

for line in sys.stdin:
    request = json.loads(line)
    if request['cmd'] == 'stop':
        break
    if request['cmd'] == 'start':
        directory = request['directory']  # the scratch folder
        who = {'name': 'template', 'version': '1', 'language': 'Python'}
        reply = {'protocol': 1, 'implementation': who, 'oracles': list(ORACLES)}
    else:
        reply = {'id': request['id']}
        try:
            result = ORACLES[request['oracle']](**request['params'])
            # JSON has no infinities: they are the words "Infinity", "-Infinity", "NaN"
            reply['result'] = {k: x if isfinite(x) else WORDS[str(x)] for k, x in result.items()}
        except Skip as reason:
            reply['skip'] = str(reason)
        except Exception as error:  # a failed answer, not the end of the conversation
            reply['failure'] = f'{type(error).__name__}: {error}'
    print(json.dumps(reply), flush=True)
