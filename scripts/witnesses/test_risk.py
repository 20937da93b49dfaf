"""The witnesses of empirical risk minimisation against closed forms, limits and each other."""

import math
import os
import sys
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import compare_penalties
import iterate_classes
import jsonlines
import mpmath_risk
from orders import entries

CLEAN = {"secondMoment": 1, "noiseVariance": 0, "flipProbability": 0}
NOISY = {"secondMoment": 2, "noiseVariance": 0.3, "flipProbability": 0.05}
LOSSES = ("square", "logistic", "hinge")
TRIANGLE = [[1 if k == l else -0.5 for l in range(3)] for k in range(3)]


def ask(oracle, script=mpmath_risk, **params):
    if "lam" in params:
        params["lambda"] = params.pop("lam")
    return script.HANDLERS[oracle](params)


class Case(unittest.TestCase):
    def near(self, reply, **expected):
        for field, value in expected.items():
            error = reply["error"][field]
            self.assertLessEqual(abs(reply["result"][field] - value), error + 4e-16 * abs(value))
            self.assertLess(error, 1e-14 * (1e-3 + abs(value)))

    def agree(self, one, other, slack=0.0, fields=None):
        for field in fields or (set(one["result"]) & set(other["result"])):
            a, b = (entries(r["result"][field]) for r in (one, other))
            bound = one["error"][field] + other["error"][field]
            for x, y in zip(a, b, strict=True):
                self.assertLessEqual(abs(x - y), bound + slack * abs(y), field)


class Student(Case):
    def test_square_loss_in_closed_form(self):
        # α = λ = 1: V solves V² + V = 1; m̂ = c_y/(1 + V)
        reply = ask("erm.fixed-point", loss="square", alpha=1, lam=1, teacher=CLEAN)
        V = (math.sqrt(5) - 1) / 2
        m = V * math.sqrt(2 / math.pi) / (1 + V)
        B = (V / (1 + V)) ** 2
        q = (m * m + B * (1 - 2 * m * math.sqrt(2 / math.pi))) / (1 - B)
        error = math.acos(m / math.sqrt(q)) / math.pi
        self.near(reply, susceptibility=V, overlap=m, norm=q, generalisationError=error)

    def test_ridgeless(self):
        for alpha in (0.5, 2.0):
            c = math.sqrt(2 / math.pi)
            m = c * min(alpha, 1)
            if alpha < 1:
                q = (alpha**2 * c * c + alpha * (1 - 2 * alpha * c * c)) / (1 - alpha)
            else:
                q = (c * c + (1 - 2 * c * c) / alpha) / (1 - 1 / alpha)
            reply = ask("erm.fixed-point", loss="square", alpha=alpha, lam=1e-12, teacher=CLEAN)
            self.assertAlmostEqual(reply["result"]["overlap"] / m, 1, 10)
            self.assertAlmostEqual(reply["result"]["norm"] / q, 1, 10)

    def test_rule_of_hebb(self):
        for loss in LOSSES:
            reply = ask("erm.fixed-point", loss=loss, alpha=2, lam=1e8, teacher=CLEAN)
            hebb = math.acos(math.sqrt(4 / (math.pi + 4))) / math.pi
            self.assertAlmostEqual(reply["result"]["generalisationError"], hebb, 7)

    def test_stationary_along_the_weights(self):
        # α E_t is concave in λ with slope q/2 of α E_t + λ q/2: the penalty's own derivative
        h = 1e-4
        for loss in LOSSES:
            at = lambda lam: ask("erm.fixed-point", loss=loss, alpha=1.5, lam=lam, teacher=NOISY)[
                "result"
            ]
            up, down, here = at(0.3 + h), at(0.3 - h), at(0.3)
            slope = 1.5 * (up["objective"] - down["objective"]) / (2 * h)
            self.assertAlmostEqual(2 * slope / here["norm"], 1, 6)

    def test_labels_without_a_signal_are_left_to_others(self):
        with self.assertRaises(jsonlines.Skip):
            ask(
                "erm.fixed-point",
                loss="square",
                alpha=1,
                lam=1,
                teacher={**CLEAN, "flipProbability": 0.5},
            )

    def test_best_ridge(self):
        reply = ask("erm.optimal-regularisation", loss="square", alpha=3, teacher=CLEAN)
        self.near(reply, **{"lambda": math.pi / 2 - 1})
        self.agree(
            reply,
            ask(
                "erm.optimal-regularisation",
                compare_penalties,
                loss="square",
                alpha=3,
                teacher=CLEAN,
            ),
        )

    def test_best_logistic_penalty(self):
        question = {"loss": "logistic", "alpha": 1.5, "teacher": NOISY}
        self.agree(
            ask("erm.optimal-regularisation", **question),
            ask("erm.optimal-regularisation", compare_penalties, **question),
        )


class Separable(Case):
    def test_capacity(self):
        noise = {**CLEAN, "flipProbability": 0.5}
        self.near(ask("erm.separability", teacher=noise), alpha=2)

    def test_clean_labels_are_always_separable(self):
        self.assertEqual(ask("erm.separability", teacher=CLEAN)["result"]["alpha"], math.inf)

    def test_few_samples(self):
        # α → 0: every sample is supported by its own direction, κ → 1/√α
        reply = ask("erm.max-margin", alpha=1e-4, teacher=CLEAN)
        self.assertAlmostEqual(reply["result"]["margin"] * 1e-2, 1, 1)
        self.assertAlmostEqual(reply["result"]["norm"] * reply["result"]["margin"] ** 2, 1, 14)

    def test_the_margin_closes_at_the_threshold(self):
        threshold = ask("erm.separability", teacher=NOISY)["result"]["alpha"]
        reply = ask("erm.max-margin", alpha=threshold * (1 - 1e-3), teacher=NOISY)
        self.assertLess(reply["result"]["margin"], 1e-2)

    def test_hinge_without_penalty(self):
        hard = ask("erm.max-margin", alpha=1.5, teacher=CLEAN)
        soft = ask("erm.fixed-point", loss="hinge", alpha=1.5, lam=1e-6, teacher=CLEAN)
        self.agree(hard, soft, 1e-13, ("overlap", "norm", "generalisationError"))


class Manifold(Case):
    def test_coefficients(self):
        s = math.sqrt
        for activation, kappas in (
            ("erf", (0, 2 / s(3 * math.pi), s(2 / math.pi * math.asin(2 / 3) - 4 / (3 * math.pi)))),
            ("sign", (0, s(2 / math.pi), s(1 - 2 / math.pi))),
            ("relu", (1 / s(2 * math.pi), 0.5, s(0.25 - 1 / (2 * math.pi)))),
            ("linear", (0, 1, 0)),
        ):
            reply = ask("hidden-manifold.coefficients", activation=activation)
            for field, value in zip(("kappa0", "kappa1", "kappaStar"), kappas):
                self.assertAlmostEqual(reply["result"][field], value, 15)

    def test_stieltjes(self):
        for z, gamma in ((1.0, 1.0), (1e-3, 0.1), (0.2, 5.0)):
            b = z + 1 - gamma
            value = 2 / (b + math.sqrt(b * b + 4 * gamma * z)) if b > 0 else None
            if value is None:
                value = (math.sqrt(b * b + 4 * gamma * z) - b) / (2 * gamma * z)
            self.near(ask("hidden-manifold.stieltjes", z=z, gamma=gamma), value=value)

    def test_linear_orthogonal_is_the_plain_teacher(self):
        for loss in LOSSES:
            plain = ask("erm.fixed-point", loss=loss, alpha=2, lam=0.2, teacher=CLEAN)
            manifold = ask(
                "hidden-manifold.fixed-point",
                activation="linear",
                projection="orthogonal",
                loss=loss,
                alpha=0.5,
                gamma=0.25,
                lam=0.2,
            )
            self.agree(plain, manifold, 0, ("overlap", "norm", "generalisationError"))

    def test_features_that_know_everything(self):
        reply = ask(
            "hidden-manifold.separability", activation="linear", gamma=0.5, projection="gaussian"
        )
        self.assertEqual(reply["result"]["alpha"], math.inf)


class Spectra(Case):
    def test_one_block_is_the_plain_teacher(self):
        for loss in LOSSES:
            plain = ask("erm.fixed-point", loss=loss, alpha=2, lam=0.2, teacher=CLEAN)
            block = ask(
                "gaussian-covariate.fixed-point",
                spectrum={"weights": [0.5, 0.5], "student": [1, 1], "teacher": [1.2, 0.8]},
                secondMoment=1,
                noiseVariance=0,
                task="classification",
                loss=loss,
                alpha=2,
                lam=0.2,
            )
            self.agree(plain, block)

    def test_ridge_regression(self):
        # s = t = ρ = 1, no noise, α < 1, λ → 0: the projection on the span of the samples
        reply = ask(
            "gaussian-covariate.fixed-point",
            spectrum={"weights": [1], "student": [1], "teacher": [1]},
            secondMoment=1,
            noiseVariance=0,
            task="regression",
            loss="square",
            alpha=0.4,
            lam=1e-10,
        )
        self.assertAlmostEqual(reply["result"]["meanSquareError"], 0.6, 9)


class Clusters(Case):
    isotropic = {"weights": [1], "plus": [1], "minus": [1], "mean": [1]}

    def ask(self, **params):
        question = {"bias": "none", "probability": 0.5, "spectrum": self.isotropic, **params}
        return ask("gaussian-mixture.fixed-point", **question)

    def test_infinite_penalty_is_optimal(self):
        bayes = math.erfc(math.sqrt(2 / 3) / math.sqrt(2)) / 2
        for loss in LOSSES:
            reply = self.ask(loss=loss, alpha=2, lam=1e6)
            self.assertAlmostEqual(reply["result"]["generalisationError"], bayes, 11)

    def test_intercept_of_least_squares(self):
        reply = self.ask(loss="square", alpha=2, lam=0.1, probability=0.2, bias="free")
        m = reply["result"]["overlap"]
        self.near(reply, bias=-0.6 * (1 - m))

    def test_exchanged_classes(self):
        spectrum = {"weights": [0.5, 0.5], "plus": [1, 0.3], "minus": [0.2, 2], "mean": [1.5, 0.5]}
        mirrored = {**spectrum, "plus": spectrum["minus"], "minus": spectrum["plus"]}
        one = self.ask(
            loss="logistic", alpha=2, lam=0.1, probability=0.3, bias="free", spectrum=spectrum
        )
        two = self.ask(
            loss="logistic", alpha=2, lam=0.1, probability=0.7, bias="free", spectrum=mirrored
        )
        self.agree(one, two, 0, ("overlap", "generalisationError", "trainingLoss"))
        self.assertAlmostEqual(one["result"]["bias"], -two["result"]["bias"], 14)
        self.assertEqual(one["result"]["norm"][0], two["result"]["norm"][1])


class OneHot(Case):
    def question(self, loss, **params):
        return {
            "loss": loss,
            "alpha": 1.5,
            "lambda": 0.5,
            "bias": "free",
            "probabilities": [0.5, 0.3, 0.2],
            "spectrum": {"weights": [0.5, 0.5], "covariance": [0.5, 1], "means": [TRIANGLE] * 2},
            **params,
        }

    def test_two_roads(self):
        for question in (self.question("square"), self.question("square", bias="none")):
            self.agree(
                ask("gaussian-mixture.multiclass", **question),
                ask("gaussian-mixture.multiclass", iterate_classes, **question),
            )

    def test_two_classes_are_one_margin(self):
        question = self.question(
            "softmax",
            probabilities=[0.3, 0.7],
            spectrum={"weights": [1], "covariance": [1], "means": [[[1, -1], [-1, 1]]]},
        )
        two = ask("gaussian-mixture.multiclass", **question)
        margin = ask(
            "gaussian-mixture.fixed-point",
            loss="logistic",
            alpha=1.5,
            lam=0.25,
            bias="free",
            probability=0.3,
            spectrum=Clusters.isotropic,
        )["result"]
        self.assertAlmostEqual(two["result"]["overlap"][0][0], margin["overlap"] / 2, 13)
        self.assertAlmostEqual(two["result"]["bias"][0], margin["bias"] / 2, 13)
        self.assertAlmostEqual(
            two["result"]["generalisationError"], margin["generalisationError"], 13
        )
        self.agree(two, ask("gaussian-mixture.multiclass", iterate_classes, **question))

    def test_symmetric_classes(self):
        question = self.question("softmax", probabilities=[1 / 3] * 3, bias="none")
        reply = ask("gaussian-mixture.multiclass", iterate_classes, **question)["result"]
        M = reply["overlap"]
        for k in range(3):
            self.assertAlmostEqual(M[k][k], M[0][0], 11)
            self.assertAlmostEqual(sum(M[k]), 0, 11)


class Proximal(Case):
    def test_closed_forms(self):
        self.near(
            ask("erm.proximal", loss="square", margin=-1.0, width=3.0),
            point=0.5,
            force=0.5,
            derivative=0.25,
            envelope=0.5,
        )
        self.near(
            ask("erm.proximal", loss="hinge", margin=0.5, width=2.0),
            point=1,
            force=0.25,
            derivative=0,
            envelope=0.0625,
        )
        # x = 0 where u = −V/2
        self.near(
            ask("erm.proximal", loss="logistic", margin=-2.0, width=4.0),
            point=0,
            force=0.5,
            derivative=0.5,
            envelope=math.log(2) + 0.5,
        )


class Minimiser(Case):
    def test_one_sample_of_one_weight(self):
        for loss, weight in (("square", 0.5), ("hinge", 1.0)):
            reply = ask("erm.minimiser", loss=loss, lam=1, matrix=[[1.0]], labels=[1])
            self.assertAlmostEqual(reply["result"]["weights"][0], weight, 15)
        w = ask("erm.minimiser", loss="logistic", lam=1, matrix=[[2.0]], labels=[-1])["result"]
        w = w["weights"][0]
        self.assertAlmostEqual(w, -2 / (1 + math.exp(-2 * w)), 15)

    def test_separable_data_without_penalty(self):
        # two samples on the axes: margins of exactly one
        reply = ask(
            "erm.minimiser", loss="hinge", lam=1e-6, matrix=[[1.0, 0.0], [0.0, 2.0]], labels=[1, -1]
        )
        self.assertAlmostEqual(reply["result"]["weights"][0], 1, 15)
        self.assertAlmostEqual(reply["result"]["weights"][1], -0.5, 15)


if __name__ == "__main__":
    unittest.main()
