"""
Checks of committee_machine against definitions, closed forms, identities and simulation.

    python3 -m unittest
"""

import require_numpy  # noqa: F401, I001  (first: it may replace this process by one with NumPy)
import json
import math
import os
import subprocess
import sys
import unittest

import numpy as np

from bayes_glm.outcomes import Skip

try:
    import scipy_committee
except SystemExit as missing:  # no interpreter with SciPy on this machine
    raise unittest.SkipTest(str(missing)) from missing

from scipy.integrate import quad
from scipy.special import log_ndtr, ndtr
from scipy.stats import multivariate_normal

from committee_machine import branches, channel, instability, quadrants, weights, wide

HERE = os.path.dirname(os.path.abspath(__file__))
GAUSSIAN, BINARY = {'kind': 'gaussian', 'variance': 1}, {'kind': 'rademacher'}
PAIRS = [(0.5, 0.2), (0.8, 0.5), (0.2, 0.6), (0.97, 0.95), (0.999, 0.4), (0.3, 0.9999)]


def ask(oracle, **params):
    return scipy_committee.ORACLES['committee.' + oracle](**params)


def averages(plus, minus):
    return channel.averages((plus, minus), (1 - plus, 1 - minus))


class Close(unittest.TestCase):
    def close(self, actual, expected, relative=1e-11, absolute=0.0):
        np.testing.assert_allclose(actual, expected, rtol=relative, atol=absolute)


class Outputs(Close):
    def setUp(self):
        self.omega = np.random.default_rng(1).standard_normal((2, 12))

    def test_probabilities_are_quadrants(self):
        for v_plus, v_minus in ((0.3, 1.0), (0.9, 0.2), (0.4, 0.4)):
            z, _, _ = channel.outputs(*self.omega, v_plus, v_minus)
            self.close(z.sum(axis=0), 1, 1e-14)
            turn = np.array([[1, 1], [1, -1]]) / math.sqrt(2)
            covariance = turn @ np.diag([v_plus, v_minus]) @ turn
            for fields, (both, _, none) in zip((turn @ self.omega).T, z.T):
                law = multivariate_normal(np.zeros(2), covariance)
                self.close(both, law.cdf(fields), 1e-7)  # its own accuracy
                self.close(none, law.cdf(-fields), 1e-7, 1e-12)

    def test_gradients(self):
        h = 1e-5
        for v in ((0.3, 1.0), (0.9, 0.2)):
            _, plus, minus = channel.outputs(*self.omega, *v)
            for derivative, e in ((plus, [h, 0]), (minus, [0, h])):
                e = np.array(e)[:, None]
                up, down = (channel.outputs(*(self.omega + s * e), *v)[0] for s in (1, -1))
                self.close(derivative, (up - down) / (2 * h), 1e-7, 1e-9)


class Averages(Close):
    def test_no_overlap(self):
        # Z = 1/4, 1/2, 1/4, whatever is known
        answer = averages(0.0, 0.0)
        self.close(answer.potential, -1.5 * math.log(2))
        self.close(answer.disagreement, 5 / 8)
        # ∂₊Z = ±√2 φ(0)/2, 0: A₊ = 2 · (1/4π)/(1/4)
        self.close(answer.plus, 2 / math.pi, 1e-12)
        self.assertEqual(averages(0.6, 0.0).minus, 0.0)

    def test_conjugates_are_derivatives_of_the_potential(self):
        for plus, minus in PAIRS[:4]:
            h = 1e-4 * min(1 - plus, 1 - minus)
            answer = averages(plus, minus)
            slope = (averages(plus + h, minus).potential - averages(plus - h, minus).potential) / h
            self.close(answer.plus, slope, 1e-6)
            slope = (averages(plus, minus + h).potential - averages(plus, minus - h).potential) / h
            self.close(answer.minus, slope, 1e-6)

    def test_simulation(self):
        rng = np.random.default_rng(2)
        for plus, minus in PAIRS[:3]:
            omega = rng.standard_normal((2, 200_000)) * np.sqrt([[plus], [minus]])
            rows = channel.integrands(*omega, 1 - plus, 1 - minus)
            error = rows.std(axis=1) / math.sqrt(rows.shape[1])
            self.assertTrue(np.all(np.abs(rows.mean(axis=1) - averages(plus, minus)) < 5 * error))

    def test_two_charts_agree(self):
        # either side of the change from nodes along ω± to nodes along ω₁, ω₂
        left, right = averages(1 - 0.03, 1 - 0.0299), averages(1 - 0.0299, 1 - 0.03)
        middle = averages(1 - 0.0299, 1 - 0.0299)
        self.close((left.potential + right.potential) / 2, middle.potential, 1e-2)
        for v in (0.029999999, 0.030000001):
            self.close(averages(1 - v, 1 - v).plus, averages(0.97, 0.97).plus, 1e-7)

    def test_disagreement_of_two_replicas(self):
        rng = np.random.default_rng(3)
        plus, minus, n = 0.8, 0.5, 400_000
        common = rng.standard_normal((2, n)) * np.sqrt([[plus], [minus]])
        fresh = rng.standard_normal((2, 2, n)) * np.sqrt([[1 - plus], [1 - minus]])
        z = common + fresh
        signs = np.sign(z[:, 0] + z[:, 1]) + np.sign(z[:, 0] - z[:, 1])
        share = np.mean(signs[0] != signs[1])
        expected = averages(plus, minus).disagreement
        self.close(share, expected, 0, 5 * math.sqrt(expected / n))

    def test_answer_in_entries(self):
        answer = ask('output-potential', units=2, diagonal=0.6, offDiagonal=0.2)
        plus, minus = averages(0.8, 0.4)[1:3]
        self.close(answer['conjugatePerAlphaDiagonal'], (plus + minus) / 2, 1e-10)
        self.close(answer['conjugatePerAlphaOffDiagonal'], (plus - minus) / 2, 1e-10)


class Denoiser(Close):
    V = [[0.7, 0.2], [0.2, 0.9]]

    def denoise(self, y, omega, variance):
        return [part[0] for part in quadrants.denoise([y], [omega], variance)]

    def test_labels_exhaust_everything(self):
        for omega in ((0.3, -0.5), (2.0, 1.0), (-3.0, 4.0), (9.0, 7.0)):
            masses = [math.exp(self.denoise(y, omega, self.V)[0]) for y in (-1, 0, 1)]
            self.close(sum(masses), 1, 1e-13)

    def test_derivatives(self):
        h = 1e-5
        for y in (-1, 0, 1):
            for omega in ((0.3, -0.5), (2.0, 1.0), (-3.0, 2.0)):
                _, g, dg = self.denoise(y, omega, self.V)
                for k in (0, 1):
                    e = h * np.eye(2)[k]
                    up, down = (self.denoise(y, np.array(omega) + s * e, self.V) for s in (1, -1))
                    self.close(g[k], (up[0] - down[0]) / (2 * h), 1e-7, 1e-10)
                    self.close(dg[k], (up[1] - down[1]) / (2 * h), 1e-6, 1e-9)

    def test_independent_fields_in_the_tail(self):
        a, b = -35.0, -28.0
        log_z, g, _ = self.denoise(1, (a, b), np.eye(2))
        self.close(log_z, log_ndtr(a) + log_ndtr(b), 1e-14)
        ratio = [math.exp(-x * x / 2 - log_ndtr(x)) / math.sqrt(2 * math.pi) for x in (a, b)]
        self.close(g, ratio, 1e-10)
        # an event that is nearly sure
        log_z, g, _ = self.denoise(0, (35.0, -28.0), np.eye(2))
        self.close(log_z, -(ndtr(-35.0) + ndtr(-28.0)), 1e-11)

    def test_correlated_tail_by_quadrature(self):
        rho, a, b = -0.5, -12.0, -9.0
        s = math.sqrt(1 - rho * rho)
        exponent = lambda t: -t * t / 2 + log_ndtr((b + rho * t) / s)
        top = exponent(-a)
        mass = quad(lambda t: math.exp(exponent(t) - top), -a, -a + 5, epsabs=0, epsrel=1e-12)[0]
        expected = math.log(mass) + top - math.log(2 * math.pi) / 2
        self.close(self.denoise(1, (a, b), [[1, rho], [rho, 1]])[0], expected, 1e-13)

    def test_exchange_and_mirror(self):
        for y in (-1, 0, 1):
            log_z, g, dg = self.denoise(y, (0.4, 1.1), self.V)
            other = self.denoise(-y, (-1.1, -0.4), [[0.9, 0.2], [0.2, 0.7]])
            self.close(other[0], log_z, 1e-12)
            self.close(other[1], -g[::-1], 1e-12)
            self.close(other[2], dg[::-1, ::-1], 1e-11)

    def test_it_is_the_channel_of_the_averages(self):
        v = np.array([[0.6, -0.2], [-0.2, 0.6]])  # V± = 0.4, 0.8
        for omega in ((0.3, -0.5), (1.5, 1.2)):
            plus, minus = (omega[0] + omega[1]) / math.sqrt(2), (omega[0] - omega[1]) / math.sqrt(2)
            z = channel.outputs(np.array([plus]), np.array([minus]), 0.4, 0.8)[0][:, 0]
            mine = [math.exp(self.denoise(y, omega, v)[0]) for y in channel.LABELS]
            self.close(mine, z, 1e-12)


class Weights(Close):
    def test_overlaps_are_derivatives_of_the_potential(self):
        for prior in (weights.Gaussian(), weights.Rademacher()):
            for r in ((2.0, 0.7), (0.5, 3.0)):
                q, v, _ = prior.learn(r)
                self.close(np.add(q, v), 1, 1e-12)
                for k in (0, 1):
                    e = 1e-4 * np.eye(2)[k]
                    up, down = (prior.learn(tuple(r + s * e)).potential for s in (1, -1))
                    self.close(q[k], (up - down) / 1e-4, 1e-6)

    def test_binary_weights_by_simulation(self):
        rng, r, n = np.random.default_rng(4), np.array([1.5, 0.6]), 200_000
        truth = weights.Rademacher.states[rng.integers(4, size=n)]
        field = r * truth + np.sqrt(r) * rng.standard_normal((n, 2))
        states = weights.Rademacher.states
        logits = field @ states.T - states**2 @ r / 2
        p = np.exp(logits - logits.max(axis=1, keepdims=True))
        mean = (p / p.sum(axis=1, keepdims=True)) @ states
        self.close((mean * truth).mean(axis=0), weights.Rademacher().learn(tuple(r)).q, 0, 0.02)

    def test_one_visible_direction(self):
        prior = weights.Rademacher()
        h = 1e-6
        self.close(prior.response(1.2), prior.learn((1.2, h)).q[1] / h, 1e-5)
        self.assertEqual(prior.learn((1.2, 0.0)).v[1], 1.0)


class Branches(Close):
    def test_state_evolution_stays(self):
        for prior, alpha, branch in (
            (GAUSSIAN, 1.5, 'unspecialised'),
            (BINARY, 1.5, 'unspecialised'),
            (GAUSSIAN, 3.0, 'specialised'),
            (BINARY, 1.8, 'specialised'),
        ):
            model = weights.make_prior(prior)
            point = branches.fixed_point(model, alpha, branch)
            out = channel.averages(point.q, point.v)
            q = model.learn((alpha * out.plus, alpha * out.minus)).q
            self.close(q, point.q, 1e-11, 1e-13)

    def test_iteration_reaches_the_specialised_branch(self):
        for prior, alpha in ((weights.Gaussian(), 3.0), (weights.Rademacher(), 1.8)):
            learnt = prior.learn((1e-3, 5e-4))
            for _ in range(400):
                out = channel.averages(learnt.q, learnt.v)
                learnt = prior.learn((alpha * out.plus, alpha * out.minus))
            point = branches.fixed_point(prior, alpha, 'specialised')
            self.close(learnt.q, point.q, 1e-5)

    def test_slope_of_the_free_entropy(self):
        cases = ((GAUSSIAN, 2.5, 'specialised'), (BINARY, 1.3, 'unspecialised'))
        for prior, alpha, branch in cases:
            model = weights.make_prior(prior)
            point = branches.fixed_point(model, alpha, branch)
            up, down = (
                branches.fixed_point(model, alpha + e, branch).free_entropy for e in (1e-3, -1e-3)
            )
            self.close((up - down) / 2e-3, channel.averages(point.q, point.v).potential, 1e-6)

    def test_errors(self):
        answer = ask('fixed-point', units=2, prior=GAUSSIAN, alpha=3, branch='specialised')
        q11, q12 = answer['diagonal'], answer['offDiagonal']
        expected = (0.5 - (math.asin(q11) + math.asin(q12)) / math.pi) / 2
        self.close(answer['generalisationError'], expected, 1e-12)
        # (y − ŷ)²/2 of the posterior mean, by the probabilities of the three labels
        rng = np.random.default_rng(5)
        omega = rng.standard_normal((2, 200_000)) * np.sqrt([[q11 + q12], [q11 - q12]])
        z = channel.outputs(*omega, 1 - q11 - q12, 1 - q11 + q12)[0]
        mean = z[0] - z[2]
        square = (z[0] + z[2] - mean**2) / 2
        self.close(square.mean(), expected, 0, 5 * square.std() / math.sqrt(square.size))

    def test_gaussian_onset(self):
        start = branches.specialisation(weights.Gaussian())
        with self.assertRaises(Skip):
            branches.fixed_point(weights.Gaussian(), start * (1 - 1e-9), 'specialised')
        rates = []
        for excess in (1e-4, 1e-5):
            point = branches.fixed_point(weights.Gaussian(), start + excess, 'specialised')
            rates.append(point.q[1] / excess)
        self.close(rates[0], rates[1], 1e-3)  # q₋ grows linearly: the bifurcation is continuous
        model = weights.Gaussian()
        low, high = (branches.fixed_point(model, 3, b) for b in ('unspecialised', 'specialised'))
        self.assertLess(low.free_entropy, high.free_entropy)

    def test_order_of_the_binary_thresholds(self):
        alphas = [
            ask('threshold', units=2, prior=BINARY, kind=kind)['alpha']
            for kind in ('information-theoretic', 'specialisation', 'algorithmic')
        ]
        self.assertEqual(alphas, sorted(alphas))
        model = weights.make_prior(BINARY)
        entropy = branches.fixed_point(model, alphas[0], 'unspecialised').free_entropy
        self.close(entropy, -2 * math.log(2), 1e-12)
        with self.assertRaises(Skip):
            branches.fixed_point(model, alphas[2] * (1 + 1e-9), 'specialised')
        # beyond the fold, state evolution runs into perfect recovery; before it, it stops
        for alpha, recovered in ((alphas[2] * 1.02, True), (alphas[2] * 0.98, False)):
            learnt, perfect = model.learn((1.0, 0.5)), False
            for _ in range(300):
                out = channel.averages(learnt.q, learnt.v)
                r = alpha * out.plus, alpha * out.minus
                perfect = min(r) > 20
                if perfect:
                    break
                learnt = model.learn(r)
            self.assertEqual(perfect, recovered)


class ManyUnits(Close):
    def test_two_units(self):
        for q in (0.3, 0.7, 0.9):
            both = instability.unit_difference(2, q, 1 - q)
            self.close(both.plus, averages(q, 0.0).plus, 1e-11)
            tiny = channel.averages((q, 1e-7), (1 - q, 1 - 1e-7)).minus / 1e-7
            self.close(both.growth, tiny, 1e-6)

    def test_conditional_moments_by_simulation(self):
        rng, units, n = np.random.default_rng(6), 5, 1_000_000
        z = rng.standard_normal((n, units))
        t = z.sum(axis=1) / math.sqrt(units)
        rest = ((z**2).sum(axis=1) - t * t) / (units - 1) - 1
        y = np.sign(np.sign(z).sum(axis=1))
        given = instability.conditional(units, 0.05)
        density = given.weights * np.exp(-(given.t**2) / 2) / math.sqrt(2 * math.pi)
        for low, high in ((-1.0, -0.5), (0.0, 0.3), (1.0, 2.0)):
            here, there = (t > low) & (t < high), (given.t > low) & (given.t < high)
            for label, p, excess in zip((-1, 1), given.probability, given.excess):
                mine = (y == label) & here
                # the panels of T do not end at `low`: compare conditional means
                share = density[there] @ p[there] / density[there].sum()
                self.close(mine.sum() / here.sum(), share, 0.05, 0.005)
                if mine.sum() > 3000:
                    moved = density[there] @ excess[there] / (density[there] @ p[there])
                    self.close(rest[mine].mean(), moved, 0.1, 5 / math.sqrt(2 * mine.sum()))

    def test_labels_exhaust_everything(self):
        for units in (2, 3, 8):
            given = instability.conditional(units, 0.2)
            self.close(given.probability.sum(axis=0), 1, 1e-12)
            inside = np.abs(given.t) < 6
            self.close(given.excess.sum(axis=0)[inside], 0, 0, 1e-11)

    def test_scaling(self):
        constant = wide.algorithmic()
        ratios = [instability.threshold(units) / units**2 / constant for units in (5, 9, 15)]
        self.assertEqual(ratios, sorted(ratios))
        self.assertLess(ratios[-1], 1)
        self.assertGreater(ratios[-1], 0.85)
        # the missing part is of order 1/K
        self.close((1 - ratios[2]) * 15, (1 - ratios[1]) * 9, 0.1)

    def test_same_as_the_bifurcation_of_two(self):
        self.close(instability.threshold(2), branches.specialisation(weights.Gaussian()), 1e-11)


class Wide(Close):
    def test_perceptron(self):
        for gamma in (0.1, 0.6, 0.99):
            h = 1e-5 * (1 - gamma)
            up, down = (wide.entropy(gamma + s * h, 1 - gamma - s * h) for s in (1, -1))
            self.close(wide.slope(gamma, 1 - gamma), (up - down) / (2 * h), 1e-7)

    def test_stationary_states(self):
        for x in (1.0, 3.0, 8.0):
            h, alpha = 1e-4, wide.load(x)
            up, down = (wide.entropy_per_unit(x + s * h, alpha) for s in (1, -1))
            size = abs(wide.entropy_per_unit(x, alpha))
            self.close((up - down) / (2 * h), 0, 0, 1e-8 * size)

    def test_overlap_of_many_signs(self):
        # (2/π)(q_a + asin q_d) is the covariance of Σ sign z/√K at large K
        q, units, n = 0.7, 200, 20_000
        rng = np.random.default_rng(7)
        common, one, two = rng.standard_normal((3, n, units))
        shared = math.sqrt(q) * common
        mean = rng.standard_normal((n, 1)) * math.sqrt(1 - q) / math.sqrt(units)

        def machine(noise):
            # the mean direction is known altogether, of the others a share q
            off = shared + math.sqrt(1 - q) * noise
            off = off - (off - shared).mean(axis=1, keepdims=True)
            return np.sign(off + mean).sum(axis=1) / math.sqrt(units)

        product = machine(one) * machine(two)
        self.close(product.mean(), wide.overlap(1 - q)[0], 0, 6 / math.sqrt(n))

    def test_equal_areas(self):
        alpha = wide.information_theoretic()
        q = wide.machine(alpha, 'specialised').specialisation

        def height(s):
            v = 1 - s
            climb = wide.slope(*wide.overlap(v)) * wide.overlap_slope(s, v)
            return alpha * climb - s / (2 * v)

        area = quad(height, 0, q, epsabs=1e-13, epsrel=1e-11, limit=200)[0]
        self.close(area, 0, 0, 1e-9)

    def test_where_the_machine_specialises(self):
        least, both = wide.spinodal()[1], wide.information_theoretic()
        self.assertLess(least, both)
        for alpha, better in ((0.99 * both, 'unspecialised'), (1.01 * both, 'specialised')):
            f = {b: wide.machine(alpha, b).free_entropy for b in ('unspecialised', 'specialised')}
            self.assertEqual(max(f, key=f.get), better)
        with self.assertRaises(Skip):
            wide.machine(0.99 * least, 'specialised')

    def test_errors_fall_from_a_half_to_the_plateau(self):
        answers = [ask('large-unspecialised', alpha=a) for a in (1e-6, 1.0, 1e6)]
        errors = [answer['generalisationError'] for answer in answers]
        self.close(errors[0], 0.5, 1e-2)
        self.close(errors[2], math.acos(2 / math.pi) / math.pi, 1e-4)
        self.assertEqual(errors, sorted(errors, reverse=True))


class MessagePassing(Close):
    def problem(self, n, d, prior, seed=8):
        rng = np.random.default_rng(seed)
        matrix = rng.standard_normal((n, d)) / math.sqrt(d)
        teacher = rng.standard_normal((d, 2))
        if prior is BINARY:
            teacher = np.sign(teacher)
        labels = np.sign(matrix @ teacher).sum(axis=1) / 2
        start = 0.01 * rng.standard_normal((d, 2))
        return matrix, labels, teacher, start

    def test_first_step(self):
        matrix, labels, _, start = self.problem(6, 4, GAUSSIAN)
        ask_ = dict(units=2, matrix=matrix.tolist(), labels=labels.tolist(), initialMean=start)
        answer = ask('amp', prior=GAUSSIAN, iterations=1, record=[0, 1], **ask_)
        _, g, dg = quadrants.denoise(labels, matrix @ start, np.eye(2))
        precision = -dg.sum(axis=0) / 4
        covariance = np.linalg.inv(np.eye(2) + precision)
        self.close(answer['variance'][1], covariance, 1e-12)
        self.close(answer['means'][1], (matrix.T @ g + start @ precision) @ covariance, 1e-12)
        self.close(answer['variance'][0], np.eye(2))

    def test_state_evolution(self):
        # unspecialised, where the permutation of the units does not matter; fluctuations ~ 1/√d
        for prior in (GAUSSIAN, BINARY):
            matrix, labels, teacher, start = self.problem(700, 500, prior)
            answer = ask(
                'amp',
                units=2,
                prior=prior,
                matrix=matrix,
                labels=labels,
                iterations=12,
                record=[12],
                initialMean=start,
            )
            point = ask('fixed-point', units=2, prior=prior, alpha=1.4, branch='unspecialised')
            overlap = teacher.T @ answer['means'][0] / 500
            self.close(overlap.mean(), point['diagonal'], 0, 0.06)
            self.close(1 - np.diag(answer['variance'][0]).mean(), point['diagonal'], 0, 0.06)


class Conversation(unittest.TestCase):
    def test_answers_and_skips(self):
        threshold = {'units': 'infinite', 'prior': GAUSSIAN}
        requests = [
            {'cmd': 'start', 'protocol': 1, 'directory': '.'},
            {
                'cmd': 'ask',
                'id': 1,
                'oracle': 'committee.threshold',
                'params': {**threshold, 'kind': 'information-theoretic'},
            },
            {
                'cmd': 'ask',
                'id': 2,
                'oracle': 'committee.threshold',
                'params': {**threshold, 'kind': 'specialisation'},
            },
            {'cmd': 'stop'},
        ]
        run = subprocess.run(
            [sys.executable, os.path.join(HERE, 'scipy_committee.py')],
            input=''.join(json.dumps(request) + '\n' for request in requests),
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
        )
        start, answer, skipped = (json.loads(line) for line in run.stdout.splitlines())
        self.assertIn('committee.fixed-point', start['oracles'])
        self.assertGreater(answer['result']['alpha'], 7)
        self.assertIn('skip', skipped)


if __name__ == '__main__':
    unittest.main()
