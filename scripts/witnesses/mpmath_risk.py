#!/usr/bin/env python3
"""Witness: empirical risk minimisation from its unreduced equations, at about 25 digits.

Saddle points, margins, separability, proximal operators and finite-size minimisers (see the package
`risk`), each at two orders of quadrature; `error` is their difference, never below the rounding of
the printed double. Usage:

    echo '{"oracle":"erm.fixed-point","params":{...}}' | python3 mpmath_risk.py [--digits]

With --digits each line also has `digits`: the values as strings of 25 digits.
Needs gmpy2, mpmath and NumPy (Debian: python3-gmpy2, python3-mpmath, python3-numpy).
"""

import os
import sys

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import gmpy2

from jsonlines import Skip, serve
from orders import ORDERS, compare
from risk import (
    manifold,
    minimiser,
    mixture,
    multiclass,
    penalties,
    proximal,
    separable,
    student,
)

SHOW_DIGITS = "--digits" in sys.argv
UNSEEN = 1e-33  # what lies beyond the reach of the nodes


def at_two_orders(prepare):
    """`prepare(params)` gives the function of the order of the quadrature that is compared at two."""

    def handle(params):
        answer = prepare(params)
        coarse, fine = (answer(order) for order in ORDERS)
        return compare(coarse, fine, show_digits=SHOW_DIGITS, floor=UNSEEN)

    return handle


def labels_with_signal(teacher):
    if teacher["flipProbability"] >= 0.5:
        raise Skip("labels without a signal: m = 0")
    return teacher


def plain_lesson(params):
    teacher = labels_with_signal(params["teacher"])
    return student.Lesson(params["loss"], params["alpha"], teacher, student.plain(teacher))


def picked(answer, names, **more):
    """The named fields of an answer, and others that are computed from it."""

    def pick(order):
        fields = answer(order)
        chosen = {name: fields[name] for name in names}
        return {**chosen, **{name: compute(fields, order) for name, compute in more.items()}}

    return pick


STUDENT = ("overlap", "norm", "susceptibility", "trainingLoss")


def erm_fixed_point(params):
    answer = student.answering(plain_lesson(params), params["lambda"])
    return picked(answer, (*STUDENT, "generalisationError", "trainingError", "objective"))


def covariate_fixed_point(params):
    regression = params["task"] == "regression"
    teacher = {k: params[k] for k in ("secondMoment", "noiseVariance")}
    lesson = student.Lesson(
        params["loss"],
        params["alpha"],
        {**teacher, "flipProbability": 0},
        student.listed(params["spectrum"]),
        regression,
    )
    error = "meanSquareError" if regression else "generalisationError"
    return picked(student.answering(lesson, params["lambda"]), (*STUDENT, "weightNorm", error))


def manifold_lesson(params):
    rho = params.get("secondMoment", 1)
    teacher = {"secondMoment": rho, "noiseVariance": 0, "flipProbability": 0}
    return student.Lesson(params["loss"], params["alpha"], teacher, manifold.blocks(params, rho))


def manifold_fixed_point(params):
    answer = student.answering(manifold_lesson(params), params["lambda"])

    def latent_overlap(fields, order):
        return fields["overlap"] / manifold.coefficients(params["activation"], order)[1]

    def latent_norm(fields, order):
        _, k1, ks = manifold.coefficients(params["activation"], order)
        return (fields["norm"] - ks * ks * fields["weightNorm"]) / (k1 * k1)

    names = (*STUDENT, "weightNorm", "generalisationError", "objective")
    return picked(answer, names, latentOverlap=latent_overlap, latentNorm=latent_norm)


def coefficients(params):
    names = ("kappa0", "kappa1", "kappaStar")
    return lambda order: dict(zip(names, manifold.coefficients(params["activation"], order)))


def manifold_separability(params):
    def answer(order):
        r2 = manifold.explained(params, order)
        if 1 - r2 < 1e-30:
            return {"alpha": gmpy2.inf()}
        seen = {"secondMoment": r2, "noiseVariance": 1 - r2, "flipProbability": 0}
        return {"alpha": separable.threshold(seen, order)}

    return answer


def mixture_fixed_point(params):
    keys = ("loss", "alpha", "probability", "spectrum")
    model = mixture.Clusters(free=params["bias"] == "free", **{k: params[k] for k in keys})
    return mixture.answering(model, params["lambda"])


def multiclass_fixed_point(params):
    if params["loss"] == "square":
        return multiclass.square(params)
    return multiclass.Softmax(params).answering()


def bits(coarse, fine, answer):
    """Where there is no quadrature, two precisions play the part of the orders."""
    return lambda params: lambda order: answer(params, coarse if order == ORDERS[0] else fine)


HANDLERS = {
    "erm.proximal": at_two_orders(bits(1600, 2000, proximal.proximal)),
    "erm.minimiser": at_two_orders(bits(360, 440, minimiser.minimise)),
    "erm.fixed-point": at_two_orders(erm_fixed_point),
    "erm.optimal-regularisation": at_two_orders(lambda p: penalties.best(plain_lesson(p))),
    "erm.max-margin": at_two_orders(lambda p: separable.max_margin(p["alpha"], p["teacher"])),
    "erm.separability": at_two_orders(
        lambda p: lambda order: {"alpha": separable.threshold(p["teacher"], order)}
    ),
    "hidden-manifold.coefficients": at_two_orders(coefficients),
    "hidden-manifold.stieltjes": at_two_orders(lambda p: lambda order: manifold.stieltjes(p, order)),
    "hidden-manifold.fixed-point": at_two_orders(manifold_fixed_point),
    "hidden-manifold.optimal-regularisation": at_two_orders(
        lambda p: penalties.best(manifold_lesson(p))
    ),
    "hidden-manifold.separability": at_two_orders(manifold_separability),
    "gaussian-covariate.fixed-point": at_two_orders(covariate_fixed_point),
    "gaussian-mixture.fixed-point": at_two_orders(mixture_fixed_point),
    "gaussian-mixture.multiclass": at_two_orders(multiclass_fixed_point),
}

if __name__ == "__main__":
    serve(HANDLERS)
