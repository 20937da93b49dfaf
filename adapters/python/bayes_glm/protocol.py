"""
The conversation: one JSON request per line in, one JSON response per line out.

`serve` knows nothing of the mathematics; it is handed a table {oracle id: function of params}.
"""

import json
import math
import os
import sys
import traceback

import numpy as np

from .outcomes import Failure, Skip


def encode(value):
    """Plain JSON: arrays become lists, non-finite numbers become words."""
    if isinstance(value, dict):
        return {key: encode(item) for key, item in value.items()}
    if isinstance(value, np.ndarray):
        return encode(value.tolist())
    if isinstance(value, (list, tuple)):
        return [encode(item) for item in value]
    if isinstance(value, (float, np.floating)):
        value = float(value)
        if math.isfinite(value):
            return value
        return 'NaN' if math.isnan(value) else 'Infinity' if value > 0 else '-Infinity'
    return value


WORDS = {'Infinity': math.inf, '-Infinity': -math.inf, 'NaN': math.nan}


def decode(value, directory):
    """The inverse; {"npy": file} becomes the array in that file of the scratch folder."""
    if isinstance(value, dict):
        if 'npy' in value:
            return load(directory, value['npy'])
        return {key: decode(item, directory) for key, item in value.items()}
    if isinstance(value, list):
        return [decode(item, directory) for item in value]
    return WORDS.get(value, value) if isinstance(value, str) else value


def load(directory, name):
    """A .npy file, from the scratch folder only and never unpickled."""
    folder = os.path.realpath(directory)
    path = os.path.realpath(os.path.join(folder, name))
    if os.path.commonpath([folder, path]) != folder:
        raise Failure(f'{name} is not inside the scratch folder')
    return np.load(path, allow_pickle=False)


def reply_to(request, oracles, directory):
    try:
        oracle = request['oracle']
        if oracle not in oracles:
            raise Skip(f'{oracle} is not supported')
        with np.errstate(over='ignore', under='ignore'):
            result = oracles[oracle](**decode(request['params'], directory))
        return {'id': request['id'], 'result': encode(result)}
    except Skip as reason:
        return {'id': request['id'], 'skip': str(reason)}
    except Failure as reason:
        return {'id': request['id'], 'failure': str(reason)}
    except Exception as error:  # a bug is a failed answer, not the end of the conversation
        traceback.print_exc()
        return {'id': request['id'], 'failure': f'{type(error).__name__}: {error}'}


def serve(implementation, oracles, accuracy):
    directory = '.'
    for line in sys.stdin:
        request = json.loads(line)
        if request['cmd'] == 'stop':
            break
        if request['cmd'] == 'start':
            directory = request.get('directory', directory)
            reply = {
                'protocol': 1,
                'implementation': implementation,
                'oracles': list(oracles),
                'accuracy': accuracy,
            }
        else:
            reply = reply_to(request, oracles, directory)
        print(json.dumps(reply, allow_nan=False), flush=True)
