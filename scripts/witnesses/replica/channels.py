"""Output channels: the density Z(y | ω, V) of the label when z ~ N(ω, V), and its averages

    Φ_out(m) = E_ω ∫dy Z ln Z          A(m) = E_ω ∫dy (∂_ω Z)² / Z,      ω ~ N(0, m), V = ρ − m.

Z is closed only where it is a normal density or a normal distribution function. For all channels
but the door, √V is the only scale of ω and y: with x = ω/√W (W = V + noise variance)

    ∫dy Z ln Z = q_Φ(x) − (κ(x)/2) ln W,    ∫dy (∂_ω Z)²/Z = q_A(x)/W

where κ(x) is the probability that the output is not an atom. The inner integrals over y are kept
for the nodes x of dyadic panels, so that the outer one costs a Gaussian sum for every (m, V).
"""

import gmpy2
from gmpy2 import mpfr

from jsonlines import Skip
from .quadrature import PI, PRECISION, SQRT2, SQRT_2PI, legendre, mesh, rule

REACH = mpfr("12.5")
CERTAIN = mpfr(17)  # |x| beyond which the sign of x + ξ is known but for 1e-64
LOG_2PI = gmpy2.log(2 * PI)


def density(t):
    """N(t)"""
    return gmpy2.exp(-t * t / 2) / SQRT_2PI


def below(t):
    """P(ξ < t)"""
    return gmpy2.erfc(-t / SQRT2) / 2


def entropy_term(probability, complement):
    """p ln p, given both p and 1 − p with full relative precision."""
    if probability == 0:
        return mpfr(0)
    if complement < probability:
        return probability * gmpy2.log1p(-complement)
    return probability * gmpy2.log(probability)


def sign_kernel(x, order):
    """Z(±1) = P(±(x + ξ) > 0)."""
    if abs(x) > CERTAIN:
        return mpfr(0), mpfr(0), mpfr(0)
    up, down, slope = below(x), below(-x), density(x)
    phi = entropy_term(up, down) + entropy_term(down, up)
    return phi, mpfr(0), slope * slope / up + slope * slope / down


def linear_kernel(x, order):
    """y − ω = t has density N(t): ∫ N ln N and ∫ N t²."""
    if order not in linear_kernel.cache:
        phi = square = mpfr(0)
        for t, w in rule(mesh(-REACH, REACH, [(mpfr(0), mpfr(1))]), order):
            p = w * density(t)
            phi += p * (-t * t / 2 - LOG_2PI / 2)
            square += p * t * t
        linear_kernel.cache[order] = (phi, mpfr(1), square)
    return linear_kernel.cache[order]


linear_kernel.cache = {}


def relu_kernel(x, order):
    """An atom at y = 0 of mass P(x + ξ < 0) and the density N(y − x) on y > 0."""
    if x > CERTAIN:
        return linear_kernel(x, order)
    if x < -CERTAIN:
        return mpfr(0), mpfr(0), mpfr(0)
    zero, positive, slope = below(-x), below(x), density(x)
    phi, score = entropy_term(zero, positive), slope * slope / zero
    low, high = max(-x, -REACH), REACH
    if low < high:
        for t, w in rule(mesh(low, high, [(mpfr(0), mpfr(1))]), order):
            p = w * density(t)
            phi += p * (-t * t / 2 - LOG_2PI / 2)
            score += p * t * t
    return phi, positive, score


def modulus_kernel(x, order):
    """Z(y) = N(y − x) + N(y + x) on y ≥ 0: even and analytic in y, so the trapezoid rule on R."""
    if abs(x) > CERTAIN:
        return linear_kernel(x, order)
    step = mpfr(1) / (order - (4 if x < 2 else 0))
    count = int((abs(x) + REACH) / step) + 1
    phi = score = mpfr(0)
    for i in range(count + 1):
        y = i * step
        left, right = density(y - x), density(y + x)
        z = left + right
        dz = (y - x) * left - (y + x) * right
        w = step / 2 if i == 0 else step
        phi += w * z * gmpy2.log(z)
        score += w * dz * dz / z
    return phi, mpfr(1), score


class ScaleFree:
    """A channel whose kernel depends on x = ω/√W alone."""

    # kernel, symmetric under x → −x, κ, label
    kinds = {
        "sign": (sign_kernel, True, 0),
        "probit": (sign_kernel, True, 0),
        "linear": (linear_kernel, True, 1),
        "relu": (relu_kernel, False, mpfr("0.5")),
        "absolute-value": (modulus_kernel, True, 1),
    }

    def __init__(self, spec):
        self.kind = spec["kind"]
        self.kernel, self.symmetric, kappa = self.kinds[self.kind]
        self.noise = mpfr(spec.get("noiseVariance", 0))
        self.even = self.kind == "absolute-value"
        self.discrete_output = self.kind in ("sign", "probit")
        self.noiseless = self.noise == 0
        self.revealed = kappa if self.noiseless else 0
        self._tables = {}

    def _panel(self, a, b, order):
        """Nodes of ±(a, b) with the kernel's values."""
        key = (a, b, order)
        if key not in self._tables:
            half, mid = (b - a) / 2, (a + b) / 2
            rows = []
            for x, w in zip(*legendre(order)):
                for sign in (1,) if self.symmetric else (1, -1):
                    node = sign * (mid + half * x)
                    weight = half * w * (2 if self.symmetric else 1)
                    rows.append((node, weight, *self.kernel(node, order)))
            self._tables[key] = rows
        return self._tables[key]

    def averages(self, m, V, order):
        """(Φ_out, A) at overlap m and V = ρ − m > 0."""
        if m < 0 or V < 0 or V + self.noise <= 0:
            raise ValueError("overlap out of range")
        W = V + self.noise
        phi = kappa = score = mpfr(0)
        if m == 0:
            phi, kappa, score = self.kernel(mpfr(0), order)
        else:
            s = gmpy2.sqrt(m / W)
            # below 2^floor everything is smooth on one panel
            floor = int(gmpy2.floor(gmpy2.log2(min(s, mpfr(1))))) - 3
            top = int(gmpy2.ceil(gmpy2.log2(REACH * s)))
            edges = [mpfr(0)] + [mpfr(2) ** k for k in range(floor, top + 1)]
            rows = [row for a, b in zip(edges, edges[1:]) for row in self._panel(a, b, order)]
            for x, w, q_phi, q_kappa, q_score in rows:
                p = w * density(x / s) / s
                phi += p * q_phi
                kappa += p * q_kappa
                score += p * q_score
        return phi - (kappa * gmpy2.log(W) / 2 if kappa else 0), score / W


class Door:
    """y = −1 if |z| < K, else +1."""

    even = True
    discrete_output = True
    noiseless = True
    revealed = 0
    kind = "symmetric-door"

    def __init__(self, spec):
        self.width = mpfr(spec["width"])

    def averages(self, m, V, order):
        scale = gmpy2.sqrt(V)
        if m == 0:
            return self._kernel(mpfr(0), scale)
        # K − ω is resolved to a small part of √V
        spare = max(0, int(-gmpy2.log2(V)))
        with gmpy2.local_context(gmpy2.get_context(), precision=PRECISION + spare):
            result = self._integrate(m, scale, order)
        return tuple(+x for x in result)

    def _integrate(self, m, scale, order):
        K = self.width
        root = gmpy2.sqrt(m)
        features = [(mpfr(0), root), (K, scale), (mpfr(0), min(scale, root))]
        phi = score = mpfr(0)
        for omega, w in rule(mesh(mpfr(0), REACH * root, features), order):
            p = 2 * w * density(omega / root) / root
            q_phi, q_score = self._kernel(omega, scale)
            phi += p * q_phi
            score += p * q_score
        return phi, score

    def _kernel(self, omega, scale):
        a, b = (self.width - omega) / scale, (self.width + omega) / scale
        outside = below(-a) + below(-b)
        inside = below(a) - below(-b)
        slope = (density(b) - density(a)) / scale  # ∂_ω P(|z| < K)
        phi = entropy_term(inside, outside) + entropy_term(outside, inside)
        return phi, (slope * slope / inside + slope * slope / outside if slope else mpfr(0))


def channel(spec):
    if spec["kind"] == "symmetric-door":
        return Door(spec)
    if spec["kind"] in ScaleFree.kinds:
        return ScaleFree(spec)
    raise Skip(f"channel {spec['kind']}")
