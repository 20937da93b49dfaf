import fc from 'fast-check';
import {
  type SeparableQuestion,
  separableQuestions,
  uniform,
} from '../../oracles/arbitraries/index.ts';
import type { Teacher } from '../../oracles/types/index.ts';
import { normalCdf, normalDensity } from '../../reference/numerics/normal.ts';
import { conditioning } from '../conditioned.ts';
import { law } from '../define.ts';
import { overLine } from '../integrals.ts';
import { difference, exact, product, quotient, root, scaled, through } from '../measured.ts';
import { atMost, equal } from '../near.ts';
import { confusedTeachers } from './models.ts';
import { maxMargin, separability, student } from './questions.ts';

const geometry = law<SeparableQuestion>({
  id: 'erm/margin-is-inverse-length',
  statement: 'The shortest weights that give every sample the margin 1 have the widest margin.',
  formula: 'κ² q = 1,   cos(π ε) = m/√(ρ q)',
  catches: '1/q for 1/√q; a margin of weights that were not normalised',
  needs: ['erm.max-margin'],
  model: separableQuestions(),
  async check(bench, { alpha, teacher }) {
    const { margin, overlap, norm, generalisationError } = await maxMargin(bench, alpha, teacher);
    const cosine = through(generalisationError, (e) => Math.cos(Math.PI * e), Math.PI);
    const length = root(scaled(teacher.secondMoment, norm));
    return [
      equal('κ² q', product(product(margin, margin), norm), 1, conditioning),
      equal('m', overlap, product(length, cosine), conditioning),
    ];
  },
  cost: 'moderate',
  sources: ['rosset2003', 'gardner1988'],
});

const gardner = law<{ readonly alpha: number; readonly teacher: Teacher }>({
  id: 'erm/margin-of-random-labels',
  statement: 'Random labels are separated up to Gardner’s capacity at each margin.',
  formula: 'η = 1/2: α [(1 + κ²) Φ(κ) + κ φ(κ)] = 1,   m = 0',
  catches: 'a factor of two in the sum over labels; Cover’s 2 missed at κ = 0',
  needs: ['erm.max-margin'],
  model: fc.record({
    alpha: uniform(0.05, 1.95, 38),
    teacher: confusedTeachers.map((teacher) => ({ ...teacher, flipProbability: 0.5 })),
  }),
  async check(bench, { alpha, teacher }) {
    const { margin, overlap } = await maxMargin(bench, alpha, teacher);
    const k = margin.value;
    const filled = (1 + k * k) * normalCdf(k) + k * normalDensity(k);
    const slope = 2 * (k * normalCdf(k) + normalDensity(k));
    return [
      equal(
        'α [(1 + κ²) Φ + κ φ]',
        { value: alpha * filled, error: alpha * slope * margin.error },
        1,
        conditioning,
      ),
      equal('m', overlap, 0),
    ];
  },
  cost: 'moderate',
  sources: ['gardner1988', 'cover1965'],
});

const narrower = law<SeparableQuestion & { readonly fraction: number }>({
  id: 'erm/more-samples-narrower-margin',
  statement: 'Each further sample can only narrow the margin.',
  formula: 'α₁ < α₂ ⇒ κ(α₂) ≤ κ(α₁)',
  catches: 'α inverted; the norm reported for the margin',
  needs: ['erm.max-margin'],
  model: fc
    .record({ question: separableQuestions(), fraction: uniform(0.2, 0.95, 15) })
    .map(({ question, fraction }) => ({ ...question, fraction })),
  async check(bench, { alpha, teacher, fraction }) {
    const fewer = await maxMargin(bench, fraction * alpha, teacher);
    const all = await maxMargin(bench, alpha, teacher);
    return [atMost('κ(α₂) ≤ κ(α₁)', all.margin, fewer.margin, conditioning)];
  },
  cost: 'expensive',
  sources: ['gardner1988'],
});

const hinge = law<SeparableQuestion>({
  id: 'erm/hinge-finds-the-margin',
  statement: 'On separable data the hinge without penalty finds the widest margin.',
  formula: 'λ → 0: q → 1/κ², m and ε those of the widest margin, E_t → 0',
  catches: 'the limit λ → 0 of the logistic loss without its rescaling; λ taken to 0 too soon',
  needs: ['erm.max-margin', 'erm.fixed-point'],
  model: separableQuestions().filter(({ alpha }) => alpha >= 0.1 && alpha <= 20),
  async check(bench, { alpha, teacher }) {
    const widest = await maxMargin(bench, alpha, teacher);
    const kappa = Math.min(1, widest.margin.value);
    const lambda = 1e-4 * kappa * kappa;
    if (!(lambda > 1e-7)) return [];
    const ask = (l: number) => student(bench, { loss: 'hinge', alpha, lambda: l, teacher });
    const far = await ask(lambda);
    const near = await ask(lambda / 10);
    const approach = (field: 'overlap' | 'norm' | 'generalisationError') => ({
      amount: Math.abs(far[field].value - near[field].value) / 4,
      because: `${conditioning}; a quarter of the last step towards the limit`,
    });
    return (['overlap', 'norm', 'generalisationError'] as const).map((field) =>
      equal(field, near[field], widest[field], approach(field)),
    );
  },
  cost: 'expensive',
  sources: ['rosset2003'],
});

const vanishing = law<{ readonly teacher: Teacher }>({
  id: 'erm/margin-vanishes-at-separability',
  statement: 'The widest margin shrinks to zero, linearly, where the labels cease to be separable.',
  formula: 'κ(α*(1 − δ)) ~ δ: 2 κ(δ) − κ(2δ) = O(δ²)',
  catches: 'a threshold of another noise; a threshold of the mean label in place of the label',
  needs: ['erm.max-margin', 'erm.separability'],
  model: fc.record({ teacher: confusedTeachers }),
  async check(bench, { teacher }) {
    const threshold = await separability(bench, teacher);
    const margin = async (delta: number) =>
      (await maxMargin(bench, threshold.value * (1 - delta), teacher)).margin;
    const [one, two, four] = [await margin(0.01), await margin(0.02), await margin(0.04)];
    const fine = difference(scaled(2, one), two);
    const coarse = difference(scaled(2, two), four);
    // A threshold off by ε moves all of the margins by the slope κ/δ.
    const shift = (one.value / 0.01) * (threshold.error / threshold.value);
    return [
      equal('κ extrapolated to α*', fine, 0, {
        amount: Math.abs(coarse.value - fine.value) + shift,
        because: `${conditioning}; the curvature of κ, from the next extrapolation`,
      }),
    ];
  },
  cost: 'expensive',
  sources: ['candes2020', 'gardner1988'],
});

/** E (Z − t U)₊² for U of density 2 φ(U) [η + (1 − 2η) Φ(U √(ρ/Δ))]. */
async function unexplained(teacher: Teacher, t: number): Promise<{ value: number; error: number }> {
  const { secondMoment, noiseVariance, flipProbability: flip } = teacher;
  const sharpness = Math.sqrt(secondMoment / noiseVariance);
  const [integral] = await overLine(
    async (u) => {
      const a = t * u;
      const square = (1 + a * a) * normalCdf(-a) - a * normalDensity(a);
      const density = 2 * normalDensity(u) * (flip + (1 - 2 * flip) * normalCdf(sharpness * u));
      return [exact(density * square)];
    },
    0,
    9,
    0.3 / Math.hypot(1, sharpness, t),
  );
  return integral;
}

const minimal = law<{ readonly teacher: Teacher }>({
  id: 'erm/separability-is-best-direction',
  statement: 'Labels are separable until the best use of the teacher’s direction fails.',
  formula: '1/α* = min_t E (Z − t U)₊²',
  catches:
    'the variance of the noise inverted; flips applied to the field; Cover’s 2 for all labels',
  needs: ['erm.separability'],
  model: fc.record({ teacher: confusedTeachers }),
  async check(bench, { teacher }) {
    const alpha = await separability(bench, teacher);
    // A convex function of t, by golden sections.
    const golden = (Math.sqrt(5) - 1) / 2;
    let [low, high] = [0, 8];
    for (let k = 0; k < 40; k++) {
      const width = golden * (high - low);
      const [left, right] = [high - width, low + width];
      const l = await unexplained(teacher, left);
      const r = await unexplained(teacher, right);
      if (l.value < r.value) high = right;
      else low = left;
    }
    const best = await unexplained(teacher, (low + high) / 2);
    return [equal('1/α*', quotient(1, alpha), best, 'accuracy of the answer; measured truncation')];
  },
  cost: 'moderate',
  sources: ['candes2020'],
});

const clearer = law<{ readonly teacher: Teacher; readonly factor: number }>({
  id: 'erm/separability-of-clearer-labels',
  statement: 'Noise makes labels harder to separate, random ones separate up to two per weight.',
  formula: 'α*(ρ, Δ, η) depends on Δ/ρ, decreases in Δ and in η;  2 at η = 1/2, ∞ for clean labels',
  catches: 'ρ = 1 taken for granted; 1 − η for 1 − 2η',
  needs: ['erm.separability'],
  model: fc.record({ teacher: confusedTeachers, factor: uniform(1.1, 4, 10) }),
  async check(bench, { teacher, factor: c }) {
    const { secondMoment, noiseVariance, flipProbability: eta } = teacher;
    const alpha = await separability(bench, teacher);
    const rescaled = await separability(bench, {
      secondMoment: c * secondMoment,
      noiseVariance: c * noiseVariance,
      flipProbability: eta,
    });
    const noisier = await separability(bench, { ...teacher, noiseVariance: c * noiseVariance });
    const flipped = await separability(bench, { ...teacher, flipProbability: (eta + 0.5) / 2 });
    const random = await separability(bench, { ...teacher, flipProbability: 0.5 });
    return [
      equal('units', rescaled, alpha),
      atMost('noisier', noisier, alpha),
      atMost('more flips', flipped, alpha),
      atMost('2 ≤ α*', 2, alpha),
      equal('random labels', random, 2),
    ];
  },
  cost: 'moderate',
  sources: ['candes2020', 'cover1965'],
});

export const ermMarginLaws = [
  geometry,
  gardner,
  narrower,
  hinge,
  vanishing,
  minimal,
  clearer,
] as const;
