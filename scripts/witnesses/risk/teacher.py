"""What labelled samples say to a student whose field is ω = √q ξ.

    y = sign(ν + √Δ ζ), flipped with probability η;   ν ~ N(ω₀, V₀) given ω,  ω₀ = mω/q, V₀ = ρ − m²/q
    Z₀(y, ω₀) = η + (1 − 2η) P(y (ν + √Δ ζ) > 0)
    m̂ = α E Σ_y ∂Z₀ f_out,   q̂ = α E Σ_y Z₀ f_out²,   V̂ = −α E Σ_y Z₀ ∂f_out,   f_out = (η(y, ω) − ω)/V
"""

from dataclasses import dataclass

from . import pulls
from .arithmetic import REACH, below, density, nodes


class OutOfDomain(Exception):
    """m² > ρ q: no student has such a field."""


@dataclass
class Teacher:
    rho: object
    noise: object
    flip: object

    @classmethod
    def of(cls, A, spec):
        names = ("secondMoment", "noiseVariance", "flipProbability")
        return cls(*(A.number(spec[name]) for name in names))

    def spread(self, A, m, q, noise=None):
        left = self.rho - m * m / q
        if not left > 0:
            raise OutOfDomain
        return A.sqrt(left + (self.noise if noise is None else noise))


def averages(A, loss, teacher, m, q, V, order):
    """(m̂, q̂, V̂)/α and the mean loss of a training sample."""
    spread, root = teacher.spread(A, m, q), A.sqrt(q)
    bends = pulls.features(A, loss, V)
    mirrored = [(-c, w) for c, w in bends]
    step = [(0, spread * q / m)] if m > 0 else []
    reach = REACH * root
    omega, weight = nodes(A, -reach, reach, [(0, root), *step, *bends, *mirrored], order)
    weight = weight * density(A, omega, q)
    omega0 = m * omega / q
    share = 1 - 2 * teacher.flip
    total = [0, 0, 0, 0]
    for y in (1, -1):
        Z = teacher.flip + share * below(A, y * omega0 / spread)
        dZ = y * share * density(A, omega0, spread * spread)
        x, f, c, value = pulls.pull(A, loss, y * omega, V)
        total[0] += (weight * dZ * (y * f)).sum()
        total[1] += (weight * Z * f * f).sum()
        total[2] += (weight * Z * c).sum()
        total[3] += (weight * Z * value).sum()
    return total


def disagreement(A, teacher, m, q, threshold, order, clean):
    """P(y ω < threshold) of y with the noise of the labels, or of the sign of ν itself."""
    spread = teacher.spread(A, m, q, 0 if clean else None)
    flip = 0 if clean else teacher.flip
    root = A.sqrt(q)
    reach = REACH * root
    if threshold <= -reach:
        return A.number(0)
    step = [(0, spread * q / m)] if m > 0 else []
    total = 0
    for y in (1, -1):
        omega, weight = nodes(A, -reach, threshold, [(0, root), (threshold, root), *step], order)
        Z = flip + (1 - 2 * flip) * below(A, m * omega / q / spread)
        total += (weight * density(A, omega, q) * Z).sum()
    return total
