"""The flows, as recurrences for Taylor coefficients; losses and gradients from their definitions."""

import gmpy2
from gmpy2 import mpfr

from .taylor import dot, product


def loss(matrix, squares, weights):
    return sum((s - dot(row, weights) ** 2) ** 2 for row, s in zip(matrix, squares))


def differentiated(matrix, squares, weights):
    """∇L by central differences of L with a step of 1e-60, in 1000 bits."""
    with gmpy2.local_context(gmpy2.get_context(), precision=1000):
        h, slope = mpfr("1e-60"), []
        for i in range(len(weights)):
            up, down = (
                loss(matrix, squares, [w + (e if i == j else 0) for j, w in enumerate(weights)])
                for e in (h, -h)
            )
            slope.append((up - down) / (2 * h))
        return slope


def on_the_sphere(matrix, squares, norm):
    """dw/dt = 4 Xᵀ[(y² − h²) h] + μ w, μ = −4 Σ h²(y² − h²)/|w|², |w|² = norm."""
    columns = list(zip(*matrix))

    def series(start, order):
        w = [list(start)]
        h = [[dot(row, start)] for row in matrix]  # one series per sample
        rest, force = [[] for _ in matrix], [[] for _ in matrix]
        pull = []
        for k in range(order):
            for i, s in enumerate(squares):
                rest[i].append((s if k == 0 else 0) - product(h[i], h[i], k))
                force[i].append(product(rest[i], h[i], k))
            pull.append(-4 * sum(product(force[i], h[i], k) for i in range(len(matrix))) / norm)
            now = [f[k] for f in force]
            fresh = []
            for i, column in enumerate(columns):
                back = sum(pull[k - j] * w[j][i] for j in range(k + 1))
                fresh.append((4 * dot(column, now) + back) / (k + 1))
            w.append(fresh)
            for i, row in enumerate(matrix):
                h[i].append(dot(row, fresh))
        return w

    return series


def many_units(matrix, squares, units):
    """dW/dt = (4/m) Σ r (W x) xᵀ, r = y² − |W x|²/m; the state is W row by row."""
    columns, n, d = list(zip(*matrix)), len(matrix), len(matrix[0])

    def series(start, order):
        w = [list(start)]
        p = [[[dot(row, start[a * d : (a + 1) * d])] for row in matrix] for a in range(units)]
        rest = [[] for _ in range(n)]
        for k in range(order):
            for i, s in enumerate(squares):
                seen = sum(product(p[a][i], p[a][i], k) for a in range(units)) / units
                rest[i].append((s if k == 0 else 0) - seen)
            fresh = []
            for a in range(units):
                force = [product(rest[i], p[a][i], k) for i in range(n)]
                fresh += [4 * dot(column, force) / (units * (k + 1)) for column in columns]
            w.append(fresh)
            for a in range(units):
                part = fresh[a * d : (a + 1) * d]
                for i, row in enumerate(matrix):
                    p[a][i].append(dot(row, part))
        return w

    return series


def population_overlap(alpha):
    """dm/dt = 8 α m (1 − m²)"""

    def series(start, order):
        m, square = [start[0]], []
        for k in range(order):
            square.append(product(m, m, k))
            rest = [(1 if j == 0 else 0) - s for j, s in enumerate(square)]
            m.append(8 * alpha * product(m, rest, k) / (k + 1))
        return [[c] for c in m]

    return series


def population_eigenvalues(d):
    """a′ = 2a[2(d − a) + T], b′ = 2b[−2b + T], T = d − a − (d − 1) b"""

    def series(start, order):
        a, b = [start[0]], [start[1]]
        for k in range(order):
            trace = [(d if j == 0 else 0) - x - (d - 1) * y for j, (x, y) in enumerate(zip(a, b))]
            up = [2 * ((d if j == 0 else 0) - x) + t for j, (x, t) in enumerate(zip(a, trace))]
            down = [t - 2 * y for y, t in zip(b, trace)]
            a.append(2 * product(a, up, k) / (k + 1))
            b.append(2 * product(b, down, k) / (k + 1))
        return [list(pair) for pair in zip(a, b)]

    return series
