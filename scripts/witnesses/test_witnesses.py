"""The witness scripts against closed forms and against each other."""

import io
import json
import math
import os
import sys
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import bayes_grid
import exact_enumeration
import jsonlines
import mpmath_replica
import plain_gamp

RADEMACHER = {"kind": "rademacher"}
GAUSSIAN = {"kind": "gaussian", "variance": 1}
SPARSE = {"kind": "gauss-bernoulli", "density": 0.2, "variance": 1}
TERNARY = {"kind": "discrete", "values": [-1, 0, 1], "probabilities": [0.25, 0.5, 0.25]}
SIGN = {"kind": "sign"}
MODULUS = {"kind": "absolute-value", "noiseVariance": 0}
CHANNELS = [
    SIGN,
    {"kind": "probit", "noiseVariance": 0.1},
    {"kind": "linear", "noiseVariance": 0.1},
    {"kind": "relu"},
    MODULUS,
    {"kind": "absolute-value", "noiseVariance": 0.1},
    {"kind": "symmetric-door", "width": 0.7},
]


def ask(script, oracle, **params):
    return script.HANDLERS[oracle](params)


class Replica(unittest.TestCase):
    def near(self, reply, **expected):
        for field, value in expected.items():
            error = reply["error"][field]
            self.assertLessEqual(abs(reply["result"][field] - value), error + 2e-16 * abs(value))
            self.assertLess(error, 1e-14 * (1 + abs(value)))

    def test_gaussian_weight(self):
        for r in (1e-6, 0.3, 7.0, 1e5):
            reply = ask(mpmath_replica, "glm.prior-potential", prior=GAUSSIAN, conjugate=r)
            self.near(reply, overlap=r / (1 + r), meanSquareError=1 / (1 + r))
            # r − ln(1 + r) itself loses digits where r is small
            potential = r * r / 4 - r**3 / 6 if r < 1e-5 else (r - math.log1p(r)) / 2
            self.assertAlmostEqual(reply["result"]["potential"] / potential, 1, 11)

    def test_sign_predictions(self):
        reply = ask(
            mpmath_replica, "glm.generalisation-error", channel=SIGN, secondMoment=1, overlap=0.5
        )
        self.near(reply, bayesMeanSquare=2 / 3, bayesClassification=0.25, gibbsClassification=1 / 3)

    def test_thresholds_in_closed_form(self):
        for params, alpha in (
            ({"prior": GAUSSIAN, "channel": MODULUS, "kind": "weak-recovery"}, 0.5),
            ({"prior": GAUSSIAN, "channel": MODULUS, "kind": "information-theoretic"}, 1),
        ):
            self.near(ask(mpmath_replica, "glm.threshold", **params), alpha=alpha)

    def test_gaussian_end_to_end(self):
        # m = r/(1+r), r = α/(1 − m + Δ): a quadratic
        alpha, noise = 1.7, 0.25
        b = 1 + noise + alpha
        m = (b - math.sqrt(b * b - 4 * alpha)) / 2
        reply = ask(
            mpmath_replica,
            "glm.fixed-point",
            prior=GAUSSIAN,
            channel={"kind": "linear", "noiseVariance": noise},
            alpha=alpha,
            start="uninformed",
        )
        self.near(reply, overlap=m, meanSquareError=1 - m)

    def test_the_two_orders_bound_the_error(self):
        # the derivative of Φ_out, by central differences of its own values
        h = 2.0**-12
        for channel in CHANNELS[:4]:
            at = lambda m: ask(
                mpmath_replica, "glm.output-potential", channel=channel, secondMoment=1, overlap=m
            )["result"]
            slope = (at(0.5 + h)["potential"] - at(0.5 - h)["potential"]) / (2 * h)
            self.assertAlmostEqual(2 * slope, at(0.5)["conjugatePerAlpha"], 5)


class Grid(unittest.TestCase):
    def agree(self, oracle, **params):
        one = ask(mpmath_replica, oracle, **params)
        other = ask(bayes_grid, oracle, **params)
        for field, value in other["result"].items():
            if isinstance(value, str):
                self.assertEqual(value, one["result"][field])
                continue
            pairs = zip(value, one["result"][field]) if isinstance(value, list) else [
                (value, one["result"][field])
            ]
            bound = other["error"][field] + one["error"][field]
            for a, b in pairs:
                self.assertLessEqual(abs(a - b), bound, f"{oracle} {field} {params}")

    def test_weights(self):
        for prior in (RADEMACHER, GAUSSIAN, SPARSE, TERNARY):
            for r in (1e-3, 10.0):
                self.agree("glm.prior-potential", prior=prior, conjugate=r)

    def test_outputs(self):
        for channel in CHANNELS:
            self.agree("glm.output-potential", channel=channel, secondMoment=1, overlap=0.6)

    def test_fixed_points(self):
        for prior, channel, alpha in (
            (RADEMACHER, SIGN, 1.0),
            (SPARSE, {"kind": "relu"}, 0.3),
            (TERNARY, {"kind": "symmetric-door", "width": 0.5}, 0.6),
        ):
            self.agree(
                "glm.fixed-point", prior=prior, channel=channel, alpha=alpha, start="uninformed"
            )

    def test_binary_perceptron(self):
        for kind in ("algorithmic", "information-theoretic"):
            self.agree("glm.threshold", prior=RADEMACHER, channel=SIGN, kind=kind)


class Enumeration(unittest.TestCase):
    def test_one_weight(self):
        reply = exact_enumeration.exact_average({"channel": SIGN, "matrix": [[0.5]]})
        self.assertAlmostEqual(reply["result"]["freeEntropy"], -math.log(2), 15)
        self.assertEqual(reply["result"]["overlap"], 1.0)

    def test_gaussian_likelihood(self):
        reply = exact_enumeration.exact_posterior(
            {
                "prior": RADEMACHER,
                "channel": {"kind": "linear", "noiseVariance": 0.5},
                "matrix": [[1.0]],
                "labels": [0.3],
            }
        )
        self.assertAlmostEqual(reply["result"]["mean"][0], math.tanh(0.6), 15)

    def test_a_boundary_is_nobodys(self):
        with self.assertRaises(jsonlines.Skip):
            exact_enumeration.exact_average({"channel": SIGN, "matrix": [[1.0, 1.0]]})


class Iteration(unittest.TestCase):
    def test_first_step_by_hand(self):
        # one sample of one Gaussian weight: V = 1, ω = 0, g = y/(1+Δ), A = 1/(1+Δ)
        reply = plain_gamp.gamp(
            {
                "prior": GAUSSIAN,
                "channel": {"kind": "linear", "noiseVariance": 0.5},
                "matrix": [[1.0]],
                "labels": [0.9],
                "iterations": 1,
                "record": [0, 1],
            }
        )
        A = 1 / 1.5
        self.assertAlmostEqual(reply["result"]["means"][1][0], 0.9 * A / (1 + A), 15)
        self.assertAlmostEqual(reply["result"]["variances"][1][0], 1 / (1 + A), 15)

    def test_damping_keeps_part_of_the_old(self):
        question = {
            "prior": RADEMACHER,
            "channel": SIGN,
            "matrix": [[0.7, -0.2], [0.1, 0.9]],
            "labels": [1, -1],
            "iterations": 1,
            "record": [1],
        }
        plain = plain_gamp.gamp(question)["result"]["means"][0]
        damped = plain_gamp.gamp({**question, "damping": 0.25})["result"]["means"][0]
        for a, b in zip(plain, damped):
            self.assertAlmostEqual(b, 0.75 * a, 15)


class Filter(unittest.TestCase):
    def test_one_line_for_one_line(self):
        lines = [
            json.dumps(q) + "\n"
            for q in (
                {"oracle": "glm.prior-potential", "params": {"prior": GAUSSIAN, "conjugate": 1}},
                {"oracle": "glm.unheard-of", "params": {}},
            )
        ]
        out = io.StringIO()
        jsonlines.serve(mpmath_replica.HANDLERS, lines, out)
        first, second = (json.loads(line) for line in out.getvalue().splitlines())
        self.assertAlmostEqual(first["result"]["overlap"], 0.5)
        self.assertIn("skip", second)

    def test_infinities_are_words(self):
        self.assertEqual(jsonlines.encode([math.inf, -math.inf]), ["Infinity", "-Infinity"])
        self.assertEqual(jsonlines.decode("-Infinity"), -math.inf)


if __name__ == "__main__":
    unittest.main()
