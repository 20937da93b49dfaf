"""The witnesses of committee machines and gradient flows against closed forms and against each other."""

import math
import os
import sys
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import gmpy2
from gmpy2 import mpfr

import mpmath_committee
from committee import amp, branches, denoiser, units, wide
from committee.normal import probability
from committee.pair import Averages, Gaussian, Rademacher, common_field
from jsonlines import Skip
from replica.quadrature import ONE, PI, legendre

try:
    import mpmath_flows
    from flows import landscapes
    from flows.taylor import dot, trajectory
except ImportError:  # SciPy, for the linear programmes
    mpmath_flows = None

GAUSSIAN = {"kind": "gaussian", "variance": 1}
BINARY = {"kind": "rademacher"}


class Near(unittest.TestCase):
    def near(self, actual, expected, digits):
        scale = max(1, abs(expected))
        self.assertLess(abs(actual - expected), scale * mpfr(10) ** -digits)


def averages(plus, minus, digits):
    plus, minus = mpfr(plus), mpfr(minus)
    return Averages((plus, minus), (1 - plus, 1 - minus), digits)


class TwoUnits(Near):
    def test_normal_distribution(self):
        for x in ("-9.3", "-1.01", "0", "0.4375", "5.5"):
            x = mpfr(x)
            self.near(probability(x), gmpy2.erfc(-x / gmpy2.sqrt(ONE * 2)) / 2, 34)

    def test_more_digits_are_more_digits(self):
        for q in (("0.8", "0.5"), ("0.3", "0.6")):
            few, more, most = (averages(*q, n) for n in (9, 14, 21))
            for field in ("potential", "plus", "minus", "disagreement"):
                self.near(getattr(few, field), getattr(most, field), 6)
                self.near(getattr(more, field), getattr(most, field), 10)

    def test_conjugates_are_derivatives(self):
        h = mpfr("1e-8")
        here = averages("0.7", "0.4", 18)
        up, down = (averages(mpfr("0.7") + s * h, "0.4", 18) for s in (1, -1))
        self.near(here.plus, (up.potential - down.potential) / h, 9)
        up, down = (averages("0.7", mpfr("0.4") + s * h, 18) for s in (1, -1))
        self.near(here.minus, (up.potential - down.potential) / h, 9)

    def test_common_field_is_a_limit(self):
        plus, growth, potential, disagreement = common_field(mpfr("0.7"), 22)
        tiny = averages("0.7", "1e-12", 18)
        self.near(tiny.plus, plus, 10)
        self.near(tiny.minus * 10**12, growth, 10)
        self.near(tiny.potential, potential, 10)
        self.near(tiny.disagreement, disagreement, 10)

    def test_characteristic_functions_say_the_same(self):
        for q in ("0.4", "0.8"):
            plus, growth, _, _ = common_field(mpfr(q), 22)
            other = units.growth(2, mpfr(q), 18)
            self.near(other[0], plus, 15)
            self.near(other[1], growth, 15)
        self.near(units.threshold(2, 16), branches.specialisation("gaussian", 18), 14)

    def test_weights(self):
        r, h = (mpfr("1.3"), mpfr("0.6")), mpfr("1e-8")
        for law in (Gaussian, Rademacher):
            learnt = law(r, 18)
            for k in (0, 1):
                up, down = (
                    law(tuple(x + (s * h if i == k else 0) for i, x in enumerate(r)), 18)
                    for s in (1, -1)
                )
                self.near(learnt.q[k], (up.potential - down.potential) / h, 8)

    def test_fixed_points_are_stationary(self):
        for law, prior in ((Gaussian, "gaussian"), (Rademacher, "rademacher")):
            alpha = mpfr("1.7") if prior == "rademacher" else mpfr("2.5")
            point = branches.specialised(prior, alpha, 14)
            q = point.diagonal + point.off_diagonal, point.diagonal - point.off_diagonal
            out = Averages(q, tuple(1 - x for x in q), 14)
            learnt = law((alpha * out.plus, alpha * out.minus), 14)
            for a, b in zip(learnt.q, q):
                self.near(a, b, 10)

    def test_free_entropy_of_the_binary_transition(self):
        alpha = branches.information_theoretic("rademacher", 20)
        point = branches.unspecialised("rademacher", alpha, 20)
        self.near(point.free_entropy, -2 * gmpy2.log(ONE * 2), 18)

    def test_the_fold_is_the_end(self):
        alpha = branches.fold(10)
        branches.specialised("rademacher", alpha * (1 - mpfr("1e-3")), 8)
        with self.assertRaises(Skip):
            branches.specialised("rademacher", alpha * (1 + mpfr("1e-3")), 8)


class Denoiser(Near):
    def test_moments_are_derivatives(self):
        # by Plackett's integral and closed derivatives in `amp`, by moments in `denoiser`
        v = [[0.7, -0.2], [-0.2, 0.9]]
        for y in (-1, 0, 1):
            for omega in ((0.3, -0.5), (-2.0, 1.5)):
                log_z, g, dg = denoiser.denoise(y, omega, v, 32)
                with gmpy2.local_context(gmpy2.get_context(), precision=amp.BITS):
                    rule = list(zip(*legendre.__wrapped__(56)))
                    fields, matrix = [mpfr(x) for x in omega], [[mpfr(x) for x in row] for row in v]
                    gradient, hessian = amp.output(y, fields, matrix, rule)
                for i in (0, 1):
                    self.near(g[i], gradient[i], 24)
                    for j in (0, 1):
                        self.near(dg[i][j], hessian[i][j], 24)

    def test_a_tail_in_closed_form(self):
        log_z, g, _ = denoiser.denoise(1, (-40.0, -25.0), [[1, 0], [0, 1]], 32)
        tails = [gmpy2.erfc(mpfr(x) / gmpy2.sqrt(ONE * 2)) / 2 for x in (40, 25)]
        self.near(log_z, gmpy2.log(tails[0]) + gmpy2.log(tails[1]), 25)
        for slope, x, tail in zip(g, (40, 25), tails):
            self.near(slope, gmpy2.exp(-mpfr(x) ** 2 / 2) / gmpy2.sqrt(2 * PI) / tail, 25)


class ManyUnits(Near):
    def test_half_line_transforms(self):
        # at k = 0 moments; derivatives of a(k) by differences
        a, b, c = units.half_line(mpfr("0.7"))
        h = mpfr("1e-10")
        up, down = (units.half_line(mpfr("0.7") + s * h) for s in (1, -1))
        slope = (up[0] - down[0]) / (2 * h)
        self.near(abs(slope - b * gmpy2.mpc(0, 1)), 0, 17)
        slope = (up[1] - down[1]) / (2 * h)
        self.near(abs(slope - c * gmpy2.mpc(0, 1)), 0, 17)

    def test_digits(self):
        for count in (3, 4):
            self.near(units.threshold(count, 10), units.threshold(count, 16), 7)

    def test_equal_free_entropies_and_equal_areas(self):
        self.near(wide.information_theoretic(24)[0], wide.maxwell(24), 15)

    def test_spinodal_is_the_least(self):
        least = wide.spinodal(20)
        for x in ("1.4", "1.6"):
            self.assertGreater(wide.load(wide.logistic(mpfr(x)), 20), least)

    def test_plateau(self):
        _, square, bayes, _ = wide.machine(mpfr(9), "unspecialised", 20)
        self.near(square, gmpy2.acos(2 / PI) / PI, 30)
        self.near(bayes, gmpy2.acos(gmpy2.sqrt(2 / PI)) / PI, 30)

    def test_the_constant_of_many_units(self):
        ratios = [units.threshold(k, 10) / k**2 / wide.algorithmic(20) for k in (5, 9, 15)]
        self.assertTrue(ratios[0] < ratios[1] < ratios[2] < 1)
        self.assertGreater(ratios[2], 0.85)  # 1 − O(1/K)


class Answers(Near):
    def test_errors_cover_the_difference(self):
        params = {"units": "infinite", "prior": GAUSSIAN, "kind": "information-theoretic"}
        reply = mpmath_committee.HANDLERS["committee.threshold"](params)
        self.assertLess(reply["error"]["alpha"], 1e-14)
        params = {"units": 2, "prior": GAUSSIAN, "alpha": 1.2, "branch": "unspecialised"}
        reply = mpmath_committee.HANDLERS["committee.fixed-point"](params)
        result = reply["result"]
        expected = (0.5 - 2 * math.asin(result["diagonal"]) / math.pi) / 2
        self.assertAlmostEqual(result["generalisationError"], expected, 14)

    def test_what_does_not_exist_is_skipped(self):
        for params in (
            {"units": 2, "prior": GAUSSIAN, "kind": "spinodal"},
            {"units": 3, "prior": BINARY, "kind": "specialisation"},
            {"units": "infinite", "prior": BINARY, "kind": "algorithmic"},
        ):
            with self.assertRaises(Skip):
                mpmath_committee.HANDLERS["committee.threshold"](params)

    def test_first_step_of_amp(self):
        matrix = [[0.5, -1.0], [0.25, 0.75]]
        params = {"units": 2, "prior": GAUSSIAN, "matrix": matrix, "labels": [1, 0]}
        params |= {"iterations": 1, "record": [0, 1], "initialMean": [[0, 0], [0, 0]]}
        result = mpmath_committee.HANDLERS["committee.amp"](params)["result"]
        # at ω = 0, V = 1: y = 1 has g = (h, h), h = φ(0)/Φ(0), ∂g = [[−h², 0], [0, −h²]]; y = 0 has
        # g = 0, ∂g = [[0, −h²], [−h², 0]]
        h = math.sqrt(2 / math.pi)
        self.assertEqual(result["variance"][0], [[1, 0], [0, 1]])
        diagonal, off = 1 + h * h / 2, h * h / 2
        det = diagonal**2 - off**2
        self.assertAlmostEqual(result["variance"][1][0][0], diagonal / det, 14)
        self.assertAlmostEqual(result["variance"][1][0][1], -off / det, 14)
        self.assertAlmostEqual(result["means"][1][1][0], -1.0 * h * (diagonal - off) / det, 14)


@unittest.skipIf(mpmath_flows is None, "needs SciPy")
class Flows(Near):
    MATRIX = [[0.4, -0.3], [0.9, 0.2], [-0.1, 0.7], [0.6, 0.6]]
    LABELS = [0.5, 0.9, 0.2, 1.1]

    def ask(self, oracle, **params):
        return mpmath_flows.HANDLERS[oracle](params)

    def data(self):
        matrix = [[mpfr(x) for x in row] for row in self.MATRIX]
        return matrix, [mpfr(y) ** 2 for y in self.LABELS]

    def test_population_in_closed_form(self):
        reply = self.ask("phase-retrieval.population-flow", alpha=2, initialOverlap=0.25, times=[0, 0.1, 1])
        m = 0.25
        for t, value in zip((0, 0.1, 1), reply["result"]["overlap"]):
            self.assertAlmostEqual(value, m / math.sqrt(m * m + (1 - m * m) * math.exp(-32 * t)), 14)
        self.assertLess(reply["error"]["overlap"], 1e-15)

    def test_gradient_is_the_field_of_the_series(self):
        matrix, squares = self.data()
        w = [mpfr("0.7"), mpfr("-1.1")]
        first = landscapes.on_the_sphere(matrix, squares, dot(w, w))(w, 1)[1]
        slope = landscapes.differentiated(matrix, squares, w)
        pull = dot(w, slope) / dot(w, w)
        for a, s, x in zip(first, slope, w):
            self.near(a, pull * x - s, 25)

    def test_the_sphere_is_kept(self):
        params = {"matrix": self.MATRIX, "labels": self.LABELS, "initial": [0.6, 1.7]}
        result = self.ask("phase-retrieval.gradient-flow", **params, times=[0, 0.3, 2])["result"]
        for w in result["weights"]:
            self.assertAlmostEqual(w[0] ** 2 + w[1] ** 2, 0.6**2 + 1.7**2, 13)
        self.assertEqual(result["loss"], sorted(result["loss"], reverse=True))

    def test_one_unit_in_one_dimension(self):
        # A′ = 8/m A Σ x⁴ (A* − A)
        params = {"matrix": [[0.7], [1.3]], "labels": [1.4, 2.6], "initial": [[0.5], [0.1]]}
        ((gram,),) = self.ask("over-parametrised.gradient-flow", **params, times=[0.05])["result"]["gram"]
        rate, a = 4 * (0.7**4 + 1.3**4), 0.13
        self.assertAlmostEqual(gram[0], 4 / (1 + (4 / a - 1) * math.exp(-4 * rate * 0.05)), 13)

    def test_the_flow_of_the_matrix(self):
        # dA/dt = (4/m)(M A + A M), M = Σ r x xᵀ
        initial = [[0.3, 0.1], [-0.4, 0.8], [0.5, 0.5]]
        params = {"matrix": self.MATRIX, "labels": self.LABELS, "initial": initial}
        h = 1e-4
        before, here, after = self.ask("over-parametrised.gradient-flow", **params, times=[0, h, 2 * h])[
            "result"
        ]["gram"]
        force = [[0.0, 0.0], [0.0, 0.0]]
        for x, y in zip(self.MATRIX, self.LABELS):
            r = y * y - sum(here[i][j] * x[i] * x[j] for i in (0, 1) for j in (0, 1))
            for i in (0, 1):
                for j in (0, 1):
                    force[i][j] += r * x[i] * x[j]
        for i in (0, 1):
            for j in (0, 1):
                field = sum(force[i][k] * here[k][j] + here[i][k] * force[k][j] for k in (0, 1)) * 4 / 3
                self.assertAlmostEqual((after[i][j] - before[i][j]) / (2 * h), field, 6)

    def test_population_without_bulk_is_logistic(self):
        # b = 0: a′ = 2a·3(d − a)
        reply = self.ask("over-parametrised.population-flow", dimension=4, signal=0.5, bulk=0, times=[0.1])
        expected = 4 / (1 + 7 * math.exp(-24 * 0.1))
        self.assertAlmostEqual(reply["result"]["signal"][0], expected, 13)
        self.assertEqual(reply["result"]["bulk"], [0.0])

    def test_order_of_the_series(self):
        matrix, squares = self.data()
        start = [mpfr("0.6"), mpfr("1.7")]
        series = landscapes.on_the_sphere(matrix, squares, dot(start, start))
        few, more = (trajectory(series, start, [1], n)[0] for n in (12, 20))
        for a, b in zip(few, more):
            self.near(a, b, 9)

    def test_hessian_at_its_transition(self):
        for offset in (0.1, 1, 10):
            alpha = self.ask("phase-retrieval.hessian-transition", offset=offset)["result"]["alpha"]
            at = lambda a: self.ask("phase-retrieval.hessian", alpha=a, offset=offset)["result"]
            below, above = at(alpha * 0.999), at(alpha * 1.001)
            self.assertEqual((below["squaredOverlap"], below["outlier"]), (0, below["edge"]))
            self.assertLess(above["outlier"], above["edge"])

    def test_uniqueness_across_one_direction(self):
        # w* = e₁: v is a number, and Σ λ u x = 0 two equations; three samples leave one λ
        matrix = [[1.0, 0.5], [2.0, -1.0], [1.5, 0.2]]
        rows = [[u * u for u, _ in matrix], [u * v for u, v in matrix]]
        ray = [
            rows[0][1] * rows[1][2] - rows[0][2] * rows[1][1],
            rows[0][2] * rows[1][0] - rows[0][0] * rows[1][2],
            rows[0][0] * rows[1][1] - rows[0][1] * rows[1][0],
        ]
        most = max(map(abs, ray))
        expected = abs(sum(c * v * v for c, (_, v) in zip(ray, matrix))) / most
        reply = self.ask("over-parametrised.uniqueness", matrix=matrix, teacher=[3, 0])
        self.assertTrue(reply["result"]["unique"])
        self.assertAlmostEqual(reply["result"]["margin"], expected, 12)
        few = self.ask("over-parametrised.uniqueness", matrix=matrix[:1], teacher=[3, 0])
        self.assertEqual(few["result"], {"unique": False, "margin": 0.0})


if __name__ == "__main__":
    unittest.main()
