"""The four matrix-vector products of a G-AMP iteration in NumPy, timed on request. Arguments: n d."""

import sys

import numpy as np

from repeat import serve

n, d = int(sys.argv[1]), int(sys.argv[2])
rng = np.random.default_rng(0)
F = rng.standard_normal((n, d)) / np.sqrt(d)
F2 = F * F
a, v = rng.standard_normal(d), rng.random(d)
g, dg = rng.standard_normal(n), -rng.random(n)

serve(f"NumPy {np.__version__}", lambda: (F @ a, F2 @ v, F.T @ g, F2.T @ dg))
