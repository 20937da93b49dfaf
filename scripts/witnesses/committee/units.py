"""K units that have all learnt the same: when does a small difference between them grow?

T = Σ z_l/√K is seen as T ~ N(ω, V), ω ~ N(0, q). With u = ω/q and the joint densities of (label, T),
smoothed by N(0, V/q),

    J_y(u) of P(y, T),   E_y(u) of P(y, T) (E[R | y, T]/(K − 1) − 1),   R = |z|² − T²,

    A₊ = ∫du Σ_y (u J_y + J_y′/q)²/J_y,   E Σ_y Z_y λ_y² = ∫du Σ_y E_y²/J_y

(Bayes' rule: exp(−(T − ω)²/2V + T²/2) is a Gaussian in T around u). All of these are Fourier
transforms of products of a(k) = ∫₀^∞ φ(z) e^{ikz} dz and its derivatives, damped by exp(−k²KV/2q).
"""

from functools import cache
from math import comb

import gmpy2
import mpmath
from gmpy2 import mpc, mpfr

from replica.quadrature import ONE, PI, SQRT_2PI

from .normal import LN10
from .roots import solve

PERIOD = 28  # of u: what is further out than half of it is below 1e-30 of what is at 0


@cache
def half_line(k):
    """a(k) and the transforms of z φ(z), z² φ(z) on z > 0."""
    if k == 0:
        return mpc(ONE / 2), mpc(1 / SQRT_2PI), mpc(ONE / 2)
    with mpmath.workdps(60):
        x = mpmath.mpf(str(k)) / mpmath.sqrt(2)
        damp = mpmath.exp(-x * x)
        a = mpmath.mpc(damp, damp * mpmath.erfi(x)) / 2
        kk = mpmath.mpf(str(k))
        first = 1 / mpmath.sqrt(2 * mpmath.pi) + 1j * kk * a
        second = a + 1j * kk * first
        return tuple(mpc(mpfr(str(t.real)), mpfr(str(t.imag))) for t in (a, first, second))


def powers(base, last):
    """base⁰ … base^last, by multiplication (gmpy2 takes logarithms)."""
    table = [mpc(1)]
    for _ in range(last):
        table.append(table[-1] * base)
    return table


@cache
def transforms(units, j):
    """Of the densities of (label, T): P and P E[R] at the j-th frequency; labels 1 and 0 (ties)."""
    tau = 2 * PI * j / PERIOD
    a, b, c = half_line(tau / gmpy2.sqrt(mpfr(units)))
    x, y, z = a.conjugate(), -b.conjugate(), c.conjugate()  # the same on z < 0
    up, down, none = powers(a, units), powers(x, units), mpc(0)
    share, labels = ONE / units, {}
    for m in range((units + 1) // 2, units + 1):
        n = units - m
        ways = comb(units, m)
        plain = up[m] * down[n]
        squares = m * c * up[m - 1] * down[n]
        crossed = m * (m - 1) * b * b * up[m - 2] * down[n] if m > 1 else none
        if n > 0:
            squares += n * z * up[m] * down[n - 1]
            crossed += 2 * m * n * b * y * up[m - 1] * down[n - 1]
        if n > 1:
            crossed += n * (n - 1) * y * y * up[m] * down[n - 2]
        rest = (1 - share) * squares - share * crossed
        label = 0 if m == n else 1
        before = labels.get(label, (none, none))
        labels[label] = before[0] + ways * plain, before[1] + ways * rest
    return labels


def fft(values):
    """Σ_j values_j exp(−2πi j k/N), N a power of two."""
    n = len(values)
    if n == 1:
        return values
    even, odd = fft(values[0::2]), fft(values[1::2])
    roots = twiddles(n)
    turned = [w * t for w, t in zip(roots, odd)]
    return [e + t for e, t in zip(even, turned)] + [e - t for e, t in zip(even, turned)]


@cache
def twiddles(n):
    angle = -2 * PI / n
    return [mpc(gmpy2.cos(angle * k), gmpy2.sin(angle * k)) for k in range(n // 2)]


def growth(units, q, digits):
    """(A₊, E Σ Z λ²) at q₊ = q."""
    v, scale = ONE - q, digits * LN10
    # zeros of J_y lie about 2√V/q off the real axis; exp(−τ²V/2q) ends the transform
    finest = 4 * PI * gmpy2.sqrt(v) / q / scale
    size = 2
    while mpfr(PERIOD) / size > finest:
        size *= 2
    last = gmpy2.sqrt(2 * scale * q / v)
    frequency = 2 * PI / PERIOD
    count = min(int(last / frequency) + 1, size // 2 - 1)
    rows = {}
    for j in range(count + 1):
        tau = j * frequency
        damp = gmpy2.exp(-tau * tau * v / (2 * q)) * (1 if j == 0 else 2) / PERIOD
        for label, (plain, rest) in transforms(units, j).items():
            excess = rest / (units - 1) - plain
            row = rows.setdefault(label, ([], [], []))
            row[0].append(damp * plain)
            row[1].append(damp * plain * mpc(0, -tau))
            row[2].append(damp * excess)
    plus = spread = mpfr(0)
    noise = mpfr(10) ** (-digits - 6)
    reach = gmpy2.sqrt(2 * scale / q)
    step = mpfr(PERIOD) / size
    for label, row in rows.items():
        padding = [mpc(0)] * (size - count - 1)
        density, slope, excess = (fft(part + padding) for part in row)
        for i in range(size):
            u = (i if i <= size // 2 else i - size) * step
            j = density[i].real
            if abs(u) > reach or j < noise:
                continue
            weight = step * (1 if label == 0 else 2)  # −1 mirrors +1
            plus += weight * (u * j + slope[i].real / q) ** 2 / j
            spread += weight * excess[i].real ** 2 / j
    return plus, spread


def threshold(units, digits):
    """α with α E Σ Z λ² = 1 and q/(1 − q) = α A₊; the unknown is ln(q/(1 − q))."""

    def both(x, n):
        r = gmpy2.exp(x)
        plus, spread = growth(units, r / (1 + r), n)
        return r / plus, spread

    def excess(x, n):
        alpha, spread = both(x[0], n)
        return [gmpy2.log(alpha * spread)]

    (x,) = solve(excess, [gmpy2.log(mpfr(units) ** 2 * (3 if units % 2 else 1) * mpfr("0.6"))], digits)
    return both(x, digits)[0]
