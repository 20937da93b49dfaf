"""The four matrix-vector products of a G-AMP iteration in NumPy, timed on request.

Arguments: n d. First line out: a JSON object that says what computes. Then, for each line in (a number
of repetitions), one line out: the seconds that one iteration's four products took, on average.
"""

import json
import re
import sys
from time import perf_counter

import numpy as np

n, d = int(sys.argv[1]), int(sys.argv[2])
rng = np.random.default_rng(0)
F = rng.standard_normal((n, d)) / np.sqrt(d)
F2 = F * F
a, v = rng.standard_normal(d), rng.random(d)
g, dg = rng.standard_normal(n), -rng.random(n)


def products():
    return F @ a, F2 @ v, F.T @ g, F2.T @ dg


def blas():
    """The library that is loaded, as the kernel sees it (NumPy's own account varies by version)."""
    try:
        with open("/proc/self/maps") as maps:
            names = set(re.findall(r"/([^/\s]*blas[^/\s]*\.so[^/\s]*)", maps.read()))
        return ", ".join(sorted(names)) or "unknown BLAS"
    except OSError:
        return "unknown BLAS"


products()
print(json.dumps({"numpy": np.__version__, "blas": blas()}), flush=True)
for line in sys.stdin:
    repetitions = int(line)
    start = perf_counter()
    for _ in range(repetitions):
        products()
    print((perf_counter() - start) / repetitions, flush=True)
