"""Matrices as they come in questions: rows of numbers, or {"npy": "file"}."""

import os

from jsonlines import Skip


def rows_of(matrix):
    """Lists of Python floats."""
    if isinstance(matrix, dict):
        try:
            import numpy
        except ImportError:
            raise Skip("reading .npy needs NumPy") from None
        path = matrix["npy"]
        if not os.path.exists(path):  # golden instances are named relative to golden/
            here = os.path.dirname(os.path.abspath(__file__))
            path = os.path.join(here, "..", "..", "golden", path)
        return [[float(x) for x in row] for row in numpy.load(path)]
    return [[float(x) for x in row] for row in matrix]


def vector_of(values):
    if isinstance(values, dict):
        try:
            import numpy
        except ImportError:
            raise Skip("reading .npy needs NumPy") from None
        return [float(x) for x in numpy.load(values["npy"]).ravel()]
    return [float(x) for x in values]
