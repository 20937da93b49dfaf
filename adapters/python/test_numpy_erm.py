"""
Checks of empirical_risk against definitions, closed forms, identities and simulation.

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

import numpy_erm
from bayes_glm.outcomes import Failure, Skip
from empirical_risk import covariate, features, mixture, separable
from empirical_risk.losses import LOSSES
from empirical_risk.margins import over_margins
from empirical_risk.newton import follow, newton
from empirical_risk.normal import density, probability

HERE = os.path.dirname(os.path.abspath(__file__))

CLEAN = {'secondMoment': 1, 'noiseVariance': 0, 'flipProbability': 0}
NOISY = {'secondMoment': 1.3, 'noiseVariance': 0.2, 'flipProbability': 0.1}
RANDOM = {'secondMoment': 1, 'noiseVariance': 0, 'flipProbability': 0.5}

VALUES = {
    'square': lambda u: (1 - u) ** 2 / 2,
    'logistic': lambda u: np.logaddexp(0, -u),
    'hinge': lambda u: np.maximum(0, 1 - u),
}


def ask(oracle, penalty=None, **params):
    return numpy_erm.ORACLES[oracle](**params, **({} if penalty is None else {'lambda': penalty}))


def plain(loss, alpha, penalty, teacher=CLEAN):
    return ask('erm.fixed-point', penalty, loss=loss, alpha=alpha, teacher=teacher)


class Close(unittest.TestCase):
    def close(self, actual, expected, relative=1e-11, absolute=0.0):
        np.testing.assert_allclose(actual, expected, rtol=relative, atol=absolute)


class Normal(Close):
    def test_tails(self):
        self.close(probability(np.array([0.0, 30.0])), [0.5, 1.0])
        far = -37.0  # Mills: φ(x)/|x| (1 − 1/x² + 3/x⁴ − …)
        self.close(probability(far), density(far) / 37 * (1 - 37**-2 + 3 * 37.0**-4), 1e-8)


class Proximal(Close):
    def test_it_is_the_minimum(self):
        for loss, value in VALUES.items():
            for u in (-3.0, -0.7, 0.4, 0.99, 2.5):
                for width in (0.1, 1.0, 30.0):
                    answer = ask('erm.proximal', loss=loss, margin=u, width=width)
                    energy = lambda x: (x - u) ** 2 / (2 * width) + value(x)
                    x = answer['point']
                    self.close(energy(x), answer['envelope'])
                    for e in (1e-3, -1e-3):
                        self.assertGreaterEqual(energy(x + e), energy(x) + 0.99 * e * e / width / 2)
                    self.close(answer['force'] * width, x - u, 1e-10, 1e-13)

    def test_derivative(self):
        for loss in VALUES:
            for u in (-3.0, 0.4, 2.5):
                point = lambda u: ask('erm.proximal', loss=loss, margin=u, width=2.0)['point']
                slope = (point(u + 1e-4) - point(u - 1e-4)) / 2e-4
                derivative = ask('erm.proximal', loss=loss, margin=u, width=2.0)['derivative']
                self.close(slope, derivative, 1e-7, 1e-9)

    def test_logistic_equation_at_every_scale(self):
        pull = LOSSES['logistic'].pull
        for width in 10.0 ** np.arange(-10, 13):
            u = np.r_[-40.0, 0.0, 40.0, width * np.linspace(-2, 0, 9)]
            x, force, *_ = pull(u, width)
            self.close(x - width * force, u, 1e-13, 1e-13 * (1 + width))
            # f = 1/(1 + eˣ) and f(−V − u) = 1 − f(u)
            near = np.abs(x) < 30
            odds = force[near] / pull(-width - u[near], width).force
            self.close(np.log(odds), -x[near], 0, 1e-13)

    def test_force_in_the_tail(self):
        # u ≫ 1: f = e^{−u}(1 − …), though 1 + e^{−u} is 1 in double precision
        answer = ask('erm.proximal', loss='logistic', margin=300.0, width=1.0)
        self.close(answer['force'], math.exp(-300))


class Margins(Close):
    def test_averages_by_simulation(self):
        rng = np.random.default_rng(3)
        u = 0.4 + 1.5 * rng.standard_normal(400_000)
        for loss in LOSSES.values():
            rows = lambda u, pull: np.array([pull.force, pull.force**2, pull.stiffness, pull.loss])
            exact = over_margins(loss, 0.4, 2.25, 1.7, rows)
            sample = rows(u, loss.pull(u, 1.7))
            error = sample.std(1) / math.sqrt(u.size) + 1e-12
            self.assertTrue(np.all(np.abs(sample.mean(1) - exact) <= 5 * error))

    def test_hinge_in_a_tail(self):
        # all margins far beyond 1 but for e^{-200}: E ℓ(x) = √q I₁(A), I₁(A) = φ(A) − |A| Φ(A)
        hinge, rows = LOSSES['hinge'], lambda u, pull: pull.loss[None, :]
        (loss,) = over_margins(hinge, 4.0, 0.0225, 0.1, rows)
        a = 3.1 / 0.15
        mills = sum((-1) ** k * c * a ** -(2 * k) for k, c in enumerate((1, 3, 15, 105, 945)))
        self.close(loss, 0.15 * density(a) / a**2 * mills, 1e-9)

    def test_force_by_stein(self):
        # E f′ = E (u − mean) f / q, and f′ = −(1 − x′)/V
        for loss in LOSSES.values():
            rows = lambda u, pull: np.array([pull.stiffness, -(u + 0.3) * pull.force / 0.8])
            stiffness, stein = over_margins(loss, -0.3, 0.8, 2.0, rows)
            self.close(stiffness, stein)


class Newton(Close):
    def test_outcomes(self):
        root, converged = newton(lambda x: np.exp(x) - 3, np.array([9.0]))
        self.assertTrue(converged)
        self.close(root, math.log(3))
        self.assertFalse(newton(lambda x: x**2 + 1, np.array([2.0]))[1])

    def test_a_path_that_ends(self):
        with self.assertRaisesRegex(Failure, 'lost the fixed point at lambda = '):
            follow(lambda p: lambda x: x**2 - p, np.array([1.0]), 1.0, -1.0)
        with self.assertRaisesRegex(Failure, 'strong regularisation'):
            follow(lambda p: lambda x: x**2 + 1, np.array([1.0]), 1.0, 0.0)


class TeacherStudent(Close):
    def test_square_loss_in_closed_form(self):
        for teacher in (CLEAN, NOISY, RANDOM):
            rho, noise, flip = teacher.values()
            c = (1 - 2 * flip) * math.sqrt(2 / math.pi / (rho + noise))
            for alpha in (0.05, 0.8, 1.0, 3.0, 50.0):
                for penalty in (1e-8, 1e-3, 1.0, 1e6):
                    a = alpha + penalty - 1
                    root = math.sqrt(a * a + 4 * penalty)
                    v = 2 / (a + root) if a > 0 else (root - a) / (2 * penalty)
                    d = penalty + alpha / (1 + v)
                    m = rho * alpha * c / ((1 + v) * d)
                    b = alpha / ((1 + v) * d) ** 2
                    q = (m * m / rho + b * (1 - 2 * m * c)) / (1 - b)
                    answer = plain('square', alpha, penalty, teacher)
                    # relative accuracy of the quadrature, times the condition of q at n = d
                    tolerance = 1e-11 + 1e-13 / abs(1 - b)
                    self.close(answer['susceptibility'], v, tolerance)
                    self.close(answer['overlap'], m, tolerance, 1e-300)
                    self.close(answer['norm'], q, tolerance)
                    loss = (1 + q - 2 * m * c) / (2 * (1 + v) ** 2)
                    self.close(answer['trainingLoss'], loss, 10 * tolerance)

    def test_hebb_limit(self):
        for loss in VALUES:
            for alpha in (0.1, 1.0, 30.0):
                # ŵ ~ Σ y X: corrections are of order α/λ
                angle = math.acos(math.sqrt(2 * alpha / (math.pi + 2 * alpha)))
                answer = plain(loss, alpha, 1e6)
                self.close(answer['generalisationError'], angle / math.pi, 1e-4)

    def test_envelope(self):
        # d/dλ [α E_t + λ q/2] = q/2, by an eighth-order difference
        weights = {1: 4 / 5, 2: -1 / 5, 3: 4 / 105, 4: -1 / 280}
        for loss in VALUES:
            at = lambda penalty: plain(loss, 1.3, penalty, NOISY)['objective'] * 1.3
            step = 0.02
            slope = sum(c * (at(0.5 + k * step) - at(0.5 - k * step)) for k, c in weights.items())
            self.close(slope / step, plain(loss, 1.3, 0.5, NOISY)['norm'] / 2, 1e-9)

    def test_virial(self):
        # stationarity along ŵ: 2α E[P f x] = λ q
        for loss in VALUES:
            for penalty in (1e-6, 0.1, 10.0):
                solution = covariate.teacher_student(loss, 2.0, penalty, NOISY)
                fields, rho, noise = solution.fields, 1.3, 0.2
                slack = rho + noise - fields.overlap**2 / fields.norm
                slope = fields.overlap / fields.norm / math.sqrt(slack)
                agree = lambda u: 0.1 + 0.8 * probability(slope * u)
                (average,) = over_margins(
                    LOSSES[loss],
                    0.0,
                    fields.norm,
                    fields.susceptibility,
                    lambda u, pull: (2 * agree(u) * pull.force * pull.point)[None, :],
                    [0.0],
                )
                # for small λ it is what is left of terms of order one
                self.close(2.0 * average, penalty * fields.norm, 1e-9, 1e-13)

    def test_scale_of_the_teacher_is_immaterial(self):
        for loss in VALUES:
            one = plain(loss, 1.5, 0.3, {**NOISY})
            rescaled = {**NOISY, 'secondMoment': 1.3 * 7, 'noiseVariance': 0.2 * 7}
            two = plain(loss, 1.5, 0.3, rescaled)
            self.close(two['overlap'], math.sqrt(7) * one['overlap'])
            for field in ('norm', 'susceptibility', 'generalisationError', 'trainingLoss'):
                self.close(two[field], one[field])

    def test_random_labels(self):
        for loss in VALUES:
            answer = plain(loss, 1.5, 0.3, RANDOM)
            self.assertEqual(answer['overlap'], 0)
            self.close(answer['generalisationError'], 0.5)

    def test_optimal_ridge(self):
        # λ = π/2 − 1 minimises the error, for every α; there m/q = √(π/2)
        for alpha in (0.3, 1.0, 8.0):
            best = plain('square', alpha, math.pi / 2 - 1)
            self.close(best['overlap'] / best['norm'], math.sqrt(math.pi / 2))
            for factor in (0.9, 1.1):
                other = plain('square', alpha, factor * (math.pi / 2 - 1))
                self.assertLess(best['generalisationError'], other['generalisationError'])


class Separable(Close):
    def test_pure_noise(self):
        self.close(separable.threshold(RANDOM), 2.0)  # Cover
        # Gardner: 1/α = E (κ + ξ)₊²
        margin, cosine, _ = separable.max_margin(0.7, RANDOM)
        self.assertEqual(cosine, 0)
        gardner = (1 + margin**2) * probability(margin) + margin * density(margin)
        self.close(0.7 * gardner, 1.0)

    def test_the_teacher_separates(self):
        self.assertEqual(separable.threshold(CLEAN), math.inf)
        self.assertGreater(separable.max_margin(50.0, CLEAN)[0], 0)

    def test_the_margin_vanishes_at_the_threshold(self):
        for teacher in (NOISY, RANDOM):
            critical = separable.threshold(teacher)
            below = [separable.max_margin(critical * (1 - e), teacher)[0] for e in (2e-4, 1e-4)]
            self.close(below[0] / below[1], 2.0, 1e-3)
            with self.assertRaises(Failure):
                separable.max_margin(critical * 1.01, teacher)

    def test_minimum_over_directions(self):
        # 1/α* = min_t E (Z − t U)₊², by brute force on a grid of U
        u, step = np.linspace(-12, 12, 4801, retstep=True)
        weight = 2 * density(u) * (0.1 + 0.8 * probability(u * math.sqrt(1.3 / 0.2))) * step
        t = np.linspace(0, 2, 201)[:, None]
        tail = (1 + (t * u) ** 2) * probability(-t * u) - t * u * density(t * u)
        self.close(separable.threshold(NOISY), 1 / (tail @ weight).min(), 1e-4)

    def test_hinge_of_vanishing_penalty(self):
        limit = ask('erm.max-margin', alpha=0.9, teacher=NOISY)
        hinge = plain('hinge', 0.9, 1e-6, NOISY)
        for field in ('overlap', 'norm', 'generalisationError'):
            self.close(hinge[field], limit[field], 1e-9)


class Features(Close):
    def test_coefficients(self):
        erf = features.coefficients('erf')
        rest = 2 / math.pi * math.asin(2 / 3) - 4 / (3 * math.pi)
        self.close(erf, [0, 2 / math.sqrt(3 * math.pi), math.sqrt(rest)], 1e-13, 1e-15)
        self.close(
            features.coefficients('relu'),
            [1 / math.sqrt(2 * math.pi), 0.5, math.sqrt(0.25 - 1 / (2 * math.pi))],
            1e-13,
        )
        sign = [0, math.sqrt(2 / math.pi), math.sqrt(1 - 2 / math.pi)]
        self.close(features.coefficients('sign'), sign, 1e-13, 1e-15)
        self.assertEqual(features.coefficients('linear').kappa_star, 0)

    def test_marchenko_pastur(self):
        for gamma in (0.01, 0.5, 0.999, 1.0, 1.001, 7.0):
            a, mass = features.marchenko_pastur(gamma)
            # mass 1 but for the atom, mean 1, mean square 1 + γ
            moments = [mass.sum(), (mass * a).sum(), (mass * a * a).sum()]
            self.close(moments, [min(1, 1 / gamma), 1, 1 + gamma], 1e-13)

    def test_stieltjes(self):
        # its quadratic equation: g (z + 1/(1 + γ g)) = 1
        for gamma in (0.1, 1.0, 4.0):
            for z in (1e-6, 1e-2, 1.0, 1e3):
                g, derivative = features.stieltjes(z, gamma)
                self.close(g * (z + 1 / (1 + gamma * g)), 1.0, 1e-12)
                self.close(derivative * (z + 1 / (1 + gamma * g) ** 2), g, 1e-12)

    def test_eigenvalues_by_simulation(self):
        rng = np.random.default_rng(5)
        for p, d in ((600, 300), (300, 600)):
            g = rng.standard_normal((p, d))
            a = np.linalg.eigvalsh(g.T @ g / p)
            self.close((1 / (a + 0.5)).mean(), features.stieltjes(0.5, d / p)[0], 5e-3)

    def test_linear_orthogonal_features_are_none(self):
        common = {'activation': 'linear', 'gamma': 0.4, 'projection': 'orthogonal'}
        for loss in VALUES:
            manifold = ask('hidden-manifold.fixed-point', 0.2, loss=loss, alpha=0.6, **common)
            direct = plain(loss, 0.6 / 0.4, 0.2)
            for field in ('overlap', 'norm', 'generalisationError', 'trainingLoss'):
                self.close(manifold[field], direct[field])

    def test_more_latent_directions_than_features(self):
        params = {'loss': 'square', 'alpha': 1.0, 'gamma': 3, 'activation': 'erf'}
        with self.assertRaises(Skip):
            ask('hidden-manifold.fixed-point', 0.1, projection='orthogonal', **params)
        answer = ask('hidden-manifold.fixed-point', 0.1, projection='gaussian', **params)
        kappa = features.coefficients('erf')
        parts = kappa.kappa1**2 * answer['latentNorm'] + kappa.kappa_star**2 * answer['weightNorm']
        self.close(parts, answer['norm'])

    def test_no_better_than_the_best_linear_predictor(self):
        hidden = features.manifold('tanh', 0.5, 'gaussian', 1.0).hidden
        for loss in VALUES:
            answer = ask(
                'hidden-manifold.fixed-point',
                0.01,
                **{'activation': 'tanh', 'loss': loss, 'alpha': 20.0, 'gamma': 0.5},
                projection='gaussian',
            )
            angle = math.acos(math.sqrt(1 - hidden)) / math.pi
            self.assertGreater(answer['generalisationError'], angle)
            self.assertLess(answer['overlap'] ** 2, (1 - hidden) * answer['norm'])


class Covariate(Close):
    spectrum = {'weights': [0.25, 0.75], 'student': [3.0, 0.5], 'teacher': [1.2, 0.2]}

    def solve(self, penalty=0.3, spectrum=None, task='classification', loss='square'):
        model = {'secondMoment': 1.1, 'noiseVariance': 0.15, 'task': task, 'loss': loss}
        spectrum = spectrum or self.spectrum
        return ask('gaussian-covariate.fixed-point', penalty, spectrum=spectrum, alpha=1.4, **model)

    def test_splitting_a_block_changes_nothing(self):
        parts = {'weights': [0.25, 0.5, 0.25], 'student': [3, 0.5, 0.5], 'teacher': [1.2, 0.3, 0.0]}
        for loss in VALUES:
            one, two = self.solve(loss=loss), self.solve(spectrum=parts, loss=loss)
            for field in one:
                self.close(one[field], two[field])

    def test_scale_of_the_features(self):
        scaled = {k: [7 * x for x in v] if k != 'weights' else v for k, v in self.spectrum.items()}
        for loss in VALUES:
            one, two = self.solve(0.3, loss=loss), self.solve(2.1, scaled, loss=loss)
            self.close(two['weightNorm'], one['weightNorm'] / 7)
            for field in ('norm', 'susceptibility', 'generalisationError', 'trainingLoss'):
                self.close(one[field], two[field])

    def test_regression_by_simulation(self):
        # ridge regression with exactly this spectrum, p = 160 features and n = 224 samples
        rng = np.random.default_rng(11)
        p, n, noise, rho = 160, 224, 0.15, 1.1
        s = np.repeat([3.0, 0.5], [p // 4, 3 * p // 4])
        t = np.repeat([1.2, 0.2], [p // 4, 3 * p // 4])
        c = np.sqrt(t / p)  # cov(v_i, ν)
        rest = rho - (c * c / s).sum()
        measured = []
        for _ in range(200):
            v = rng.standard_normal((n, p)) * np.sqrt(s)
            field = v @ (c / s) + math.sqrt(rest) * rng.standard_normal(n)
            y = field + math.sqrt(noise) * rng.standard_normal(n)
            x = v / math.sqrt(p)
            w = np.linalg.solve(x.T @ x + 0.3 * np.eye(p), x.T @ y)
            overlap, norm = c @ w / math.sqrt(p), (s * w * w).mean()
            error, loss = rho + norm - 2 * overlap, ((y - x @ w) ** 2).mean() / 2
            measured.append([overlap, norm, (w * w).mean(), error, loss])
        answer = self.solve(task='regression')
        names = ('overlap', 'norm', 'weightNorm', 'meanSquareError', 'trainingLoss')
        simulated(self, measured, [answer[name] for name in names], bias=1 / p)

    def test_regression_with_a_margin(self):
        with self.assertRaises(Skip):
            self.solve(task='regression', loss='hinge')


def simulated(test, measured, exact, bias=0.0):
    """Within four standard errors, and corrections of the size of the system for what they are."""
    measured, exact = np.array(measured), np.array(exact)
    error = measured.std(0, ddof=1) / math.sqrt(len(measured))
    deviation = np.abs(measured.mean(0) - exact)
    allowed = 4 * error + bias * np.abs(exact)
    test.assertTrue(np.all(deviation < allowed), (deviation / error, error))


class Simulation(Close):
    """Logistic regression by Newton's method, on data sets of finite size."""

    def fit(self, x, y, penalty, intercept=False):
        z = np.c_[x, np.ones(len(x))] if intercept else x
        ridge = penalty * np.r_[np.ones(x.shape[1]), np.zeros(z.shape[1] - x.shape[1])]
        w = np.zeros(z.shape[1])
        for _ in range(30):
            force = 1 / (1 + np.exp(y * (z @ w)))
            gradient = ridge * w - z.T @ (y * force)
            hessian = (z.T * (force * (1 - force))) @ z + np.diag(ridge)
            step = np.linalg.solve(hessian, gradient)
            w -= step
            if np.abs(step).max() < 1e-9:
                return w
        raise AssertionError('no minimum')

    def test_teacher_and_student(self):
        rng = np.random.default_rng(17)
        d, n, penalty = 200, 300, 0.2
        measured = []
        for _ in range(60):
            teacher = rng.standard_normal(d)
            teacher *= math.sqrt(1.3 * d) / np.linalg.norm(teacher)
            x = rng.standard_normal((n, d)) / math.sqrt(d)
            y = np.sign(x @ teacher + math.sqrt(0.2) * rng.standard_normal(n))
            y[rng.random(n) < 0.1] *= -1
            w = self.fit(x, y, penalty)
            overlap, norm, margins = w @ teacher / d, w @ w / d, y * (x @ w)
            error = math.acos(overlap / math.sqrt(1.3 * norm)) / math.pi
            loss = np.logaddexp(0, -margins).mean()
            measured.append([overlap, norm, error, loss, (margins < 0).mean()])
        answer = plain('logistic', n / d, penalty, NOISY)
        names = ('overlap', 'norm', 'generalisationError', 'trainingLoss', 'trainingError')
        simulated(self, measured, [answer[name] for name in names], bias=1 / d)

    def test_mixture(self):
        rng = np.random.default_rng(19)
        d, n, penalty, share = 200, 300, 0.1, 0.3
        s = {1: np.repeat([2.0, 0.3], d // 2), -1: np.repeat([0.2, 1.0], d // 2)}
        t = np.repeat([1.5, 0.5], d // 2)
        measured = []
        for _ in range(60):
            y = np.where(np.arange(n) < share * n, 1.0, -1.0)
            mean = np.sqrt(t / d) * rng.choice([-1, 1], d)
            spread = np.where(y[:, None] > 0, s[1], s[-1])
            x = (y[:, None] * mean + np.sqrt(spread) * rng.standard_normal((n, d))) / math.sqrt(d)
            w = self.fit(x, y, penalty, intercept=True)
            w, b = w[:-1], w[-1]
            margins = y * (x @ w + b)
            overlap, norms = w @ mean / math.sqrt(d), [(s[k] * w * w).mean() for k in (1, -1)]
            error = sum(
                p * probability(-(overlap + k * b) / math.sqrt(q))
                for p, k, q in zip((share, 1 - share), (1, -1), norms)
            )
            loss = np.logaddexp(0, -margins).mean()
            wrong = (margins < 0).mean()
            measured.append([overlap, *norms, b, error, loss, wrong, (w * w).mean()])
        spectrum = {'weights': [0.5, 0.5], 'plus': [2, 0.3], 'minus': [0.2, 1], 'mean': [1.5, 0.5]}
        answer = ask(
            'gaussian-mixture.fixed-point',
            penalty,
            **{'loss': 'logistic', 'alpha': n / d, 'bias': 'free', 'probability': share},
            spectrum=spectrum,
        )
        exact = [answer['overlap'], *answer['norm'], answer['bias'], answer['generalisationError']]
        exact += [answer[name] for name in ('trainingLoss', 'trainingError', 'weightNorm')]
        simulated(self, measured, exact, bias=1 / d)


class Mixture(Close):
    one = {'weights': [1], 'plus': [1], 'minus': [1], 'mean': [1]}
    two = {'weights': [0.3, 0.7], 'plus': [1, 5], 'minus': [0.1, 0.2], 'mean': [3, 0.1]}

    def solve(self, loss, alpha, penalty, probability, bias='free', spectrum=None):
        params = {'loss': loss, 'alpha': alpha, 'bias': bias, 'probability': probability}
        spectrum = spectrum or self.one
        return ask('gaussian-mixture.fixed-point', penalty, **params, spectrum=spectrum)

    def test_square_loss_in_closed_form(self):
        for alpha in (0.5, 1.0, 20.0):
            for penalty in (1e-6, 0.1, 10.0):
                a = alpha + penalty - 1
                root = math.sqrt(a * a + 4 * penalty)
                v = 2 / (a + root) if a > 0 else (root - a) / (2 * penalty)
                gain = 4 * 0.3 * 0.7 * alpha / (1 + v) * v  # m = gain (1 − m), with D = 1/V
                m = gain / (1 + gain)
                answer = self.solve('square', alpha, penalty, 0.3)
                self.close(answer['overlap'], m)
                self.close(answer['bias'], (0.3 - 0.7) * (1 - m))
                self.close(answer['susceptibility'], [v, v])

    def test_exchange_of_the_classes(self):
        swapped = {**self.two, 'plus': self.two['minus'], 'minus': self.two['plus']}
        for loss in VALUES:
            one = self.solve(loss, 1.3, 0.2, 0.3, spectrum=self.two)
            two = self.solve(loss, 1.3, 0.2, 0.7, spectrum=swapped)
            self.close(two['norm'], one['norm'][::-1])
            self.close(two['bias'], -one['bias'])
            for field in ('overlap', 'generalisationError', 'trainingLoss', 'weightNorm'):
                self.close(two[field], one[field])

    def test_envelope(self):
        # d/dλ [α E_t + λ|w|²/(2d)] = |w|²/(2d), by a sixth-order difference
        weights = {1: 3 / 4, 2: -3 / 20, 3: 1 / 60}
        for loss, bias in (('square', 'none'), ('logistic', 'free'), ('hinge', 'free')):

            def total(penalty):
                answer = self.solve(loss, 1.3, penalty, 0.3, bias, self.two)
                return 1.3 * answer['trainingLoss'] + penalty / 2 * answer['weightNorm']

            rise = lambda e: total(0.5 + e) - total(0.5 - e)
            slope = sum(c * rise(k * 0.01) for k, c in weights.items()) / 0.01
            norm = self.solve(loss, 1.3, 0.5, 0.3, bias, self.two)['weightNorm']
            self.close(slope, norm / 2, 1e-8)

    def test_bayes_of_spherical_clusters(self):
        # λ → ∞ attains it, with any loss; nothing else does better
        bayes = float(probability(-math.sqrt(2.0 / (1 + 2.0))))
        for loss in VALUES:
            strong = self.solve(loss, 2.0, 1e6, 0.5, bias='none')
            self.close(strong['generalisationError'], bayes, 1e-5)
            weak = self.solve(loss, 2.0, 0.1, 0.5, bias='none')
            self.assertGreater(weak['generalisationError'], bayes)

    def test_a_rare_class_that_the_hinge_ignores(self):
        rng = np.random.default_rng(23)
        d = 60  # of such a size, data sets change their mind between α = 40 and 70
        for alpha, ignored in ((25.0, False), (100.0, True)):
            answer = self.solve('hinge', alpha, 1.0, 0.02)
            self.assertEqual(answer['weightNorm'] == 0, ignored)
            n = int(alpha * d)
            rare = int(0.02 * n)
            mean = np.ones(d) / math.sqrt(d)
            pull = (mean + rng.standard_normal((rare, d))).sum(0)
            frequent = -mean + rng.standard_normal((n - rare, d))
            self.assertEqual(can_hold(frequent, pull, rare), ignored)
        answer = self.solve('hinge', 100.0, 1e-3, 0.98)
        self.assertEqual((answer['bias'], answer['generalisationError']), (1.0, 1 - 0.98))
        self.close(answer['trainingLoss'], 0.04)

    def test_close_to_ignoring_it(self):
        # continuous: the weights vanish on the way there
        sizes = [self.solve('hinge', alpha, 1.0, 0.02)['weightNorm'] for alpha in (40, 45, 50, 52)]
        self.assertTrue(all(a > 2 * b > 0 for a, b in zip(sizes, sizes[1:])), sizes)


def can_hold(frequent, pull, rare):
    """
    Are there forces 0 ≤ f ≤ 1 with Σ f x = pull and Σ f = rare? Then w = 0 is a minimum.

    By duality there are if w·goal ≤ Σ (w·x)₊ for all w: the left side wins or it does not, in a
    direction that Newton's method finds with softened corners and a small penalty.
    """
    x, goal = np.c_[frequent, np.ones(len(frequent))], np.r_[pull, rare]
    w = np.zeros(goal.size)
    for soft in (1.0, 0.3, 0.1, 0.03):
        for _ in range(100):
            force = 1 / (1 + np.exp(np.clip(-x @ w / soft, -700, 700)))
            hessian = (x.T * (force * (1 - force) / soft)) @ x + 1e-3 * np.eye(w.size)
            step = np.linalg.solve(hessian, goal - x.T @ force - 1e-3 * w)
            w = w + step * min(1.0, 1.0 / np.abs(step).max())
            if np.abs(step).max() < 1e-8:
                break
    return w @ goal <= np.maximum(x @ w, 0).sum()


class Conversation(unittest.TestCase):
    def test_a_question_of_each_kind(self):
        spectrum = {'weights': [1], 'student': [1], 'teacher': [0.5]}
        manifold = {'activation': 'erf', 'gamma': 0.5, 'projection': 'gaussian'}
        questions = [
            ('erm.proximal', {'loss': 'hinge', 'margin': 0, 'width': 2}),
            ('erm.fixed-point', {'loss': 'square', 'alpha': 1, 'lambda': 1, 'teacher': CLEAN}),
            ('erm.max-margin', {'alpha': 1, 'teacher': CLEAN}),
            ('erm.separability', {'teacher': CLEAN}),
            ('hidden-manifold.coefficients', {'activation': 'tanh'}),
            ('hidden-manifold.stieltjes', {'z': 1, 'gamma': 0.5}),
            ('hidden-manifold.fixed-point', {**manifold, 'loss': 'hinge', 'alpha': 1, 'lambda': 1}),
            ('hidden-manifold.separability', manifold),
            (
                'gaussian-covariate.fixed-point',
                {'spectrum': spectrum, 'secondMoment': 1, 'noiseVariance': 0, 'loss': 'square'}
                | {'alpha': 1, 'lambda': 1, 'task': 'regression'},
            ),
            (
                'gaussian-mixture.fixed-point',
                {'loss': 'square', 'alpha': 1, 'lambda': 1, 'bias': 'none', 'probability': 0.5}
                | {'spectrum': Mixture.one},
            ),
        ]
        requests = [{'cmd': 'start', 'protocol': 1, 'directory': '.'}]
        requests += [
            {'cmd': 'ask', 'id': k, 'oracle': o, 'params': p} for k, (o, p) in enumerate(questions)
        ]
        run = subprocess.run(
            [sys.executable, os.path.join(HERE, 'numpy_erm.py')],
            input=''.join(json.dumps(r) + '\n' for r in [*requests, {'cmd': 'stop'}]),
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
        )
        start, *replies = [json.loads(line) for line in run.stdout.splitlines()]
        self.assertEqual(sorted(start['oracles']), sorted(o for o, _ in questions))
        for reply in replies:
            self.assertIn('result', reply)
        self.assertEqual(replies[3]['result'], {'alpha': 'Infinity'})


if __name__ == '__main__':
    unittest.main()
