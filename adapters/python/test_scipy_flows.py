"""
Checks of gradient_flows against definitions, closed forms, identities and simulation.

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
    import scipy_flows
except SystemExit as missing:  # no interpreter with SciPy on this machine
    raise unittest.SkipTest(str(missing)) from missing

from scipy.optimize import brentq, linprog

from gradient_flows import hessian, many, single, success, uniqueness

HERE = os.path.dirname(os.path.abspath(__file__))


def problem(n, d, seed=0):
    rng = np.random.default_rng(seed)
    matrix = rng.standard_normal((n, d)) / math.sqrt(d)
    teacher, start = (success.sphere(rng, 1, d)[0] for _ in range(2))
    return matrix, np.abs(matrix @ teacher), start, teacher


def rotation(d, seed=1):
    return np.linalg.qr(np.random.default_rng(seed).standard_normal((d, d)))[0]


class Close(unittest.TestCase):
    def close(self, actual, expected, relative=1e-11, absolute=0.0):
        np.testing.assert_allclose(actual, expected, rtol=relative, atol=absolute)


class OneUnit(Close):
    def setUp(self):
        self.matrix, self.labels, self.start, self.teacher = problem(24, 7)

    def flow(self, times, matrix=None, labels=None, start=None):
        return single.flow(
            self.matrix if matrix is None else matrix,
            self.labels if labels is None else labels,
            self.start if start is None else start,
            times,
        )

    def test_gradient(self):
        slope = single.gradient(self.matrix, self.labels, self.start)
        for k, e in enumerate(1e-5 * np.eye(7)):
            up, down = (
                single.loss(self.matrix, self.labels, self.start + s * e) for s in (1, -1)
            )
            self.close(slope[k], (up - down) / 2e-5, 1e-7, 1e-8)

    def test_answer_of_the_gradient(self):
        answer = scipy_flows.gradient(self.matrix, self.labels, self.start)
        tangent = answer['multiplier'] * self.start - answer['gradient']
        self.close(tangent @ self.start, 0, 0, 1e-11)
        solved = scipy_flows.gradient(self.matrix, self.labels, self.teacher)
        self.close(solved['loss'], 0, 0, 1e-25)

    def test_it_stays_on_the_sphere_and_descends(self):
        times = np.linspace(0, 1, 21)
        states = self.flow(times)
        self.close((states**2).sum(axis=1), 7, 1e-11)
        losses = [single.loss(self.matrix, self.labels, w) for w in states]
        self.assertTrue(np.all(np.diff(losses) <= 0))
        self.close(states[0], self.start)

    def test_velocity(self):
        h = 1e-4
        before, here, after = self.flow([0.2, 0.2 + h, 0.2 + 2 * h])
        slope = single.gradient(self.matrix, self.labels, here)
        field = single.multiplier(slope, here) * here - slope
        self.close((after - before) / (2 * h), field, 1e-4, 1e-4 * np.abs(field).max())

    def test_symmetries(self):
        expected = self.flow([0.3])[0]
        self.close(self.flow([0.3], start=-self.start)[0], -expected)
        turn = rotation(7)
        turned = self.flow([0.3], matrix=self.matrix @ turn.T, start=turn @ self.start)[0]
        self.close(turned, turn @ expected, 1e-9, 1e-9)
        flipped = self.flow([0.3], matrix=-self.matrix)[0]
        self.close(flipped, expected, 1e-9, 1e-9)
        # X → c X, y → c y: the loss times c⁴, the time by it
        scaled = self.flow([0.3 / 16], matrix=2 * self.matrix, labels=2 * self.labels)[0]
        self.close(scaled, expected, 1e-9, 1e-9)

    def test_any_norm_is_conserved(self):
        self.close(np.linalg.norm(self.flow([0.5], start=3 * self.start)[0]), 3 * math.sqrt(7))

    def test_population(self):
        alpha, times = 2.0, np.array([0.0, 0.05, 0.3, 2.0])
        for m in (0.1, -0.4, 0.999, 1e-8):
            expected = m / np.sqrt(m * m + (1 - m * m) * np.exp(-16 * alpha * times))
            self.close(single.population(alpha, m, times), expected, 1e-9)
        self.close(single.population(alpha, 0, times), 0)
        self.close(single.population(alpha, -1, times), -1)

    def test_population_by_simulation(self):
        matrix, labels, start, teacher = problem(100_000, 4, seed=3)
        alpha = 100_000 / 4
        times = np.array([0.02, 0.05]) / alpha * 4
        m = start @ teacher / 4
        overlaps = self.flow(times, matrix, labels, start) @ teacher / 4
        self.close(overlaps, single.population(alpha, m, times), 0, 0.02)


class ManyUnits(Close):
    def test_gradient_flow_of_the_loss(self):
        matrix, labels, _, _ = problem(12, 3)
        start = np.random.default_rng(1).standard_normal((4, 3))
        loss = lambda w: np.sum((labels**2 - ((w @ matrix.T) ** 2).sum(axis=0) / 4) ** 2)
        h = 1e-5
        slope = np.zeros_like(start)
        for index in np.ndindex(*start.shape):
            e = np.zeros_like(start)
            e[index] = 1e-5
            slope[index] = (loss(start + e) - loss(start - e)) / 2e-5
        grams, losses = many.flow(matrix, labels, start, [0, h])
        self.close(losses[0], loss(start))
        first = -(start.T @ slope + slope.T @ start) / 4
        self.close((grams[1] - grams[0]) / h, first, 1e-2, 1e-2)
        # dL/dt = −|∇L|²
        self.close((losses[1] - losses[0]) / h, -np.sum(slope**2), 1e-2)

    def test_symmetries(self):
        matrix, labels, _, _ = problem(12, 3)
        start = np.random.default_rng(1).standard_normal((4, 3))
        expected = many.flow(matrix, labels, start, [0.2])[0][0]
        # only A(0) matters
        mixed = rotation(4) @ start
        self.close(many.flow(matrix, labels, mixed, [0.2])[0][0], expected, 1e-9, 1e-9)
        turn = rotation(3)
        turned = many.flow(matrix @ turn.T, labels, start @ turn.T, [0.2])[0][0]
        self.close(turned, turn @ expected @ turn.T, 1e-9, 1e-9)
        # m rescales time
        double = np.concatenate([start, start])
        self.close(many.flow(matrix, labels, double, [0.4])[0][0], expected, 1e-9, 1e-9)

    def test_one_dimension_is_logistic(self):
        matrix, labels = np.array([[0.7], [1.3]]), np.array([1.4, 2.6])  # A* = 4
        start = np.array([[0.5], [0.1]])
        rate, t = 8 / 2 * np.sum(matrix**4), 0.05
        a = np.mean(start**2)
        expected = 4 / (1 + (4 / a - 1) * math.exp(-4 * rate * t))
        self.close(many.flow(matrix, labels, start, [t])[0][0], expected, 1e-10)

    def test_population_by_its_closed_form(self):
        # A(τ) = g e^{2A*τ} [A(0)⁻¹ + 4 ∫ g e^{4A*s} ds]⁻¹ e^{2A*τ}, g = exp(2 ∫ tr(A* − A))
        d, a, b, last = 6, 0.4, 0.9, 0.5
        times = np.linspace(0, last, 2001)
        states = many.population(d, a, b, times)
        trace = d - states[:, 0] - (d - 1) * states[:, 1]
        simpson = lambda f: np.concatenate(
            [[0], np.cumsum((f[:-2:2] + 4 * f[1::2] + f[2::2]) * (times[1] - times[0]) / 3)]
        )
        inner = np.exp(2 * simpson(trace))
        t = times[::2]
        coarse = lambda f: np.concatenate(
            [[0], np.cumsum((f[:-2:2] + 4 * f[1::2] + f[2::2]) * (t[1] - t[0]) / 3)]
        )
        for start, power, column in ((a, d, 0), (b, 0, 1)):
            grown = coarse(inner * np.exp(4 * power * t))
            expected = (inner * np.exp(4 * power * t))[::2] / (1 / start + 4 * grown)
            self.close(states[::4, column], expected, 1e-7)

    def test_population_by_simulation(self):
        d, n, m = 3, 60_000, 3
        matrix, labels, _, teacher = problem(n, d, seed=4)
        along = np.outer(teacher, teacher) / d
        gram = 0.5 * along + 0.8 * (np.eye(d) - along)
        start = math.sqrt(m) * np.linalg.cholesky(gram).T
        tau = np.array([0.05, 0.2])
        grams, _ = many.flow(matrix, labels, start, tau * m * d * d / (4 * n))
        states = many.population(d, 0.5, 0.8, tau)
        for gram, (signal, bulk) in zip(grams, states):
            self.close(np.trace(along @ gram), signal, 0, 0.06)
            self.close((np.trace(gram) - np.trace(along @ gram)) / 2, bulk, 0, 0.06)

    def test_late_times(self):
        d, tau = 12, 200.0
        ((signal, bulk),) = many.population(d, 0.5, 1.0, [tau])
        self.close(bulk * 4 * (d + 2) * tau / 3, 1, 1e-2)
        self.close((d - signal) / ((d - 1) * bulk / 3), 1, 1e-2)
        self.assertEqual(many.population(d, 0.5, 0.0, [1.0])[0][1], 0.0)


class Hessian(Close):
    def test_averages_by_simulation(self):
        rng = np.random.default_rng(5)
        y2, h2 = rng.standard_normal((2, 400_000)) ** 2
        for g, a in ((-0.1, 1.0), (-0.03, 0.1)):
            c = (12 * h2 - 4 * y2) / (a + y2)
            f = c / (1 - g * c)
            rows = np.array([f, y2 * f, f * f, y2 * f * f])
            error = 5 * rows.std(axis=1) / math.sqrt(y2.size)
            self.assertTrue(np.all(np.abs(rows.mean(axis=1) - hessian.averages(g, a)) < error))

    def test_eigenvalues_of_large_matrices(self):
        d, alpha, a = 300, 10.0, 1.0
        answer = hessian.spectrum(alpha, a)
        seen = []
        for seed in range(10):
            rng = np.random.default_rng(seed)
            x = rng.standard_normal((int(alpha * d), d)) / math.sqrt(d)
            y, h = x[:, 0] * math.sqrt(d), x[:, 1] * math.sqrt(d)
            c = (12 * h * h - 4 * y * y) / (a + y * y)
            values, vectors = np.linalg.eigh((x.T * c) @ x)
            seen.append([values[0], vectors[0, 0] ** 2, values[1]])
        mean, error = np.mean(seen, axis=0), np.std(seen, axis=0) / math.sqrt(9)
        expected = np.array([answer.outlier, answer.squared_overlap, answer.edge])
        # the second one lies inside the bulk, by about d^(−2/3) of its width
        self.assertTrue(np.all(np.abs(mean - expected) < 4 * error + [0.05, 0.01, 1.0]))

    def test_the_pole_as_edge(self):
        # few samples: nothing but the most negative c pushes down
        answer = hessian.spectrum(0.05, 1.0)
        e = hessian.averages(-0.25, 1.0)
        self.close(answer.edge, -4 + 0.05 * e.plain)
        self.assertEqual(answer.squared_overlap, 0.0)

    def test_the_outlier_appears_at_the_transition(self):
        for a in (0.1, 1.0, 3.0):
            alpha = hessian.transition(a)
            below = hessian.spectrum(alpha * 0.999, a)
            self.assertEqual(below.squared_overlap, 0.0)
            self.assertEqual(below.outlier, below.edge)
            above = hessian.spectrum(alpha * 1.001, a)
            self.assertLess(above.outlier, above.edge)
            self.close(above.outlier, above.edge, 1e-3)

    def test_overlap_is_the_slope_of_the_outlier(self):
        # adding ε ŵŵᵀ moves the outlier by the squared overlap: replace y² c by y² c + ε/α
        alpha, a, h = 6.0, 1.0, 1e-5
        answer = hessian.spectrum(alpha, a)

        def outlier(field):
            def gap(g):
                e = hessian.averages(g, a)
                return 1 / g + alpha * (e.plain - e.seen) - field

            g = brentq(gap, hessian.edge_at(alpha, a), -1e-3, xtol=1e-15)
            return hessian.place(g, alpha, a)

        slope = (outlier(h) - outlier(-h)) / (2 * h)
        self.close(slope, answer.squared_overlap, 1e-6)


class Uniqueness(Close):
    def test_one_direction_across(self):
        # d = 2: Σ λ v² is a number, and the certificate a linear programme
        for seed in range(12):
            matrix, _, _, teacher = problem(4 + seed % 4, 2, seed)
            u = matrix @ teacher / math.sqrt(2)
            v = matrix @ np.array([-teacher[1], teacher[0]]) / math.sqrt(2)
            programme = linprog(
                -(v**2), A_eq=(matrix * u[:, None]).T, b_eq=np.zeros(2), bounds=[(-1, 1)] * len(u)
            )
            unique, margin = uniqueness.certificate(matrix, teacher)
            self.close(margin, -programme.fun, 0, 1e-8)
            self.assertEqual(unique, -programme.fun > 1e-7)

    def test_symmetries(self):
        matrix, _, _, teacher = problem(18, 6, seed=2)
        unique, margin = uniqueness.certificate(matrix, teacher)
        self.assertTrue(unique)
        turn = rotation(6)
        self.close(uniqueness.certificate(matrix @ turn.T, turn @ teacher)[1], margin, 1e-7)
        self.close(uniqueness.certificate(-matrix[::-1], -3 * teacher)[1], margin, 1e-7)
        self.close(uniqueness.certificate(2 * matrix, teacher)[1], 4 * margin, 1e-7)

    def test_more_samples_can_only_help(self):
        matrix, _, _, teacher = problem(24, 5, seed=3)
        margins = [uniqueness.certificate(matrix[:n], teacher)[1] for n in (4, 8, 12, 18, 24)]
        self.assertEqual(margins[0], 0)
        for fewer, more in zip(margins, margins[1:]):
            self.assertLessEqual(fewer, more + 1e-9)
        self.assertGreater(margins[-1], 0)

    def test_certificate_and_flow(self):
        # where A* is not the only solution, the flow from a generic start finds another one
        for n, seed in ((5, 1), (16, 1)):
            matrix, labels, _, teacher = problem(n, 4, seed)
            start = np.random.default_rng(9).standard_normal((6, 4))
            (gram,), (loss,) = many.flow(matrix, labels, start, [2000.0])
            distance = np.linalg.norm(gram - np.outer(teacher, teacher))
            unique = uniqueness.certificate(matrix, teacher)[0]
            self.assertLess(loss, 1e-5)
            self.assertEqual(unique, distance < 0.1, f'{n} samples: {distance}')

    def test_one_dimension(self):
        with self.assertRaises(Skip):
            uniqueness.certificate([[1.0], [2.0]], [1.0])


class Success(Close):
    def test_the_same_runs_one_by_one(self):
        d, n, runs = 4, 14, 8
        won = success.successes(np.random.default_rng(11), d, n, runs)
        rng = np.random.default_rng(11)
        x = rng.standard_normal((runs, n, d)) / math.sqrt(d)
        teachers, starts = (success.sphere(rng, runs, d) for _ in range(2))
        count = 0
        for matrix, teacher, start in zip(x, teachers, starts):
            end = single.flow(matrix, np.abs(matrix @ teacher), start, [40.0])[0]
            count += abs(end @ teacher) / d > 0.99
        self.assertEqual(won, count)

    def test_more_samples_more_success(self):
        rates = [success.rate(6, alpha, 120, 1)[0] for alpha in (1.5, 8.0)]
        self.assertLess(rates[0], 0.8)
        self.assertGreater(rates[1], 0.9)

    def test_seed_and_error(self):
        once, again = (success.rate(5, 4, 20, 2) for _ in range(2))
        self.assertEqual(once, again)
        share, error = success.rate(4, 3, 20, 2)
        self.assertEqual(error, math.sqrt(share * (1 - share) / 20))


class Conversation(unittest.TestCase):
    def test_answers(self):
        matrix, labels, start, _ = problem(9, 3)
        params = {'matrix': matrix.tolist(), 'labels': labels.tolist(), 'weights': start.tolist()}
        requests = [
            {'cmd': 'start', 'protocol': 1, 'directory': '.'},
            {'cmd': 'ask', 'id': 1, 'oracle': 'phase-retrieval.gradient', 'params': params},
            {
                'cmd': 'ask',
                'id': 2,
                'oracle': 'over-parametrised.uniqueness',
                'params': {'matrix': matrix.tolist(), 'teacher': start.tolist()},
            },
            {'cmd': 'stop'},
        ]
        run = subprocess.run(
            [sys.executable, os.path.join(HERE, 'scipy_flows.py')],
            input=''.join(json.dumps(request) + '\n' for request in requests),
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
        )
        start, gradient, unique = (json.loads(line) for line in run.stdout.splitlines())
        self.assertIn('phase-retrieval.success-rate', start['oracles'])
        self.assertEqual(len(gradient['result']['gradient']), 3)
        self.assertIs(type(unique['result']['unique']), bool)


if __name__ == '__main__':
    unittest.main()
