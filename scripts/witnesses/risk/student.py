"""A student of a teacher on Gaussian features: m, q, V from the averages over samples and spectrum.

Unknowns: atanh(m/√(ρq)), ln q, ln V. The features enter by blocks (weight, s, t): s an eigenvalue of
their covariance, t the square of what the teacher shares with the eigenvector; plain inputs are one
block with s = 1, t = ρ.
"""

from dataclasses import dataclass

import numpy as np

from . import pulls
from .arithmetic import DIGITS, DOUBLES
from .saddle import follow, refine
from .teacher import OutOfDomain, Teacher, averages, disagreement


@dataclass
class Lesson:
    loss: str
    alpha: float
    teacher: dict
    blocks: object  # A, order -> (weights, s, t) as arrays of A
    regression: bool = False

    def averages(self, A, teacher, m, q, V, order):
        if not self.regression:
            return averages(A, self.loss, teacher, m, q, V, order)
        # y = ν + √Δ ζ, f_out = (y − ω)/(1 + V): E (y − ω)² over the three Gaussians
        square = teacher.rho + teacher.noise - 2 * m + q
        return [
            1 / (1 + V),
            square / (1 + V) ** 2,
            1 / (1 + V),
            square / (2 * (1 + V) ** 2),
        ]


def unpack(A, teacher, y):
    lean = 1 - 2 / (1 + A.exp(2 * y[0]))
    q = A.exp(y[1])
    return lean * A.sqrt(teacher.rho * q), q, A.exp(y[2])


def spectral(A, lesson, blocks, hats, lam):
    """(m, q, V, ‖w‖²/p) that the samples' say leads to."""
    weights, s, t = blocks
    alpha = A.number(lesson.alpha)
    m_hat, q_hat, V_hat = (alpha * h for h in hats[:3])
    D = lam + V_hat * s
    N = m_hat * m_hat * t + q_hat * s
    return (
        (weights * m_hat * t / D).sum(),
        (weights * s * N / (D * D)).sum(),
        (weights * s / D).sum(),
        (weights * N / (D * D)).sum(),
    )


def equations(A, lesson, lam, order):
    teacher = Teacher.of(A, lesson.teacher)
    blocks = lesson.blocks(A, order)
    lam = A.number(lam)

    def residual(y):
        m, q, V = unpack(A, teacher, y)
        if not m > 0:
            raise OutOfDomain
        hats = lesson.averages(A, teacher, m, q, V, order)
        after = spectral(A, lesson, blocks, hats, lam)
        return [A.log(new / old) for new, old in zip(after, (m, q, V))]

    return residual


def iterate(lesson, lam, steps=60):
    """Where damped iteration leads at an easy λ, as unknowns."""
    teacher = Teacher.of(DOUBLES, lesson.teacher)
    blocks = lesson.blocks(DOUBLES, 20)
    weights, s, t = blocks
    size = float((weights * s).sum())
    m = 0.2 * np.sqrt(min((weights * t).sum(), teacher.rho, teacher.rho * size))
    state = np.array([float(m), 0.3 * size, 0.5 * size / (lam + size)])
    for _ in range(steps):
        try:
            hats = lesson.averages(DOUBLES, teacher, *state, 20)
        except OutOfDomain:
            state = np.array([state[0] * 0.5, state[1], state[2]])
            continue
        after = np.array(spectral(DOUBLES, lesson, blocks, hats, lam)[:3])
        state = np.exp(0.5 * np.log(state) + 0.5 * np.log(after))
    m, q, V = state
    lean = min(m / np.sqrt(teacher.rho * q), 1 - 1e-9)
    return np.array([np.arctanh(lean), np.log(q), np.log(V)])


def solve(lesson, lam, order=20):
    """Unknowns and Jacobian in doubles."""
    problem = lambda x: equations(DOUBLES, lesson, x, order)
    easy = float(np.clip(lam, 0.3, 30.0))
    return follow(problem, float(lam), lambda x: iterate(lesson, x), easy)


def report(A, lesson, lam, y, order):
    """Every field that some oracle asks for."""
    teacher = Teacher.of(A, lesson.teacher)
    m, q, V = unpack(A, teacher, y)
    hats = lesson.averages(A, teacher, m, q, V, order)
    size = spectral(A, lesson, lesson.blocks(A, order), hats, A.number(lam))[3]
    fields = {
        "overlap": m,
        "norm": q,
        "susceptibility": V,
        "weightNorm": size,
        "trainingLoss": hats[3],
        "objective": hats[3] + A.number(lam) * size / (2 * A.number(lesson.alpha)),
    }
    if lesson.regression:
        fields["meanSquareError"] = teacher.rho + q - 2 * m
    else:
        fields["generalisationError"] = disagreement(A, teacher, m, q, A.number(0), order, True)
        threshold = -V * A.number(pulls.AT_ZERO[lesson.loss])
        fields["trainingError"] = disagreement(A, teacher, m, q, threshold, order, False)
    return fields


def answering(lesson, lam):
    """The function order -> fields in digits, each answer starting from the last one."""
    y, J = solve(lesson, lam)

    def answer(order):
        nonlocal y
        y = refine(equations(DIGITS, lesson, lam, order), y, J)
        return report(DIGITS, lesson, lam, y, order)

    return answer


def plain(teacher):
    """Inputs of covariance 1/d."""
    rho = teacher["secondMoment"]
    return lambda A, order: (A.array([1]), A.array([1]), A.array([rho]))


def listed(spectrum):
    """Blocks as they are named in a question."""
    names = ("weights", "student", "teacher")
    return lambda A, order: tuple(A.array(spectrum[name]) for name in names)
