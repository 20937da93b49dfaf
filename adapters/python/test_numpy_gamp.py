"""
Checks of bayes_glm against definitions, closed forms and Monte Carlo: python3 -m unittest
"""

import require_numpy  # noqa: F401, I001  (first: it may replace this process by one with NumPy)
import itertools
import json
import math
import os
import subprocess
import sys
import tempfile
import unittest
from unittest import mock

import numpy as np

from bayes_glm import enumeration, protocol
from bayes_glm.channels import AbsoluteValue, Linear, Relu, Sign, SymmetricDoor
from bayes_glm.gamp import gamp
from bayes_glm.generalisation import generalisation_error
from bayes_glm.outcomes import Failure, Skip
from bayes_glm.potentials import output_potential, prior_potential
from bayes_glm.priors import Discrete, GaussBernoulli, Gaussian
from bayes_glm.quadrature import integrate
from bayes_glm.state_evolution import Model, describe, informed, trajectory, uninformed
from bayes_glm.truncated_normal import truncated_normal

HERE = os.path.dirname(os.path.abspath(__file__))

RADEMACHER = Discrete([-1, 1], [0.5, 0.5])
PRIORS = {
    'gaussian': Gaussian(1.7),
    'rademacher': RADEMACHER,
    'gauss-bernoulli': GaussBernoulli(0.2, 1.3),
    'skewed': Discrete([-1.5, 0.25, 2], [0.3, 0.5, 0.2]),
}
CHANNELS = {
    'sign': Sign(),
    'probit': Sign(0.3),
    'linear': Linear(0.2),
    'relu': Relu(),
    'abs': AbsoluteValue(0.0),
    'noisy abs': AbsoluteValue(0.1),
    'door': SymmetricDoor(0.7),
}
LABELS = {'relu': [0.0, 0.8], 'abs': [0.3, 1.4], 'noisy abs': [0.3, 1.4], 'linear': [-0.5, 2.0]}


def derivative(function, x, h=0.02):
    """Eight-point central difference: error of order h⁸."""
    weights = {1: 4 / 5, 2: -1 / 5, 3: 4 / 105, 4: -1 / 280}
    return sum(c * (function(x + k * h) - function(x - k * h)) for k, c in weights.items()) / h


class Close(unittest.TestCase):
    def close(self, actual, expected, relative=1e-12, absolute=0.0):
        np.testing.assert_allclose(actual, expected, rtol=relative, atol=absolute)


class Quadrature(Close):
    def test_singular_point_that_no_cut_announces(self):
        (value,) = integrate(lambda x: np.sqrt(np.abs(x - 0.3))[None, :], [0.0, 1.0])
        self.close(value, (0.3**1.5 + 0.7**1.5) * 2 / 3, 1e-8)

    def test_each_component_to_its_own_scale(self):
        both = integrate(lambda x: np.array([np.exp(x), 1e-90 * np.exp(-x * x)]), [-9.0, 0.0, 9.0])
        self.close(both, [2 * math.sinh(9), 1e-90 * math.sqrt(math.pi)])

    def test_noise_is_told_from_structure(self):
        rng = np.random.default_rng(8)
        noisy = lambda size: lambda x: (1 + size * rng.standard_normal(x.size))[None, :]
        self.close(integrate(noisy(1e-10), [0.0, 1.0]), 1.0, 1e-9)
        with self.assertRaises(Failure):
            integrate(noisy(0.1), [0.0, 1.0])


class TruncatedNormal(Close):
    def test_half_line(self):
        for lo in (-8.0, -0.3, 0.0, 2.5, 7.0):
            log_mass, mean, variance = truncated_normal(lo, np.inf)
            tail = math.erfc(lo / math.sqrt(2)) / 2
            hazard = math.exp(-lo * lo / 2) / math.sqrt(2 * math.pi) / tail
            self.close(math.exp(log_mass), tail)
            self.close(mean, hazard, absolute=1e-15)
            self.close(variance, 1 - hazard * (hazard - lo), 1e-10)

    def test_far_tail(self):
        # Mills: mean − lo = 1/lo − 2/lo³ + 10/lo⁵ − …
        lo = 1e4
        _, mean, variance = truncated_normal(-np.inf, -lo)
        self.close(-mean - lo, 1 / lo - 2 / lo**3, 1e-7)
        self.close(variance, 1 / lo**2 - 6 / lo**4, 1e-12)

    def test_narrow_interval(self):
        log_mass, _, variance = truncated_normal(3.0, 3.0 + 1e-9)
        self.close(log_mass, -4.5 - math.log(2 * math.pi) / 2 + math.log(1e-9), 1e-8)
        self.close(variance, 1e-18 / 12, 1e-6)


class PriorDenoisers(Close):
    def test_mean_and_variance_are_derivatives(self):
        for name, prior in PRIORS.items():
            with self.subTest(name):
                for precision, field in ((0.0, 0.4), (0.7, -1.2), (5.0, 3.0)):
                    log_z = lambda b: prior.denoise(precision, np.array([b]))[2][0]
                    mean = lambda b: prior.denoise(precision, np.array([b]))[0][0]
                    at = prior.denoise(precision, np.array([field]))
                    self.close(at[0][0], derivative(log_z, field), 1e-10)
                    self.close(at[1][0], derivative(mean, field), 1e-10)

    def test_variance_keeps_its_digits(self):
        _, variance, _ = RADEMACHER.denoise(1.0, np.array([30.0, 300.0]))
        self.close(variance, [1 / math.cosh(b) ** 2 for b in (30.0, 300.0)])

    def test_small_log_partition_keeps_its_digits(self):
        log_z = RADEMACHER.denoise(1e-12, np.array([1e-5]))[2][0]
        self.close(log_z, 1e-10 / 2 - 1e-12 / 2, 1e-9)


class OutputDenoisers(Close):
    def test_g_and_dg_are_derivatives(self):
        for name, channel in CHANNELS.items():
            with self.subTest(name):
                for y, omega, variance in itertools.product(
                    LABELS.get(name, [-1, 1]), (-2, 0.1, 1), (0.5, 2)
                ):
                    log_z = lambda w: channel.denoise(np.array([y]), np.array([w]), variance)[0][0]
                    g = lambda w: channel.denoise(np.array([y]), np.array([w]), variance)[1][0]
                    at = channel.denoise(np.array([y]), np.array([omega]), variance)
                    self.close(at[1][0], derivative(log_z, omega), 1e-9, 1e-11)
                    self.close(at[2][0], derivative(g, omega), 1e-9, 1e-11)

    def test_probabilities_sum_to_one(self):
        omega = np.linspace(-30, 30, 121)
        for channel in (Sign(), Sign(0.3), SymmetricDoor(0.7)):
            masses = [np.exp(channel.denoise(y, omega, 0.4)[0]) for y in (-1, 1)]
            self.close(sum(masses), 1.0, 1e-13)

    def test_densities_integrate_to_one(self):
        y, step = np.linspace(-40, 40, 80_001, retstep=True)
        for channel, grid, atom in (
            (Linear(0.2), y, 0.0),
            (AbsoluteValue(0.1), y[y >= 0], 0.0),
            (Relu(), y[y > 0], np.exp(Relu().denoise(0.0, -0.3, 0.8)[0])),
        ):
            density = np.exp(channel.denoise(grid, -0.3, 0.8)[0])
            # the trapezoidal rule, with the value at y = 0 by its limit
            ends = 0.0 if grid[0] < 0 else np.exp(channel.denoise(1e-12, -0.3, 0.8)[0]) * step / 2
            inner = density[grid > 0].sum() if grid[0] >= 0 else density.sum()
            self.close(inner * step + ends + atom, 1.0, 1e-6)

    def test_far_tails(self):
        log_z, g, dg = Sign().denoise(np.array([1, -1]), np.array([-1e3, -1e3]), 1.0)
        self.close(log_z[0], -5e5 - math.log(1e3 * math.sqrt(2 * math.pi)), 1e-11)
        self.close(g[0], 1e3 + 1e-3, 1e-8)
        self.close(dg[0], -1 + 1e-6, 1e-11)
        self.assertEqual((log_z[1], g[1], dg[1]), (0, 0, 0))

    def test_likely_label_keeps_its_digits(self):
        _, g, dg = Sign().denoise(np.array([1.0]), np.array([15.0]), 1.0)
        density = math.exp(-(15**2) / 2) / math.sqrt(2 * math.pi)
        self.close(g[0], density)
        self.close(dg[0], -15 * density)


class Potentials(Close):
    def test_overlap_is_twice_the_derivative(self):
        for name, prior in PRIORS.items():
            with self.subTest(name):
                for r in (0.1, 1.0, 7.0):
                    at = prior_potential(prior, r)
                    slope = derivative(lambda x: prior_potential(prior, x).potential, r, 0.02 * r)
                    self.close(at.overlap, 2 * slope, 1e-10)
                    self.close(at.overlap + at.mean_square_error, prior.second_moment)
                    self.close(at.potential + at.information, r * prior.second_moment / 2, 1e-12)

    def test_conjugate_is_twice_the_derivative(self):
        for name, channel in CHANNELS.items():
            with self.subTest(name):
                for m in (0.2, 0.6, 0.9):
                    potential = lambda x: output_potential(channel, x, 1 - x).potential
                    slope = derivative(potential, m, 0.005 * (1 - m))
                    self.close(
                        output_potential(channel, m, 1 - m).conjugate_per_alpha, 2 * slope, 1e-10
                    )

    def test_rademacher_error_at_high_snr(self):
        # mmse = e^{-r/2} E sech(√r z) → √(π/2r) e^{-r/2}
        for r in (100.0, 600.0, 1300.0):
            limit = math.sqrt(math.pi / (2 * r)) * math.exp(-r / 2)
            self.close(prior_potential(RADEMACHER, r).mean_square_error, limit, 1.3 / r)

    def test_rademacher_by_trapezoidal_rule(self):
        z = np.linspace(-12, 12, 4801)
        weight = np.exp(-z * z / 2) / math.sqrt(2 * math.pi) * (z[1] - z[0])
        for r in (0.3, 1.0, 9.0):
            error = math.exp(-r / 2) * float(weight @ (1 / np.cosh(math.sqrt(r) * z)))
            self.close(prior_potential(RADEMACHER, r).mean_square_error, error)

    def test_huge_snr(self):
        for r in (1e4, 1e30, 1e90):
            certain = prior_potential(RADEMACHER, r)
            self.close(certain[1:], (1.0, 0.0, math.log(2)))
            self.close(
                prior_potential(PRIORS['gauss-bernoulli'], r).mean_square_error * r,
                0.2,
                1e-12 + 30 / r**0.5,
            )

    def test_information_of_remote_atoms(self):
        # all of the entropy but e^{-r gap²/8}, by Φ_w = r ρ/2 − I and by the entropy of x
        prior = Discrete([0.75, 1], [0.5, 0.5])
        at = prior_potential(prior, 4000.0)
        self.close(4000.0 * prior.second_moment / 2 - at.potential, math.log(2), 0, 1e-11)
        self.close(at.information, math.log(2), 1e-12)

    def test_small_snr(self):
        for r in (1e-4, 1e-8, 1e-16):
            at = prior_potential(RADEMACHER, r)
            self.close(at.potential, r * r / 4, 3 * r + 1e-9)
            self.close(at.overlap, r, 2 * r + 1e-9)

    def test_full_slab_is_gaussian(self):
        for r in (0.01, 1.0, 1e6):
            slab = prior_potential(GaussBernoulli(1 - 1e-15, 1.7), r)
            self.close(slab, prior_potential(Gaussian(1.7), r), 1e-10)

    def test_relu_is_half_sign_half_linear(self):
        for m in (0.0, 0.4, 0.99, 1 - 1e-9):
            parts = [output_potential(c, m, 1 - m) for c in (Sign(), Linear(0.0))]
            self.close(output_potential(Relu(), m, 1 - m), np.mean(parts, axis=0))

    def test_limits_of_sign(self):
        self.close(output_potential(Sign(), 0.0, 2.0), [-math.log(2), 1 / math.pi])
        thin = [output_potential(Sign(), 1.0, v) for v in (1e-10, 1e-14)]
        self.close(thin[0].conjugate_per_alpha * 1e-5, thin[1].conjugate_per_alpha * 1e-7, 1e-9)
        self.close(thin[1].potential, -thin[1].conjugate_per_alpha * 1e-14, 1e-9)

    def test_even_channels_at_small_overlap(self):
        for channel in (AbsoluteValue(0.0), AbsoluteValue(0.5), SymmetricDoor(1.2)):
            slope = channel.slope_at_zero(1.0)
            for m in (1e-6, 1e-9, 1e-15):
                conjugate = output_potential(channel, m, 1 - m).conjugate_per_alpha
                self.close(conjugate / m, slope, 10 * m + 1e-9)

    def test_monte_carlo(self):
        rng = np.random.default_rng(2024)
        n, m = 200_000, 0.45
        omega = math.sqrt(m) * rng.standard_normal(n)
        z = omega + math.sqrt(1 - m) * rng.standard_normal(n)
        outputs = {
            'sign': np.sign(z),
            'probit': np.sign(z + math.sqrt(0.3) * rng.standard_normal(n)),
            'relu': np.maximum(z, 0),
            'abs': np.abs(z),
            'noisy abs': np.abs(z + math.sqrt(0.1) * rng.standard_normal(n)),
            'door': np.where(np.abs(z) < 0.7, -1, 1),
        }
        for name, y in outputs.items():
            with self.subTest(name):
                log_z, g, _ = CHANNELS[name].denoise(y, omega, 1 - m)
                for sample, exact in zip((log_z, g**2), output_potential(CHANNELS[name], m, 1 - m)):
                    self.assertLess(abs(sample.mean() - exact), 4.5 * sample.std() / math.sqrt(n))


class FixedPoints(Close):
    def test_gaussian_linear_is_a_quadratic(self):
        for alpha, noise in ((0.3, 0.1), (1.0, 1e-4), (20.0, 0.5)):
            for solve in (uninformed, informed):
                model = Model(Gaussian(1.0), Linear(noise), alpha)
                half = 1 + noise + alpha
                overlap = (half - math.sqrt(half**2 - 4 * alpha)) / 2
                self.close(describe(model, solve(model)).overlap, overlap, 1e-10)

    def test_fixed_points_are_fixed(self):
        for prior, channel in itertools.product(PRIORS.values(), CHANNELS.values()):
            model = Model(prior, channel, 0.8)
            for solve in (uninformed, informed):
                r = solve(model)
                if 0 < r < math.inf:
                    self.close(model.step(r), r, 1e-11)

    def test_state_evolution_ends_there(self):
        for channel, alpha in ((Sign(), 1.0), (AbsoluteValue(0.2), 1.6), (SymmetricDoor(0.7), 1.8)):
            model = Model(RADEMACHER, channel, alpha)
            last = trajectory(model, 1e-3, 300)[-1]
            self.close(describe(model, uninformed(model)).overlap, last, 1e-9)

    def test_envelope(self):
        # df/dα = Φ_out(m) at a fixed point
        def solved(alpha):
            model = Model(PRIORS['skewed'], Sign(0.3), alpha)
            return describe(model, uninformed(model))

        at = solved(1.1)
        slope = output_potential(Sign(0.3), at.overlap, at.mean_square_error).potential
        self.close(derivative(lambda alpha: solved(alpha).free_entropy, 1.1), slope, 1e-9)

    def test_weak_recovery(self):
        for alpha, escapes in ((0.499999, False), (0.500001, True)):
            model = Model(Gaussian(2.0), AbsoluteValue(0.0), alpha)
            self.assertEqual(uninformed(model) > 0, escapes)

    def test_perfect_recovery(self):
        model = Model(RADEMACHER, Sign(), 1.6)
        self.assertEqual(describe(model, uninformed(model)), (1.0, math.inf, 0.0, -math.log(2)))
        for alpha, overlap in ((0.97, 0.97), (1.03, 1.0)):
            model = Model(Gaussian(1.0), Linear(0.0), alpha)
            self.close(describe(model, informed(model)).overlap, overlap)

    def test_free_entropy_of_a_large_snr(self):
        # Φ_w − r m/2 by either formula, where both still have digits
        model = Model(GaussBernoulli(0.2, 1.3), Sign(), 30.0)
        r = uninformed(model)
        prior = prior_potential(model.prior, r)
        output = output_potential(model.channel, prior.overlap, prior.mean_square_error)
        direct = prior.potential + 30.0 * output.potential - r * prior.overlap / 2
        self.close(describe(model, r).free_entropy, direct, 1e-11)


class Generalisation(Close):
    def test_closed_forms(self):
        rho = 2.3
        for c in (0.0, 0.3, 0.9, 1 - 1e-4):
            m, rest = c * rho, math.sqrt(1 - c * c)
            sign = generalisation_error(Sign(), rho, m)
            self.close(sign['bayesMeanSquare'], 2 * math.acos(c) / math.pi, 1e-11)
            self.close(sign['bayesClassification'], math.acos(math.sqrt(c)) / math.pi, 1e-11)
            self.close(sign['gibbsClassification'], math.acos(c) / math.pi, 1e-11)
            relu = rho / 2 - rho / (2 * math.pi) * (rest + c * (math.pi - math.acos(c)))
            self.close(generalisation_error(Relu(), rho, m)['bayesMeanSquare'], relu, 1e-9)
            absolute = rho - 2 * rho / math.pi * (rest + c * math.asin(c))
            result = generalisation_error(AbsoluteValue(0.0), rho, m)['bayesMeanSquare']
            self.close(result, absolute, 1e-9)

    def test_noise_of_the_new_output_counts(self):
        self.close(generalisation_error(Linear(0.5), 1.0, 0.4)['bayesMeanSquare'], 1.1)
        for make in (Sign, AbsoluteValue):
            # noise in z is as good as more variance with the same overlap
            noisy = generalisation_error(make(0.5), 1.0, 0.4)['bayesMeanSquare']
            wide = generalisation_error(make(0.0), 1.5, 0.4)['bayesMeanSquare']
            self.close(noisy, wide)

    def test_door_by_monte_carlo(self):
        rng = np.random.default_rng(7)
        n, m = 400_000, 0.6
        omega = math.sqrt(m) * rng.standard_normal(n)
        labels = [
            np.where(np.abs(omega + math.sqrt(1 - m) * rng.standard_normal(n)) < 0.7, -1, 1)
            for _ in 'ab'
        ]
        sample = 1.0 - labels[0] * labels[1]  # φ(a)² − φ(a) φ(b)
        exact = generalisation_error(SymmetricDoor(0.7), 1.0, m)['bayesMeanSquare']
        self.assertLess(abs(sample.mean() - exact), 4.5 * sample.std() / math.sqrt(n))


class MessagePassing(Close):
    def instance(self, n, d, seed, output):
        rng = np.random.default_rng(seed)
        matrix = rng.standard_normal((n, d)) / math.sqrt(d)
        teacher = rng.choice([-1.0, 1.0], d)
        return matrix, teacher, output(matrix @ teacher, rng)

    def test_two_iterations_by_hand(self):
        matrix, _, y = self.instance(5, 4, 1, lambda z, _: np.sign(z))
        for scalar, damping in ((False, 0.0), (True, 0.3)):
            a, v, g = np.zeros(4), np.ones(4), np.zeros(5)
            for _ in range(2):
                square = np.full((5, 4), 1 / 4) if scalar else matrix**2
                field, precision = np.zeros(4), np.zeros(4)
                width = [sum(square[k][i] * v[i] for i in range(4)) for k in range(5)]
                for k in range(5):
                    omega = sum(matrix[k][i] * a[i] for i in range(4)) - width[k] * g[k]
                    x = y[k] * omega / math.sqrt(width[k])
                    hazard = (
                        math.exp(-x * x / 2) / math.sqrt(math.pi / 2) / math.erfc(-x / math.sqrt(2))
                    )
                    g[k] = y[k] * hazard / math.sqrt(width[k])
                    precision += square[k] * hazard * (hazard + x) / width[k]
                    field += matrix[k] * g[k]
                field += precision * a
                a = damping * a + (1 - damping) * np.tanh(field)
                v = damping * v + (1 - damping) / np.cosh(field) ** 2
            *_, last = gamp(RADEMACHER, Sign(), matrix, y, 2, damping=damping, scalar=scalar)
            self.close(last, (a, v), 1e-12)

    def test_gaussian_linear_converges_to_ridge(self):
        noise = 0.4
        matrix, _, y = self.instance(
            60, 40, 2, lambda z, rng: z + math.sqrt(noise) * rng.standard_normal(z.size)
        )
        ridge = np.linalg.solve(matrix.T @ matrix + noise / 1.7 * np.eye(40), matrix.T @ y)
        for scalar in (False, True):
            *_, (a, _) = gamp(
                Gaussian(1.7), Linear(noise), matrix, y, 400, damping=0.2, scalar=scalar
            )
            self.close(a, ridge, 1e-9, 1e-10)

    def test_it_follows_state_evolution(self):
        alpha, d = 1.0, 1500
        matrix, teacher, y = self.instance(int(alpha * d), d, 3, lambda z, _: np.sign(z))
        model = Model(RADEMACHER, Sign(), alpha)
        overlaps = trajectory(model, 0.0, 6)
        for (a, v), m in zip(gamp(RADEMACHER, Sign(), matrix, y, 6), overlaps):
            # the spread between instances is about 0.5/√d
            self.close([a @ teacher / d, a @ a / d, 1 - v.mean()], m, 0, 5 * 0.5 / math.sqrt(d))

    def test_undefined_iterations_are_skipped(self):
        with self.assertRaises(Skip):
            list(gamp(RADEMACHER, Sign(), np.eye(2), np.ones(2), 1, variance=0.0))


class Enumeration(Close):
    def test_posterior_by_hand(self):
        rng = np.random.default_rng(5)
        matrix = rng.standard_normal((3, 4))
        prior = PRIORS['skewed']
        pairs = list(zip(prior.values, prior.probabilities))
        teacher = rng.choice(prior.values, 4)
        normal = lambda x, s: math.exp(-x * x / (2 * s)) / math.sqrt(2 * math.pi * s)
        likelihoods = {
            'sign': lambda y, z: float(y * z > 0),
            'probit': lambda y, z: math.erfc(-y * z / math.sqrt(2 * 0.3)) / 2,
            'linear': lambda y, z: normal(y - z, 0.2),
            'noisy abs': lambda y, z: normal(y - z, 0.1) + normal(y + z, 0.1),
            'door': lambda y, z: float((abs(z) < 0.7) == (y < 0)),
        }
        for name, likelihood in likelihoods.items():
            with self.subTest(name):
                z = matrix @ teacher
                y = {
                    'linear': z + 0.1,
                    'noisy abs': abs(z),
                    'door': np.where(abs(z) < 0.7, -1, 1),
                }.get(name, np.sign(z))
                evidence, moment = 0.0, np.zeros(4)
                for choice in itertools.product(pairs, repeat=4):
                    w = np.array([value for value, _ in choice])
                    weight = math.prod(p for _, p in choice)
                    weight *= math.prod(likelihood(a, b) for a, b in zip(y, matrix @ w))
                    evidence += weight
                    moment += weight * w
                mean, log_evidence = enumeration.exact_posterior(prior, CHANNELS[name], matrix, y)
                self.close(log_evidence, math.log(evidence), 1e-12)
                self.close(mean, moment / evidence, 1e-12)

    def test_chunks_add_up(self):
        rng = np.random.default_rng(9)
        matrix = rng.standard_normal((6, 5))
        ask = (RADEMACHER, Linear(0.01), matrix, matrix @ np.ones(5))
        whole = enumeration.exact_posterior(*ask)
        with mock.patch.object(enumeration, 'CHUNK', 3):
            parts = enumeration.exact_posterior(*ask)
        self.close(parts[0], whole[0], 1e-12, 1e-15)
        self.close(parts[1], whole[1])

    def test_probit_far_from_the_boundary(self):
        values = Sign(1e-4).log_likelihood(np.array([1.0, 1.0]), np.array([-0.25, -1.0]))
        self.close(values[0], math.log(math.erfc(25 / math.sqrt(2)) / 2))
        self.close(values[1], -5000 - math.log(100 * math.sqrt(2 * math.pi)), 1e-7)

    def test_nishimori(self):
        matrix = np.random.default_rng(6).standard_normal((5, 6))
        free_entropy, overlap = enumeration.exact_average(matrix)
        evidence, magnetisation, self_overlap = 0.0, 0.0, 0.0
        for teacher in itertools.product([-1.0, 1.0], repeat=6):
            y = np.sign(matrix @ teacher)
            mean, log_evidence = enumeration.exact_posterior(RADEMACHER, Sign(), matrix, y)
            evidence += log_evidence / 6 / 2**6
            magnetisation += mean @ teacher / 6 / 2**6
            self_overlap += mean @ mean / 6 / 2**6
        self.close(free_entropy, evidence)
        self.close([magnetisation, self_overlap], overlap)

    def test_impossible_labels(self):
        with self.assertRaises(Failure):
            enumeration.exact_posterior(RADEMACHER, Sign(), np.ones((2, 1)), np.array([1.0, -1.0]))


class Conversation(unittest.TestCase):
    def converse(self, script, questions, folder):
        requests = [{'cmd': 'start', 'protocol': 1, 'directory': folder}]
        requests += [
            {'cmd': 'ask', 'id': k, 'oracle': o, 'params': p} for k, (o, p) in enumerate(questions)
        ]
        requests.append({'cmd': 'stop'})
        run = subprocess.run(
            [sys.executable, os.path.join(HERE, script)],
            input=''.join(json.dumps(r) + '\n' for r in requests),
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
        )
        replies = [json.loads(line) for line in run.stdout.splitlines()]
        self.assertEqual(replies[0]['protocol'], 1)
        self.assertEqual([r['id'] for r in replies[1:]], list(range(len(questions))))
        return replies

    def test_both_adapters(self):
        sign, gaussian = {'kind': 'sign'}, {'kind': 'gaussian', 'variance': 1}
        questions = [
            ('glm.prior-denoiser', {'prior': gaussian, 'precision': 1, 'field': 3}),
            ('glm.prior-denoiser', {'prior': {'kind': 'laplace'}, 'precision': 1, 'field': 3}),
            ('glm.generalisation-error', {'channel': sign, 'secondMoment': 1, 'overlap': 0.5}),
            ('glm.generalisation-error', {'channel': sign, 'secondMoment': 'one', 'overlap': 0.5}),
        ]
        for script in ('template.py', 'numpy_gamp.py'):
            with self.subTest(script):
                replies = self.converse(script, questions, '.')
                self.assertEqual(replies[1]['result']['mean'], 1.5)
                self.assertIn('laplace', replies[2]['skip'])
                self.assertAlmostEqual(replies[3]['result']['bayesClassification'], 0.25)
                self.assertIn('TypeError', replies[4]['failure'])

    def test_arrays_in_files(self):
        model = {'prior': {'kind': 'rademacher'}, 'channel': {'kind': 'sign'}, 'labels': [1, 1]}
        with tempfile.TemporaryDirectory() as outside:
            folder = os.path.join(outside, 'scratch')
            os.mkdir(folder)
            for place in (outside, folder):
                np.save(os.path.join(place, 'x.npy'), np.eye(2))
            files = ({'npy': 'x.npy', 'sha256': '0' * 64}, {'npy': '../x.npy'})
            ask = [('glm.exact-posterior', {**model, 'matrix': file}) for file in files]
            _, inside, escape = self.converse('numpy_gamp.py', ask, folder)
        self.assertEqual(inside['result']['mean'], [1, 1])
        self.assertIn('not inside the scratch folder', escape['failure'])

    def test_words_for_numbers_that_json_lacks(self):
        numbers = [math.inf, -math.inf, 1.5, np.float64(2), 3]
        words = protocol.encode({'x': numbers})
        self.assertEqual(words, {'x': ['Infinity', '-Infinity', 1.5, 2.0, 3]})
        self.assertEqual(protocol.decode(words, '.'), {'x': numbers})
        self.assertEqual(protocol.encode(np.array([math.nan])), ['NaN'])


if __name__ == '__main__':
    unittest.main()
