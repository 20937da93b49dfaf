"""Priors, and the scalar Gaussian channel B = r w* + √r ξ seen through them.

The observed field B has density N(B; 0, r) Z_w(r, B), with Z_w(A, B) = E_w exp(B w − A w²/2), so

    Φ_w(r)  = ∫ dB N(B; 0, r) Z_w ln Z_w
    M(r)    = ∫ dB N(B; 0, r) Z_w ⟨w⟩²
    mmse(r) = ∫ dB N(B; 0, r) Z_w (⟨w²⟩ − ⟨w⟩²)

with the averages ⟨·⟩ of the tilted prior, written as a sum over its atoms (and over the one
Gaussian component, whose moments are elementary).
"""

import gmpy2
from gmpy2 import mpfr

from jsonlines import Skip
from .quadrature import PRECISION, SQRT_2PI, mesh, rule

REACH = mpfr("12.5")  # standard deviations kept: the rest weighs less than 1e-34


class Prior:
    """A mixture of atoms (probability, value) and centred Gaussians (probability, variance)."""

    def __init__(self, spec):
        kind = spec["kind"]
        self.atoms, self.gaussians = [], []
        if kind == "gaussian":
            self.gaussians = [(mpfr(1), mpfr(spec["variance"]))]
        elif kind == "rademacher":
            self.atoms = [(mpfr("0.5"), mpfr(-1)), (mpfr("0.5"), mpfr(1))]
        elif kind == "gauss-bernoulli":
            s = mpfr(spec["density"])
            self.gaussians = [(s, mpfr(spec["variance"]))]
            if s < 1:
                self.atoms = [(1 - s, mpfr(0))]
        elif kind == "discrete":
            pairs = [(mpfr(p), mpfr(w)) for p, w in zip(spec["probabilities"], spec["values"]) if p]
            total = sum(p for p, _ in pairs)
            self.atoms = [(p / total, w) for p, w in pairs]
        else:
            raise Skip(f"prior {kind}")
        self.second_moment = sum((p * w * w for p, w in self.atoms), mpfr(0)) + sum(
            p * s2 for p, s2 in self.gaussians
        )
        self.mean = sum((p * w for p, w in self.atoms), mpfr(0))
        self.continuous_mass = sum((p for p, _ in self.gaussians), mpfr(0))
        self.discrete = not self.gaussians
        self.entropy = -sum((p * gmpy2.log(p) for p, _ in self.atoms), mpfr(0))

    def tilted(self, A, B):
        """(ln Z_w, ⟨w⟩, Var w) of P_w(w) exp(B w − A w²/2) / Z_w, by summing the components."""
        logs, means, within = [], [], []
        for p, w in self.atoms:
            logs.append(gmpy2.log(p) + B * w - A * w * w / 2)
            means.append(w)
            within.append(mpfr(0))
        for p, s2 in self.gaussians:
            g = 1 + A * s2
            logs.append(gmpy2.log(p) - gmpy2.log(g) / 2 + B * B * s2 / (2 * g))
            mu = B * s2 / g
            means.append(mu)
            within.append(s2 / g)
        top = max(logs)
        weights = [gmpy2.exp(l - top) for l in logs]
        z = sum(weights)
        mean = sum(w * a for w, a in zip(weights, means)) / z
        # Σ_i w_i (variance within i) + Σ_{i<j} w_i w_j (difference of means)²: no cancellation
        variance = sum(w * v for w, v in zip(weights, within)) / z
        for i in range(len(weights)):
            for j in range(i):
                gap = means[i] - means[j]
                variance += weights[i] * weights[j] * gap * gap / (z * z)
        return top + gmpy2.log(z), mean, variance

    def _mesh(self, r):
        root = gmpy2.sqrt(r)
        features = []
        if self.gaussians:
            # A Gaussian part makes everything wide: B has standard deviation √(r (1 + r S)).
            ends = []
            for p, s2 in self.gaussians:
                g = 1 + r * s2
                spread = gmpy2.sqrt(r * g)
                features.append((mpfr(0), spread))
                ends.append(REACH * spread)
                for q, w in self.atoms:
                    # where the atom at w = 0 and the Gaussian part exchange their weights
                    t2 = (2 * g / s2) * (gmpy2.log(q / p) + gmpy2.log(g) / 2)
                    if t2 > 0:
                        t = gmpy2.sqrt(t2)
                        for c in (t, -t):
                            features.append((c, g / (s2 * t)))
                    features.append((mpfr(0), gmpy2.sqrt(g / s2)))
            if self.atoms:
                features.append((mpfr(0), root))
            end = max(ends)
            return mesh(-end, end, features)
        for _, w in self.atoms:
            features.append((r * w, root))
        for i, (p, w) in enumerate(self.atoms):
            for q, v in self.atoms[:i]:
                if v != w:
                    gap = w - v
                    features.append((r * (w + v) / 2 + gmpy2.log(q / p) / gap, 1 / abs(gap)))
        low = min(r * w for _, w in self.atoms) - REACH * root
        high = max(r * w for _, w in self.atoms) + REACH * root
        return mesh(low, high, features)

    def scalar_channel(self, r, order):
        """(Φ_w, M, mmse) at signal-to-noise ratio r."""
        if r == 0:
            return mpfr(0), self.mean * self.mean, self.second_moment - self.mean * self.mean
        # ln Z_w and B²/2r are of order r and cancel in the density of B: carry the digits they lose
        spare = max(0, int(2 * gmpy2.log2(r * max(self.second_moment, 1 / self.second_moment))))
        with gmpy2.local_context(gmpy2.get_context(), precision=PRECISION + spare):
            result = self._integrate(r, order)
        return tuple(+x for x in result)

    def _integrate(self, r, order):
        potential = overlap = error = mpfr(0)
        norm = SQRT_2PI * gmpy2.sqrt(r)
        for B, weight in rule(self._mesh(r), order):
            log_z, mean, variance = self.tilted(r, B)
            density = weight * gmpy2.exp(log_z - B * B / (2 * r)) / norm
            potential += density * log_z
            overlap += density * mean * mean
            error += density * variance
        return potential, overlap, error
