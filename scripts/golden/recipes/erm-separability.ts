import { maxMargin } from '../../../reference/empirical-risk/max-margin.ts';
import type { Teacher } from '../../../reference/empirical-risk/teacher.ts';
import { normalCdf, normalDensity } from '../../../reference/numerics/normal.ts';
import type { Constant, Recipe } from '../recipe.ts';
import { teachers } from './teachers.ts';

const clean = teachers.noiseless;

const thresholds: readonly {
  readonly name: string;
  readonly what: string;
  readonly cases: readonly Teacher[];
  readonly extra?: Partial<Recipe>;
}[] = [
  {
    name: 'pure-noise',
    what: 'labels that are pure noise',
    cases: [{ ...clean, flipProbability: 0.5 }],
    extra: {
      evidence: 'theorem',
      literature: [{ printed: '2', source: 'cover1965', remark: 'capacity of a hyperplane' }],
      sources: ['cover1965', 'candes2020'],
      notes: 'Exactly 2: t = 0, E Z₊² = 1/2.',
    },
  },
  {
    name: 'noisy-teachers',
    what: 'a teacher with noise before the sign',
    cases: [1e-4, 0.1, 0.5, 1, 10, 1e4].map((noiseVariance) => ({ ...clean, noiseVariance })),
  },
  {
    name: 'flipped-labels',
    what: 'a teacher whose labels are flipped',
    cases: [0.001, 0.05, 0.1, 0.25, 0.45].map((flipProbability) => ({ ...clean, flipProbability })),
  },
  {
    name: 'noisy-and-flipped',
    what: 'a teacher with both noises',
    cases: [
      teachers['noisy-and-flipped'],
      { secondMoment: 0.5, noiseVariance: 1, flipProbability: 0.2 },
    ],
  },
];

/**
 * α ε of the maximal margin as α → ∞. Only samples near the teacher's plane matter: with margins in
 * units of s = √(1 − R²) and J(x) = E(x + ξ)₊², the best ratio k of margin and s obeys G = k J for
 * G(k) = ∫_{−∞}^k J = E(k + ξ)₊³/3, and α s/π → 1/(√(2π) G).
 */
function largeAlphaRate(): { value: number; error: number } {
  const J = (k: number) => (1 + k * k) * normalCdf(k) + k * normalDensity(k);
  const G = (k: number) => ((k ** 3 + 3 * k) * normalCdf(k) + (k * k + 2) * normalDensity(k)) / 3;
  let [low, high] = [0.1, 2];
  for (let step = 0; step < 100; step++) {
    const middle = (low + high) / 2;
    if (G(middle) > middle * J(middle)) low = middle;
    else high = middle;
  }
  const value = 1 / (Math.sqrt(2 * Math.PI) * G(low));
  return { value, error: 4e-15 * value };
}

const marginRate: Constant = {
  name: 'generalisation error × α',
  relation: 'lim α ε of the maximal margin, noiseless teacher: 1/(√(2π) G(k)), G(k) = k J(k)',
  compute: largeAlphaRate,
  witnesses: [
    {
      method: 'the maximal margin at α = 4000, 8000 and 16000, extrapolated in 1/α²',
      script: 'scripts/golden/recipes/erm-separability.ts',
      compute: () => {
        const at = [4000, 8000, 16000].map((alpha) => {
          const { value, error } = maxMargin(alpha, clean).generalisationError;
          return { value: alpha * value, error: alpha * error };
        });
        const [coarse, fine] = [0, 1].map((k) => (4 * at[k + 1]!.value - at[k]!.value) / 3);
        const noise = at.reduce((sum, { error }) => sum + 2 * error, 0);
        return { value: fine!, error: Math.abs(fine! - coarse!) + noise };
      },
    },
  ],
};

export const ermSeparability: readonly Recipe[] = [
  ...thresholds.map(
    ({ name, what, cases, extra }): Recipe => ({
      id: `erm/separability/${name}`,
      title: `Separability threshold of ${what}`,
      oracle: 'erm.separability',
      headline: 'alpha',
      evidence: 'theorem',
      flags: ['threshold'],
      literature: [],
      sources: ['candes2020'],
      cases: cases.map((teacher) => ({ teacher })),
      witnesses: ['mpmath_risk.py'],
      ...extra,
    }),
  ),
  {
    id: 'erm/max-margin/noiseless',
    title: 'Maximal margin of a noiseless teacher’s labels, from few samples to a great many',
    description: 'The hard-margin solution, to which hinge and logistic loss tend as λ → 0.',
    oracle: 'erm.max-margin',
    headline: 'generalisationError',
    evidence: 'theorem',
    flags: ['learning-curve', 'noiseless', 'asymptotic'],
    literature: [
      {
        field: 'generalisation error × α',
        printed: '0.50',
        source: 'aubin2020',
        remark: 'α ε → about 0.50, as it is quoted',
      },
    ],
    sources: ['aubin2020', 'gardner1988', 'rosset2003'],
    cases: [0.1, 0.25, 0.75, 1.75, 5, 15, 60, 1000].map((alpha) => ({ alpha, teacher: clean })),
    witnesses: ['mpmath_risk.py'],
    constants: [marginRate],
  },
  {
    id: 'erm/max-margin/noisy',
    title: 'Maximal margin of labels with noise: it closes at the separability threshold',
    oracle: 'erm.max-margin',
    headline: 'margin',
    evidence: 'theorem',
    flags: ['near-critical', 'threshold'],
    literature: [],
    sources: ['aubin2020', 'gardner1988', 'candes2020'],
    notes:
      'The thresholds are those of erm/separability/noisy-teachers at Δ = 0.5 and erm/separability/flipped-labels at η = 0.1 and 0.45.',
    cases: [
      { alpha: 1, teacher: teachers.noisy },
      { alpha: 3.2, teacher: teachers.noisy },
      { alpha: 1, teacher: teachers.flipped },
      { alpha: 2.9, teacher: teachers.flipped },
      { alpha: 1.9, teacher: { ...clean, flipProbability: 0.45 } },
    ],
    witnesses: ['mpmath_risk.py'],
  },
];
