#!/usr/bin/env python3
"""Witness without a replica formula: Bayes' rule, state evolution and thermodynamic integration.

One weight w* is seen through B = r w* + √r ξ: its posterior is tabulated weight by weight, and
mmse(r) is its mean variance. One output y of z ~ N(ω, V) is seen: the posterior of z is tabulated,
and one more measurement of that kind per weight raises the signal-to-noise ratio by
A = (1 − E Var(z | y, ω)/V)/V. Everything else follows by iterating and integrating:

    state evolution   m ← ρ − mmse(α A(m)),  Steffensen-accelerated for fixed points
    Φ_w(r) = ½ ∫₀^r (ρ − mmse)          (the I-MMSE theorem)
    Φ_out(m) = −H(y) + ½ ∫₀^m A          (the same for one output)
    f = Φ_w + α Φ_out − m r/2            along a branch: no other potential is ever evaluated
    folds: tangency of the map m → M(α A(m)) with the diagonal, by bisection on α

Double precision; the bound is ten times the difference between two resolutions, and 1e-12.
"""

import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import math

import numpy as np

from jsonlines import Skip, serve

TAIL = 9.0  # standard deviations: what lies beyond weighs less than 1e-18


def gauss(x, variance=1.0):
    return np.exp(-0.5 * x * x / variance) / np.sqrt(2 * np.pi * variance)


class Grid:
    """Composite Gauss-Legendre nodes on [low, high], refined geometrically towards some points."""

    def __init__(self, order):
        self.x, self.w = np.polynomial.legendre.leggauss(order)

    def __call__(self, low, high, features):
        points = {low, high}
        for centre, width in features:
            offset = 0.0
            while width > 0 and offset <= max(high - centre, centre - low):
                points |= {p for p in (centre - offset, centre + offset) if low < p < high}
                offset = width if offset == 0 else 2 * offset
        edges = np.array(sorted(points))
        half = np.diff(edges)[:, None] / 2
        mid = (edges[1:] + edges[:-1])[:, None] / 2
        return (mid + half * self.x).ravel(), (half * self.w).ravel()


class Weight:
    """P_w as a table of weights and probabilities."""

    def __init__(self, spec, resolution):
        self.spec, self.resolution = spec, resolution
        kind = spec["kind"]
        self.atoms = {
            "gaussian": [],
            "rademacher": [(-1.0, 0.5), (1.0, 0.5)],
            "gauss-bernoulli": [(0.0, 1 - spec.get("density", 0))],
        }.get(kind)
        if kind == "discrete":
            self.atoms = list(zip(spec["values"], spec["probabilities"]))
        if self.atoms is None:
            raise Skip(f"prior {kind}")
        self.bulk = {"gaussian": 1.0, "gauss-bernoulli": spec.get("density", 0)}.get(kind, 0.0)
        self.variance = spec.get("variance", 0.0)
        self.rho = sum(p * w * w for w, p in self.atoms) + self.bulk * self.variance
        self.mean = sum(p * w for w, p in self.atoms)
        self.entropy = -sum(p * math.log(p) for _, p in self.atoms if p > 0)
        self.cache = {}

    def mmse(self, r):
        """E Var(w | B)"""
        if r not in self.cache:
            self.cache[r] = self.continuous(r) if self.bulk else self.discrete(r)
        return self.cache[r]

    def discrete(self, r):
        """Joint table of (B, w): N(B; r w, r) P_w(w), on equidistant B."""
        w = np.array([value for value, _ in self.atoms])
        p = np.array([mass for _, mass in self.atoms])
        root, gap = math.sqrt(r), np.ptp(w)
        step = self.resolution * min(root / 2, 1 / gap)
        low, high = r * w.min() - TAIL * root, r * w.max() + TAIL * root
        n = int((high - low) / step) + 2
        if n > 1e7:
            # too fine to sum, but the chance to take a weight for its neighbour is bounded (Chernoff)
            closest = np.diff(np.sort(w)).min()
            if gap * gap * len(w) * math.exp(-r * closest**2 / 8) < 1e-30:
                return 0.0
            raise Skip("signal-to-noise ratio beyond the grid")
        fields, step = np.linspace(low, high, n, retstep=True)
        total = 0.0
        for B in np.array_split(fields, max(1, n * len(w) // 400_000)):
            joint = p * gauss(B[:, None] - r * w, r)
            mass = joint.sum(1)
            mass[mass == 0] = 1.0
            # by pairs: a variance far below the rounding of the mean keeps its digits
            for j in range(len(w)):
                for k in range(j):
                    total += step * (joint[:, j] * joint[:, k] / mass).sum() * (w[j] - w[k]) ** 2
        return total

    def continuous(self, r):
        """The same with a table of w around the mode of the continuous part, anew for every B."""
        S, root = self.variance, math.sqrt(r)
        spread = TAIL * root * math.sqrt(1 + r * S)
        # what distinguishes an atom from the continuous part happens on the scale √r of B
        edges, step = [0.0], root / 2
        while edges[-1] < spread:
            edges.append(edges[-1] + (step if len(edges) < 40 else edges[-1]))
        x, wx = np.polynomial.legendre.leggauss((14, 18)[self.resolution < 0.45])
        edges = np.array(edges)
        half = np.diff(edges)[:, None] / 2
        B = ((edges[1:] + edges[:-1])[:, None] / 2 + half * x).ravel()
        weight = 2 * (half * wx).ravel()  # both signs of B
        t = np.arange(-TAIL, TAIL + 1e-9, self.resolution)
        width = 1 / math.sqrt(r + 1 / S)
        mode = B * S / (1 + r * S)
        w = mode[:, None] + t * width
        # B − r w without cancellation
        off = (B / (1 + r * S))[:, None] - r * width * t
        joint = self.bulk * self.resolution * width * gauss(w, S) * gauss(off, r)
        values = [w] + [np.full((len(B), 1), a) for a, _ in self.atoms]
        joints = [joint] + [p * gauss(B - r * a, r)[:, None] for a, p in self.atoms]
        w, joint = np.concatenate(values, 1), np.concatenate(joints, 1)
        mass = joint.sum(1)
        mass[mass == 0] = 1.0
        mean = (joint * w).sum(1) / mass
        return float(weight @ (joint * (w - mean[:, None]) ** 2).sum(1))


class Output:
    """E Var(z | y, ω) for z ~ N(ω, V), ω ~ N(0, m)."""

    def __init__(self, spec, order):
        self.spec, self.kind = spec, spec["kind"]
        self.noise = spec.get("noiseVariance", 0.0)
        self.grid = Grid(order)
        self.labels = self.kind in ("sign", "probit", "symmetric-door")
        self.even = self.kind in ("absolute-value", "symmetric-door")
        self.noiseless = self.noise == 0

    def fields(self, m, V):
        """Nodes of ω with their Gaussian weights."""
        if m == 0:
            return np.zeros(1), np.ones(1)
        root, sd = math.sqrt(m), math.sqrt(V + self.noise)
        edges = [0.0] if self.kind != "symmetric-door" else [self.spec["width"], -self.spec["width"]]
        features = [(0.0, root)] + [(e, min(sd, root)) for e in edges]
        omega, weight = self.grid(-TAIL * root, TAIL * root, features)
        return omega, weight * gauss(omega, m)

    def conjugate(self, m, V):
        """A = (1 − E Var(z | y, ω)/V)/V: the gain of signal-to-noise ratio per output."""
        if self.kind == "linear":
            return self.gaussian_noise(V)
        # u = z + noise is what the label is a function of, and z given u is Gaussian:
        # V − E Var(z | y) = (V/U)² (U − E Var(u | y))
        U = V + self.noise
        omega, weight = self.fields(m, V)
        known = self.modulus(omega, U) if self.kind == "absolute-value" else self.cut(omega, U)
        return (1 - float(weight @ known) / U) / U

    def gaussian_noise(self, V):
        """One z seen through y = z + noise: the posterior on a grid of z, for a grid of y.

        V − E Var(z | y) is the variance of the posterior mean."""
        U = V + self.noise
        if self.noiseless or V < 1e-16 * U:
            return 1 / U
        ratio = math.sqrt(self.noise / U)
        if ratio < 0.02:
            raise Skip("noise finer than the grid")
        x, w = self.grid(-TAIL, TAIL, [(0.0, 1.0)])
        z, wz = self.grid(-TAIL, TAIL, [(0.0, ratio)])
        total = 0.0
        for t, weight in zip(x, w):
            y = t * math.sqrt(U)
            # the grid is centred where the posterior is
            zz = y * V / U + math.sqrt(V) * z
            joint = gauss(zz, V) * gauss(y - zz, self.noise) * wz * math.sqrt(V)
            mass = joint.sum()
            if mass > 0:
                total += weight * math.sqrt(U) * mass * float(joint @ zz / mass) ** 2
        return total / V**2

    def cut(self, omega, V):
        """Var(u | label) when the label says on which side of its edges u lies; relu reveals u > 0."""
        sd = math.sqrt(V)
        if self.kind == "symmetric-door":
            K = self.spec["width"]
            pieces = [[(-K, K)], [(-np.inf, -K), (K, np.inf)]]
        elif self.kind == "relu":
            pieces = [[(-np.inf, 0.0)]]
        else:
            pieces = [[(-np.inf, 0.0)], [(0.0, np.inf)]]
        total = np.zeros_like(omega)
        for piece in pieces:
            nodes, weights = [], []
            for low, high in piece:
                lo = np.clip((low - omega) / sd, -TAIL, TAIL)
                hi = np.clip((high - omega) / sd, -TAIL, TAIL)
                # the density is known to have unit width: panels of at most 3/2
                cuts = np.linspace(0, 1, 13)
                for a, b in zip(cuts, cuts[1:]):
                    left, right = lo + (hi - lo) * a, lo + (hi - lo) * b
                    half, mid = (right - left) / 2, (right + left) / 2
                    nodes.append(mid[:, None] + half[:, None] * self.grid.x)
                    weights.append(half[:, None] * self.grid.w)
            u = np.concatenate(nodes, 1)
            joint = np.concatenate(weights, 1) * gauss(u)
            mass = joint.sum(1)
            safe = np.where(mass > 0, mass, 1)
            mean = (joint * u).sum(1) / safe
            total += (joint * (u - mean[:, None]) ** 2).sum(1)
        return total * V

    def modulus(self, omega, V):
        """|u| is known: u is y or −y, with the odds of their densities."""
        sd = math.sqrt(V)
        total = np.zeros_like(omega)
        x = np.abs(omega) / sd
        # whatever the sign of u: E over u ~ N(ω, V) of u² 4 p(1 − p) = u² / cosh²(u ω / V)
        for xi in range(len(x)):
            nodes, weights = self.grid(0.0, x[xi] + TAIL, [(0.0, 1 / max(x[xi], 1.0)), (x[xi], 1.0)])
            plus, minus = gauss(nodes - x[xi]), gauss(nodes + x[xi])
            both = plus + minus
            safe = np.where(both > 0, both, 1)
            total[xi] = float(weights @ (nodes * nodes * 4 * plus * minus / safe))
        return total * V

    def blank(self, rho):
        """Φ_out(0) = ∫dy p ln p, p the law of a label of z ~ N(0, ρ)."""
        if self.kind in ("sign", "probit"):
            return -math.log(2)
        if self.kind == "symmetric-door":
            z, w = self.grid(-self.spec["width"], self.spec["width"], [(0.0, math.sqrt(rho))])
            p = float(w @ gauss(z, rho))
            return p * math.log(p) + (1 - p) * math.log1p(-p)
        total = rho + self.noise
        z, w = self.grid(0.0, TAIL * math.sqrt(total), [(0.0, math.sqrt(total))])
        p = gauss(z, total)
        half = float(w @ (p * np.log(p)))
        if self.kind == "relu":
            return half - 0.5 * math.log(2)
        if self.kind == "absolute-value":
            return float(w @ (2 * p * np.log(2 * p)))
        return 2 * half


class Model:
    def __init__(self, prior, channel, level):
        self.prior = Weight(prior, (0.5, 0.4)[level])
        self.channel = Output(channel, (18, 24)[level])
        self.rho = self.prior.rho
        self.level = level
        self.known = {}

    def A(self, V):
        key = float(V)
        if key not in self.known:
            if self.channel.noiseless and V < 1e-12 * self.rho:
                raise Skip("perfect recovery is beyond the grid")
            self.known[key] = self.channel.conjugate(max(self.rho - V, 0.0), V)
        return self.known[key]

    def step(self, V, alpha):
        """V after one iteration of state evolution."""
        A = max(self.A(V), 0.0)
        return self.prior.mmse(alpha * A) if A > 0 else self.rho - self.prior.mean**2

    def settle(self, alpha, V):
        """Steffensen's iteration on top of the plain one; V of a fixed point."""
        for _ in range(20):  # plain steps first: they choose the basin
            new = self.step(V, alpha)
            if abs(new - V) < 1e-13 * self.rho:
                return new
            V = new
        for _ in range(60):
            V1 = self.step(V, alpha)
            V2 = self.step(V1, alpha)
            if abs(V1 - V) < 3e-14 * self.rho:
                return V2
            second = V2 - 2 * V1 + V
            rate = (V2 - V1) / (V1 - V)
            jump = V - (V1 - V) ** 2 / second if second != 0 else V2
            # accelerate only where the sequence contracts monotonically and the jump goes its way
            ok = 0 < rate < 0.999 and 0 < jump <= self.rho and (jump - V2) * (V2 - V1) >= 0
            V = jump if ok else V2
        raise Skip("state evolution is too slow here")

    def free_entropy(self, alpha, V, r):
        """½∫₀^r (ρ − mmse) + α(−H + ½∫₀^m A) − m r / 2, on panels that grow away from 0."""
        m = self.rho - V
        grid = Grid((10, 14)[self.level])
        phi_w = 0.0
        if r > 0:
            x, w = grid(0.0, r, [(0.0, min(0.5 / self.rho, r))])
            phi_w = 0.5 * sum(wi * (self.rho - self.prior.mmse(xi)) for xi, wi in zip(x, w))
        # A may rise as a power of V: panels shrink towards the smallest V
        x, w = grid(V, self.rho, [(0.0, V)])
        area = 0.5 * sum(wi * self.A(xi) for xi, wi in zip(x, w))
        return phi_w + alpha * (self.channel.blank(self.rho) + area) - m * r / 2


def bounded(answer, floors=None):
    """Two resolutions; ten times their difference, and the floor of double precision."""

    def handler(params):
        coarse, fine = answer(params, 0), answer(params, 1)
        result, error = {}, {}
        for field, value in fine.items():
            result[field] = value
            if isinstance(value, str):
                if coarse[field] != value:
                    raise Skip("the two resolutions disagree")
                continue
            a, b = np.atleast_1d(value), np.atleast_1d(coarse[field])
            if np.all(np.isfinite(a)):
                floor = (floors or {}).get(field, 1e-12)
                error[field] = float(np.max(10 * np.abs(a - b) + floor * (np.abs(a) + 1)))
            elif not np.array_equal(a, b):
                raise Skip("the two resolutions disagree")
        return {"result": result, "error": error}

    return handler


def with_conjugate(handler):
    """r and V move together along the fixed points: r is known no better, relatively, than V."""

    def widened(params):
        answer = handler(params)
        result, error = answer["result"], answer["error"]
        V, r = result["meanSquareError"], result["conjugate"]
        if "conjugate" in error and V > 0:
            error["conjugate"] = max(error["conjugate"], abs(r) * error["meanSquareError"] / V)
        return answer

    return widened


_models = {}


def model(params, level):
    key = (repr(params["prior"]), repr(params["channel"]), level)
    if key not in _models:
        if len(_models) > 6:
            _models.clear()
        _models[key] = Model(params["prior"], params["channel"], level)
    return _models[key]


def prior_potential(params, level):
    p = Weight(params["prior"], (0.5, 0.4)[level])
    r = params["conjugate"]
    mmse = p.mmse(r) if r > 0 else p.rho - p.mean**2
    result = {"overlap": p.rho - mmse, "meanSquareError": mmse}
    if 0 < r <= 100:
        x, w = Grid((12, 16)[level])(0.0, r, [(0.0, min(0.5 / p.rho, r))])
        result["potential"] = 0.5 * sum(wi * (p.rho - p.mmse(xi)) for xi, wi in zip(x, w))
    return result


def output_potential(params, level):
    rho, m = params["secondMoment"], params["overlap"]
    c = Output(params["channel"], (18, 24)[level])
    V = rho - m
    if V < 1e-7 * rho:
        raise Skip("perfect recovery is beyond the grid")
    x, w = Grid((10, 14)[level])(V, rho, [(0.0, V)])
    area = sum(wi * c.conjugate(max(rho - xi, 0.0), xi) for xi, wi in zip(x, w))
    return {"conjugatePerAlpha": c.conjugate(m, V), "potential": c.blank(rho) + 0.5 * area}


def state_evolution(params, level):
    mod = model(params, level)
    V, path = mod.rho - params["initialOverlap"], [params["initialOverlap"]]
    for _ in range(params["iterations"]):
        if V > 1e-9 * mod.rho:
            V = mod.step(V, params["alpha"])
        elif mod.channel.noiseless and not mod.prior.bulk:
            V = 0.0  # exponentially small, and smaller still from step to step
        else:
            raise Skip("perfect recovery is beyond the grid")
        path.append(mod.rho - V)
    return {"overlap": path}


def arrive(mod, alpha, start):
    """(V, r) where state evolution ends."""
    blank = mod.rho - mod.prior.mean**2
    symmetric = mod.channel.even and abs(mod.prior.mean) < 1e-12
    if start == "uninformed":
        V = blank
        if symmetric:
            m = 1e-5 * mod.rho
            growth = (mod.rho - mod.step(mod.rho - m, alpha)) / m
            if abs(growth - 1) < 1e-2:
                raise Skip("too close to weak recovery")
            if growth < 1:
                return mod.rho, 0.0
            V = mod.rho * (1 - 1e-2)
    else:
        V = 1e-6 * mod.rho
        if mod.step(V, alpha) < V:
            return 0.0, math.inf
    try:
        V = mod.settle(alpha, V)
    except Skip:
        # no fixed point in reach of the grid: with noiseless labels this is perfect recovery
        if mod.channel.noiseless and mod.step(1e-11 * mod.rho, alpha) < 1e-11 * mod.rho:
            return 0.0, math.inf
        raise
    return V, alpha * mod.A(V)


def described(mod, alpha, V, r):
    if math.isinf(r):
        if not mod.channel.labels:
            s = mod.prior.bulk
            kappa = 0.5 if mod.channel.kind == "relu" else 1.0
            f = math.copysign(math.inf, alpha * kappa - s)
        else:
            f = -mod.prior.entropy
        return {"overlap": mod.rho, "conjugate": r, "meanSquareError": 0.0, "freeEntropy": f}
    return {
        "overlap": mod.rho - V,
        "conjugate": r,
        "meanSquareError": V,
        "freeEntropy": mod.free_entropy(alpha, V, r),
    }


def fixed_point(params, level):
    mod = model(params, level)
    return described(mod, params["alpha"], *arrive(mod, params["alpha"], params["start"]))


def optimum(params, level):
    mod, alpha = model(params, level), params["alpha"]
    amp = described(mod, alpha, *arrive(mod, alpha, "uninformed"))
    top = described(mod, alpha, *arrive(mod, alpha, "informed"))
    same = abs(amp["overlap"] - top["overlap"]) < 1e-8 * mod.rho
    best = amp if same or amp["freeEntropy"] > top["freeEntropy"] else top
    if best is not amp:
        phase = "hard"
    else:
        phase = "easy" if best["meanSquareError"] == 0 else "impossible"
    return {
        "overlap": best["overlap"],
        "meanSquareError": best["meanSquareError"],
        "freeEntropy": best["freeEntropy"],
        "algorithmicOverlap": amp["overlap"],
        "algorithmicMeanSquareError": amp["meanSquareError"],
        "phase": phase,
    }


def needed(mod, V):
    """The r at which the weight's mmse is V, by bisection and secant in ln r."""
    low, high = math.log(1e-9), math.log(1e-8)
    while mod.prior.mmse(math.exp(high)) > V:
        low, high = high, high + 1.0
    f = lambda x: math.log(mod.prior.mmse(math.exp(x)) / V)
    a, b, fa, fb = low, high, f(low), f(high)
    for _ in range(80):
        c = b - fb * (b - a) / (fb - fa)
        if not min(a, b) < c < max(a, b):
            c = (a + b) / 2
        fc = f(c)
        if abs(fc) < 1e-15 or abs(b - a) < 1e-15:
            return math.exp(c)
        # Illinois
        if fa * fc < 0:
            b, fb = a, fa
        else:
            fb = fb / 2
        a, fa, b, fb = c, fc, b, fb
    return math.exp(a)


def balance(mod, x):
    """α at which V = ρ/(1 + eˣ) is a fixed point: what the weight needs over what an output gives."""
    V = mod.rho / (1 + math.exp(x))
    return needed(mod, V) / mod.A(V)


def fold(mod, low=-4.0, high=9.0):
    """Tangency: the α below which SE has a fixed point on its way up. Golden section on `balance`."""
    xs = np.linspace(low, high, 53)
    ys = []
    for x in xs:
        try:
            ys.append(balance(mod, x))
        except Skip:
            break
    i = int(np.argmax(ys))
    if i in (0, len(ys) - 1):
        raise Skip("no fold within the grid")
    a, b = xs[i - 1], xs[i + 1]
    ratio = (math.sqrt(5) - 1) / 2
    c, d = b - ratio * (b - a), a + ratio * (b - a)
    fc, fd = balance(mod, c), balance(mod, d)
    while b - a > 0.02:
        if fc > fd:
            b, d, fd = d, c, fc
            c = b - ratio * (b - a)
            fc = balance(mod, c)
        else:
            a, c, fc = c, d, fd
            d = a + ratio * (b - a)
            fd = balance(mod, d)
    # the top of a parabola through values that are smooth to rounding
    x = np.linspace(a - 0.02, b + 0.02, 9)
    y = np.array([balance(mod, t) for t in x])
    mid = (a + b) / 2
    c = np.polynomial.Polynomial.fit(x, y, 5)
    roots = [t.real for t in c.deriv().roots() if abs(t.imag) < 1e-9 and x[0] <= t.real <= x[-1]]
    top = min(roots, key=lambda t: abs(t - mid))
    return float(balance(mod, top)), mod.rho - mod.rho / (1 + math.exp(top))


def weak_recovery(mod):
    if not mod.channel.even or abs(mod.prior.mean) > 1e-12:
        raise Skip("zero overlap is not a fixed point")

    def richardson(f, h):
        # the step differs between the two resolutions, so their difference shows both errors
        h *= (4e-3, 2e-3)[mod.level]
        table = [f(h / 2**k) / (h / 2**k) for k in range(5)]
        for k in range(1, 5):
            table = [(2**k * b - a) / (2**k - 1) for a, b in zip(table, table[1:])]
        return table[0]

    dA = richardson(lambda m: mod.channel.conjugate(m, mod.rho - m), mod.rho)
    dM = richardson(lambda r: mod.rho - mod.prior.mmse(r), 1 / mod.rho)
    return 1 / (dA * dM)


def information_theoretic(mod):
    """f of the low branch against −H(P_w) of perfect recovery (labels of a discrete prior)."""
    channel = mod.channel
    if not channel.labels and channel.noiseless:
        # f of nearly perfect recovery falls or rises without bound by the sign of α V A − r mmse(r)
        if not mod.prior.bulk:
            return 0.0, mod.prior.mean**2
        return revelation(mod), None
    if not (channel.labels and channel.noiseless and not mod.prior.bulk):
        raise Skip("only where one branch is perfect recovery")
    H = mod.prior.entropy
    if channel.even and abs(mod.prior.mean) < 1e-12:
        alpha = -H / channel.blank(mod.rho)
        if alpha < weak_recovery(mod):
            return alpha, 0.0

    def gap(x):
        V = mod.rho / (1 + math.exp(x))
        alpha = balance(mod, x)
        return mod.free_entropy(alpha, V, alpha * mod.A(V)) + H

    low = -2.0
    while gap(low + 0.5) > 0:
        low += 0.5
    a, b, fa, fb = low, low + 0.5, gap(low), gap(low + 0.5)
    for _ in range(40):
        c = b - fb * (b - a) / (fb - fa)
        fc = gap(c)
        if abs(fc) < 1e-14 or abs(c - b) < 1e-13:
            break
        a, fa, b, fb = b, fb, c, fc
    return balance(mod, c), mod.rho - mod.rho / (1 + math.exp(c))


def revelation(mod):
    """lim r mmse(r) / lim V A, extrapolated in r^(−1/2) and √V from what the tables reach."""

    def limit(f, h):
        # f(h) at h, h/2, h/4, ...: powers of h removed one by one
        table = [f(h / 2**k) for k in range(4)]
        for k in range(1, 4):
            table = [(2**k * b - a) / (2**k - 1) for a, b in zip(table, table[1:])]
        return table[0]

    # the starting points differ between the two resolutions: their difference shows what is left
    x = (0.02, 0.01)[mod.level]
    weight = limit(lambda h: mod.prior.mmse(h**-2) / h**2, x)
    output = limit(lambda h: h * h * mod.channel.conjugate(mod.rho - h * h, h * h), x * math.sqrt(mod.rho))
    return weight / output


def threshold(params, level):
    mod = model(params, level)
    kind = params["kind"]
    if kind == "weak-recovery":
        alpha, overlap = weak_recovery(mod), 0.0
    elif kind == "algorithmic":
        alpha, overlap = fold(mod)
    elif kind == "information-theoretic":
        alpha, overlap = information_theoretic(mod)
    else:
        raise Skip(kind)
    return {"alpha": alpha} if overlap is None else {"alpha": alpha, "overlap": overlap}


HANDLERS = {
    "glm.prior-potential": bounded(prior_potential),
    "glm.output-potential": bounded(output_potential),
    "glm.state-evolution": bounded(state_evolution),
    "glm.fixed-point": with_conjugate(bounded(fixed_point)),
    "glm.optimum": bounded(optimum),
    # at the top of a curve the height is second-order in the place: the place has fewer digits
    "glm.threshold": bounded(threshold, {"overlap": 1e-9}),
}

if __name__ == "__main__":
    serve(HANDLERS)
