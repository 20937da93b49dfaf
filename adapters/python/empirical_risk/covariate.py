"""
Teacher and student with Gaussian features: student eigenvalues s, teacher components t, weights W.

With D = λ + V̂ s and ⟨g⟩ = Σ W g,

    m = m̂ ⟨t/D⟩,  q = ⟨(m̂² t + q̂ s) s/D²⟩,  V = ⟨s/D⟩,  |w|²/p = ⟨(m̂² t + q̂ s)/D²⟩,

and m̂, q̂, V̂ are α times averages over the margin (margins.py). Plain inputs are s = 1, t = ρ.
"""

import math
from typing import NamedTuple

import numpy as np

from bayes_glm.outcomes import Skip

from .losses import LOSSES
from .margins import Teacher
from .newton import follow


class Spectrum(NamedTuple):
    weights: np.ndarray
    student: np.ndarray
    teacher: np.ndarray

    def mean(self, values):
        return float((self.weights * values).sum())


class Fields(NamedTuple):
    overlap: float
    norm: float
    susceptibility: float
    weight_norm: float
    unexplained: float  # ρ q − m², a sum of squares


class Model:
    """`second_moment` is ρ, the variance of the teacher's field."""

    def __init__(self, spectrum, second_moment, noise, alpha, hidden=None):
        self.spectrum = spectrum
        self.second_moment, self.noise, self.alpha = second_moment, noise, alpha
        s, t = spectrum.student, spectrum.teacher
        explained = np.divide(t, s, out=np.zeros_like(t), where=s > 0)
        self.share = spectrum.weights * explained
        self.explained = float(self.share.sum())
        # What no function linear in the features can know. Where it is a difference, it may be
        # nothing but rounding, of either sign.
        if hidden is None:
            rest = second_moment - self.explained
            hidden = rest if rest > 4e-15 * second_moment else 0.0
        self.hidden = hidden
        self.scale = spectrum.mean(s)

    def unpack(self, x, penalty):
        """ln m̂, ln q̂ and ln(1 + V̂⟨s⟩/λ) are the unknowns."""
        return math.exp(x[0]), math.exp(x[1]), penalty * math.expm1(max(x[2], 0.0)) / self.scale

    def fields(self, hats, penalty):
        m_hat, q_hat, v_hat = hats
        s, t, mean = self.spectrum.student, self.spectrum.teacher, self.spectrum.mean
        stiff = penalty + v_hat * s
        overlap = m_hat * mean(t / stiff)
        both = (m_hat**2 * t + q_hat * s) / stiff**2
        norm = mean(both * s)
        # ⟨t/s⟩ q − m² is a variance over the directions plus what the samples' noise adds
        gain = s / stiff
        centre = (self.share * gain).sum() / self.explained if self.explained > 0 else 0.0
        variance = (self.share * (gain - centre) ** 2).sum()
        unexplained = (
            self.hidden * norm
            + self.explained * m_hat**2 * variance
            + self.explained * q_hat * mean(gain**2)
        )
        return Fields(overlap, norm, mean(gain), mean(both), unexplained)

    def slack(self, fields):
        """ρ + Δ − m²/q"""
        return self.noise + fields.unexplained / fields.norm


class Classification:
    """Labels ±1 of the teacher, a loss of the margin."""

    def __init__(self, loss, flip=0.0):
        self.loss, self.teacher = LOSSES[loss], Teacher(flip)

    def hats(self, model, fields):
        """m̂ (with its factor 1 − 2η), q̂, V̂ per sample, in units of α."""
        ask = (fields.overlap, fields.norm, fields.susceptibility, model.slack(fields))
        m_hat, q_hat, v_hat = self.teacher.hats(self.loss, *ask)
        return np.array([m_hat, q_hat, v_hat])

    def losses(self, model, fields):
        ask = (fields.overlap, fields.norm, fields.susceptibility, model.slack(fields))
        return self.teacher.losses(self.loss, *ask)


class Regression:
    """Labels y = ν + √Δ ζ, the loss (y − z)²/2: x − ω = (y − ω) V/(1 + V)."""

    teacher = Teacher(0.0)

    def hats(self, model, fields):
        stiffness = 1 / (1 + fields.susceptibility)
        return np.array([stiffness, stiffness**2 * self.residual(model, fields), stiffness])

    def residual(self, model, fields):
        return model.noise + mean_square_error(fields)

    def losses(self, model, fields):
        stiffness = 1 / (1 + fields.susceptibility)
        return np.array([stiffness**2 * self.residual(model, fields) / 2, math.nan])


class Solution(NamedTuple):
    fields: Fields
    training_loss: float
    training_error: float
    hats: tuple


def solve(model, task, penalty):
    honest = task.teacher.honest

    def hats_of(x, strength):
        # With η = 1/2 the labels say nothing of the teacher: m̂ = 0, but m̂/(1 − 2η) lives on.
        m_hat, q_hat, v_hat = model.unpack(x, strength)
        return honest * m_hat, q_hat, v_hat

    def answer(x, strength):
        fields = model.fields(hats_of(x, strength), strength)
        m_hat, q_hat, v_hat = model.alpha * task.hats(model, fields)
        stiffening = math.log1p(v_hat * model.scale / strength)
        return np.array([math.log(m_hat), math.log(q_hat), stiffening])

    def equations_at(log_penalty):
        strength = math.exp(log_penalty)
        return lambda x: answer(x, strength) - x

    target = math.log(penalty)
    first = max(target, math.log(10 * model.alpha * model.spectrum.student.max()))
    # a penalty that strong leaves every margin near zero: the equations contract from there
    x = np.array([math.log(model.alpha) - 1, math.log(model.alpha), 0.0])
    for _ in range(4):
        x = answer(x, math.exp(first))
    x = follow(equations_at, x, first, target)
    hats = hats_of(x, penalty)
    fields = model.fields(hats, penalty)
    loss, error = task.losses(model, fields)
    return Solution(fields, float(loss), float(error), hats)


def error_rate(fields):
    """Probability of a wrong sign against the clean teacher: the angle between the two, over π."""
    return math.atan2(math.sqrt(fields.unexplained), fields.overlap) / math.pi


def mean_square_error(fields):
    """E (ν − z)², the two parts of it that z does not and does see."""
    seen = (fields.norm - fields.overlap) ** 2 / fields.norm
    return fields.unexplained / fields.norm + seen


def teacher_student(loss, alpha, penalty, teacher):
    """Plain inputs: everybody sees everything."""
    rho = teacher['secondMoment']
    spectrum = Spectrum(np.ones(1), np.ones(1), np.full(1, float(rho)))
    model = Model(spectrum, rho, teacher['noiseVariance'], alpha)
    return solve(model, Classification(loss, teacher['flipProbability']), penalty)


def covariate(spectrum, second_moment, noise, task, loss, alpha, penalty):
    if task == 'regression' and loss != 'square':
        raise Skip('regression is done with the square loss only')
    blocks = Spectrum(*(np.asarray(spectrum[k], float) for k in ('weights', 'student', 'teacher')))
    model = Model(blocks, second_moment, noise, alpha)
    chosen = Regression() if task == 'regression' else Classification(loss)
    return solve(model, chosen, penalty)
