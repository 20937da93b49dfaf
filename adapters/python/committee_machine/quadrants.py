"""
One quadrant of a bivariate normal distribution, with relative accuracy in every tail.

With ζ₁, ζ₂ standard normal of correlation ρ, s² = 1 − ρ²,

    L(a, b) = P(ζ₁ > −a, ζ₂ > −b) = ∫_{−a}^∞ φ(t) Φ((b + ρt)/s) dt

The integrand is log-concave: it is integrated relative to its maximum, where it is not negligible.
Its value at the end of the interval is what the derivative of ln L consists of, and the slope δ(t)
of its logarithm what the second one does:

    ∂_a ln L = φ(a) Φ(k)/L,  k = (b − ρa)/s;   ∂_aa ln L = ∂_a ln L · E[δ(t) − δ(−a)]
    ∂_a∂_b L/L = ∂_a ln L · φ(k)/(s Φ(k))
"""

import math

import numpy as np
from scipy.special import erfcx, log_ndtr

from bayes_glm.quadrature import gauss_legendre

ORDER = 48
NEGLIGIBLE = 42.0  # e^-42
DOUBLINGS = 60


def hazard(u):
    """φ(u)/Φ(u)"""
    return math.sqrt(2 / math.pi) / erfcx(-u / math.sqrt(2))


def rise(origin, shift):
    """ln Φ(origin + shift) − ln Φ(origin), a difference without the large squares of a tail."""
    origin, shift = np.broadcast_arrays(origin, shift)
    u = origin + shift
    both = (u < 0) & (origin < 0)
    low, base = np.where(both, u, -1.0), np.where(both, origin, -1.0)
    ratio = np.log(erfcx(-low / math.sqrt(2)) / erfcx(-base / math.sqrt(2)))
    return np.where(both, ratio - shift * (u + origin) / 2, log_ndtr(u) - log_ndtr(origin))


def edge(a, b, rho, s):
    """ln L, ∂_a ln L and ∂_aa ln L for arrays a, b."""
    slope = rho / s
    start = b / s

    def drift(t):  # of the logarithm of the integrand, decreasing
        return slope * hazard(start + slope * t) - t

    # the maximum: at the edge, or where the drift changes sign
    mode = -a
    low, high = -a, -a + 1.0
    for _ in range(DOUBLINGS):
        up = drift(high) > 0
        if not np.any(up):
            break
        high = np.where(up, high + 2 * (high + a), high)
    inside = drift(low) > 0
    for _ in range(60):
        middle = (low + high) / 2
        up = drift(middle) > 0
        low, high = np.where(up, middle, low), np.where(up, high, middle)
    mode = np.where(inside, low, mode)
    origin = start + slope * mode
    height = lambda e: rise(origin, slope * e) - e * (mode + e / 2)

    def reach(direction):
        far = np.ones_like(mode)
        for _ in range(DOUBLINGS):
            near = height(direction * far) > -NEGLIGIBLE
            if not np.any(near):
                break
            far = np.where(near, 2 * far, far)
        near = np.zeros_like(far)
        for _ in range(40):
            middle = (near + far) / 2
            inside = height(direction * middle) > -NEGLIGIBLE
            near, far = np.where(inside, middle, near), np.where(inside, far, middle)
        return far

    first, last = np.maximum(-a - mode, -reach(-1)), reach(1)
    # Φ is a step of width s/|ρ| around t = −b/ρ
    width = min(s / max(abs(rho), 1e-300), 1e300)
    centre = np.clip(-b / rho if rho != 0 else 0 * b, -1e300, 1e300) - mode
    cuts = [centre - 6 * width, centre, centre + 6 * width]
    edges = [first, *(np.clip(c, first, last) for c in cuts), last]
    nodes, weights = gauss_legendre(ORDER)
    mass, slide = 0.0, 0.0
    steep = drift(-a)[:, None]
    for left, right in zip(edges, edges[1:]):
        e = left[:, None] + (right - left)[:, None] * nodes
        density = np.exp(rise(origin[:, None], slope * e) - e * (mode[:, None] + e / 2))
        t = mode[:, None] + e
        change = slope * hazard(start[:, None] + slope * t) - t - steep
        mass = mass + (right - left) * (density @ weights)
        slide = slide + (right - left) * ((density * change) @ weights)
    top = log_ndtr(origin) - mode * mode / 2 - math.log(2 * math.pi) / 2
    one = np.exp(height(-a - mode)) / mass
    return np.log(mass) + top, one, one * slide / mass


def quadrant(a, b, rho, s):
    """ln L, its gradient (2, N) and its second derivatives (2, 2, N)."""
    log_mass, one, first = edge(a, b, rho, s)
    _, two, second = edge(b, a, rho, s)
    # the same number twice: from the side on which less cancels
    k, h = (b - rho * a) / s, (a - rho * b) / s
    cross = np.where(k > h, one * hazard(k), two * hazard(h)) / s
    mixed = cross - one * two
    return log_mass, np.array([one, two]), np.array([[first, mixed], [mixed, second]])


def denoise(y, omega, variance):
    """
    ln Z_y, g = ∇ ln Z_y and ∂g, arrays (N,), (N, 2), (N, 2, 2), of the fields omega (N, 2) with
    covariance `variance` and labels y (N,).
    """
    y, omega = np.asarray(y), np.asarray(omega, float)
    variance = np.asarray(variance, float)
    scale = np.sqrt(np.diag(variance))
    product = scale[0] * scale[1]
    rho = variance[0, 1] / product
    s = math.sqrt(variance[0, 0] * variance[1, 1] - variance[0, 1] ** 2) / product

    def signs(one, two):
        sign = np.array([one, two])
        fields = (sign * omega / scale).T
        log_mass, gradient, hessian = quadrant(*fields, one * two * rho, s)
        unit = sign / scale
        return log_mass, gradient.T * unit, np.moveaxis(hessian, -1, 0) * np.outer(unit, unit)

    log_z, g, dg = np.empty(len(y)), np.empty(omega.shape), np.empty((len(y), 2, 2))
    parts = {pair: signs(*pair) for pair in ((1, 1), (-1, -1), (1, -1), (-1, 1))}
    for label, pair in ((1, (1, 1)), (-1, (-1, -1))):
        chosen = y == label
        log_z[chosen], g[chosen], dg[chosen] = (part[chosen] for part in parts[pair])
    tie = y == 0
    (log_a, g_a, dg_a), (log_b, g_b, dg_b) = parts[1, -1], parts[-1, 1]
    total = np.logaddexp(log_a, log_b)
    share, rest = np.exp(log_a - total)[:, None], np.exp(log_b - total)[:, None]
    apart = g_a - g_b
    spread = (share * rest)[..., None] * apart[:, :, None] * apart[:, None, :]
    mixed = share[..., None] * dg_a + rest[..., None] * dg_b + spread
    log_z[tie], g[tie], dg[tie] = total[tie], (share * g_a + rest * g_b)[tie], mixed[tie]
    # an event that is nearly sure: ln(1 − the others)
    masses = {pair: np.exp(part[0]) for pair, part in parts.items()}
    ties = masses[1, -1] + masses[-1, 1]
    others = np.where(y == 1, masses[-1, -1] + ties, masses[1, 1] + ties)
    others = np.where(tie, masses[1, 1] + masses[-1, -1], others)
    sure = others < 0.5
    log_z[sure] = np.log1p(-others[sure])
    return log_z, g, dg
