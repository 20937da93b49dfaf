/**
 * All that a Gaussian covariate model keeps of its matrices. With Ω = Σ s_i u_i u_iᵀ the covariance of
 * the student's features and c = cov(v, ν) their covariance with the teacher's field,
 *
 *   student s_i,   teacher t_i = p (u_i·c)²,   weights W_i = 1/p (or of a quadrature),   ⟨g⟩ = Σ W_i g_i
 *
 * Where an eigenvalue repeats, only the sum of the t_i counts. ⟨t/s⟩ ≤ ρ is what linear regression on
 * the features explains of the teacher's field. Source: [loureiro2021].
 */
import { DomainError, requireNumber } from '../errors.ts';
import { epsilon } from '../numerics/estimate.ts';

export interface Spectrum {
  readonly weights: ArrayLike<number>;
  /** s. */
  readonly student: ArrayLike<number>;
  /** t. */
  readonly teacher: ArrayLike<number>;
}

const where = 'spectrum';

/** The spectrum of plain i.i.d. inputs: s = 1, t = ρ. */
export const isotropicSpectrum = (secondMoment: number): Spectrum => ({
  weights: [1],
  student: [1],
  teacher: [secondMoment],
});

export const requireSpectrum = (spectrum: Spectrum, secondMoment: number): void => {
  const { weights, student, teacher } = spectrum;
  const n = weights.length;
  if (n === 0) throw new DomainError(where, 'weights', '[]', 'a non-empty list');
  if (student.length !== n)
    throw new DomainError(where, 'length of student', student.length, `${n}`);
  if (teacher.length !== n)
    throw new DomainError(where, 'length of teacher', teacher.length, `${n}`);
  let total = 0;
  for (let i = 0; i < n; i++) {
    requireNumber(where, `weights[${i}]`, weights[i], { atLeast: 0 });
    requireNumber(where, `student[${i}]`, student[i], { atLeast: 0 });
    requireNumber(where, `teacher[${i}]`, teacher[i], { atLeast: 0 });
    if (student[i] === 0 && teacher[i] > 0)
      throw new DomainError(where, `teacher[${i}]`, teacher[i], '0 where student is 0');
    total += weights[i];
  }
  if (!(Math.abs(total - 1) < 1e-9))
    throw new DomainError(where, 'sum of weights', total, '1 (to 1e-9)');
  if (!(meanOf(spectrum, (s) => s) > 0))
    throw new DomainError(where, 'student', 'all 0 (where weights are positive)', 'not all 0');
  const explained = explainedVariance(spectrum);
  if (explained > secondMoment * (1 + 1e-9))
    throw new DomainError(where, '<t/s>', explained, `<= secondMoment = ${secondMoment}`);
};

/** ⟨g(s, t)⟩. */
export const meanOf = (
  { weights, student, teacher }: Spectrum,
  g: (s: number, t: number) => number,
): number => {
  let sum = 0;
  for (let i = 0; i < weights.length; i++) sum += weights[i] * g(student[i], teacher[i]);
  return sum;
};

/** ⟨t/s⟩. */
export const explainedVariance = (spectrum: Spectrum): number =>
  meanOf(spectrum, (s, t) => (t === 0 ? 0 : t / s));

/** Accuracy of an average of terms of one sign, in spacings. */
export const averageUlps = ({ weights }: Spectrum): number => 8 + 2 * Math.sqrt(weights.length);

/** Averages with D = λ + V̂ s. */
export interface ResolventAverages {
  /** ⟨s/D⟩ */
  readonly s: number;
  /** ⟨t/D⟩ */
  readonly t: number;
  /** ⟨s/D²⟩ */
  readonly s2: number;
  /** ⟨t/D²⟩ */
  readonly t2: number;
  /** ⟨s²/D²⟩ */
  readonly ss: number;
  /** ⟨ts/D²⟩ */
  readonly ts: number;
  /** λ²⟨t/(s D²)⟩ = ⟨(t/s)(1 − V̂ s/D)²⟩ */
  readonly missed: number;
  /** ⟨t/s⟩⟨ts/D²⟩ − ⟨t/D⟩², as a variance, so that nothing cancels. */
  readonly spread: number;
}

export const resolventAverages = (
  { weights, student, teacher }: Spectrum,
  lambda: number,
  VHat: number,
): ResolventAverages => {
  let [s, t, s2, t2, ss, ts, missed, explained] = [0, 0, 0, 0, 0, 0, 0, 0];
  for (let i = 0; i < weights.length; i++) {
    const [W, si, ti] = [weights[i], student[i], teacher[i]];
    if (si === 0) continue;
    const g = 1 / (lambda + VHat * si);
    const sg = si * g;
    const tg = W * ti * g;
    s += W * sg;
    s2 += W * sg * g;
    ss += W * sg * sg;
    if (ti === 0) continue;
    t += tg;
    t2 += tg * g;
    ts += tg * sg;
    explained += (W * ti) / si;
    missed += ((W * ti) / si) * (lambda * g) ** 2;
  }
  let spread = 0;
  if (weights.length > 1 && explained > 0) {
    const mean = t / explained;
    for (let i = 0; i < weights.length; i++) {
      if (teacher[i] === 0) continue;
      const gap = student[i] / (lambda + VHat * student[i]) - mean;
      spread += ((weights[i] * teacher[i]) / student[i]) * gap * gap;
    }
    spread *= explained;
  }
  return { s, t, s2, t2, ss, ts, missed, spread };
};

/** ρ − ⟨t/s⟩ ≥ 0, with the rounding of a model that explains everything taken as such. */
export const unexplainedVariance = (spectrum: Spectrum, secondMoment: number): number => {
  const left = secondMoment - explainedVariance(spectrum);
  return left > averageUlps(spectrum) * epsilon * secondMoment ? left : 0;
};
