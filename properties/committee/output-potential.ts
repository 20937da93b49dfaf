import fc from 'fast-check';
import { uniform } from '../../oracles/arbitraries/index.ts';
import { normalCdf, normalDensity } from '../../reference/numerics/normal.ts';
import { law } from '../define.ts';
import { derivative, differenced } from '../differences.ts';
import { overLine } from '../integrals.ts';
import { exact, exponential, type Measured, product, scaled, sum } from '../measured.ts';
import { atMost, equal } from '../near.ts';
import { outputPotential } from '../questions.ts';
import { denoise, potentialAt } from './questions.ts';

const needs = ['committee.output-potential'];

/** Eigenvalues q_+ >= q_− of the overlap matrix, well inside. */
interface View {
  readonly plus: number;
  readonly minus: number;
}

const views = (high: number): fc.Arbitrary<View> =>
  fc
    .tuple(uniform(0.1, high, 40), uniform(0.05, high, 40))
    .map(([x, y]) => ({ plus: Math.max(x, y), minus: Math.min(x, y) }));

const entries = ({ plus, minus }: View): readonly [number, number] => [
  (plus + minus) / 2,
  (plus - minus) / 2,
];

const slope = law<View>({
  id: 'committee/conjugates-are-slopes',
  statement: 'The conjugates are the derivatives of the output potential.',
  formula: '∂Ψ_out/∂q₁₁ = r₁₁/α,   ∂Ψ_out/∂q₁₂ = r₁₂/α   (q₁₁ = q₂₂ and q₁₂ = q₂₁ move together)',
  catches: 'r = 2α ∂Ψ with the 2 lost or counted twice; q_a for q_a/K; a channel without ties',
  needs,
  model: views(0.9),
  async check(bench, view) {
    const [diagonal, off] = entries(view);
    const here = await potentialAt(bench, diagonal, off);
    const scale = Math.min(view.minus, 1 - view.plus, 0.5);
    const own = await derivative(
      async (q) => (await potentialAt(bench, q, off)).potential,
      diagonal,
      scale,
      bench.accuracy,
    );
    const cross = await derivative(
      async (q) => (await potentialAt(bench, diagonal, q)).potential,
      off,
      scale,
      bench.accuracy,
    );
    return [
      equal('∂Ψ/∂q₁₁', own, here.conjugatePerAlphaDiagonal, differenced),
      equal('∂Ψ/∂q₁₂', cross, here.conjugatePerAlphaOffDiagonal, differenced),
    ];
  },
  cost: 'moderate',
  sources: ['aubin2018'],
});

const nothing = law<View>({
  id: 'committee/nothing-known',
  statement:
    'Before anything is known the output is a tie half of the time, and tells as much of one unit as of the other.',
  formula: 'q = 0:   Ψ = −(3/2) ln 2,   r₁₁/α = r₁₂/α = 1/π',
  catches: 'ties dropped (−ln 2); ties broken at random; one of the two labels counted twice',
  needs,
  model: fc.constant({ plus: 0, minus: 0 }),
  async check(bench) {
    const { potential, conjugatePerAlphaDiagonal, conjugatePerAlphaOffDiagonal } =
      await potentialAt(bench, 0, 0);
    return [
      equal('Ψ', potential, -1.5 * Math.LN2),
      equal('r₁₁/α', conjugatePerAlphaDiagonal, 1 / Math.PI),
      equal('r₁₂/α', conjugatePerAlphaOffDiagonal, 1 / Math.PI),
    ];
  },
  cost: 'cheap',
  sources: ['aubin2018'],
});

const rankOne = law<{ readonly sum: number }>({
  id: 'committee/equal-units-stay-equal',
  statement: 'As long as the units have the same overlaps, the outputs pull them alike.',
  formula: 'q₁₁ = q₁₂ ⇒ r₁₁ = r₁₂',
  catches: 'a start that breaks the symmetry by itself; q_a and q_a/K confused',
  needs,
  model: fc.record({ sum: uniform(0.02, 0.98, 48) }),
  async check(bench, { sum: q }) {
    const { conjugatePerAlphaDiagonal, conjugatePerAlphaOffDiagonal } = await potentialAt(
      bench,
      q / 2,
      q / 2,
    );
    return [equal('r₁₁ = r₁₂', conjugatePerAlphaDiagonal, conjugatePerAlphaOffDiagonal)];
  },
  cost: 'cheap',
  sources: ['aubin2018'],
});

const more = law<View & { readonly fraction: number }>({
  id: 'committee/more-overlap-more-told',
  statement: 'The better the fields are known, the less an output surprises, in each direction.',
  formula: 'Ψ_out increases with q_+ and with q_−;   r₁₁ >= |r₁₂|',
  catches: 'the sign of r₁₂; overlap and missing overlap exchanged',
  needs,
  model: fc
    .tuple(views(0.95), uniform(0.2, 0.9, 14))
    .map(([view, fraction]) => ({ ...view, fraction })),
  async check(bench, { fraction, ...view }) {
    const [diagonal, off] = entries(view);
    const here = await potentialAt(bench, diagonal, off);
    const lower = [
      { plus: view.plus, minus: fraction * view.minus },
      { plus: view.minus + fraction * (view.plus - view.minus), minus: view.minus },
    ];
    const comparisons = [];
    for (const [k, other] of lower.entries()) {
      const { potential } = await potentialAt(bench, ...entries(other));
      comparisons.push(
        atMost(k === 0 ? 'Ψ at a lower q_−' : 'Ψ at a lower q_+', potential, here.potential),
      );
    }
    const { conjugatePerAlphaDiagonal: own, conjugatePerAlphaOffDiagonal: cross } = here;
    return [
      ...comparisons,
      atMost('r₁₂ <= r₁₁', cross, own),
      atMost('−r₁₂ <= r₁₁', scaled(-1, cross), own),
    ];
  },
  cost: 'moderate',
  sources: ['aubin2018'],
});

const perceptrons = law<{ readonly overlap: number }>({
  id: 'committee/two-perceptrons-behind-one-output',
  statement:
    'Two units with separate overlaps tell no more together than two perceptrons, and hardly less once they are sharp.',
  formula: 'q₁₂ = 0:   0 <= Ψ_out − 2 Ψ_sign(q₁₁) <= 2 (E √(ΦΦ̄))²,   r₁₁/α <= A_sign(q₁₁)',
  catches: 'a committee of one; ties dropped; q₁₁ for q_+ in the eigenvalue form',
  needs: ['committee.output-potential', 'glm.output-potential'],
  model: fc.record({
    overlap: fc.oneof(uniform(0.1, 0.9, 16), fc.constantFrom(0.97, 0.99, 0.999)),
  }),
  async check(bench, { overlap: q }) {
    const two = await potentialAt(bench, q, 0);
    const one = await outputPotential(bench, { kind: 'sign' }, 1, q);
    // Which unit was which in a tie is at most 2 √(p p̄) nats, p p̄ of the two ways to tie
    const x = Math.sqrt(q / (1 - q));
    const [doubt] = await overLine(
      async (t) => [exact(normalDensity(t) * Math.sqrt(normalCdf(x * t) * normalCdf(-x * t)))],
      0,
      9,
      0.05 * Math.min(1, 1 / x),
    );
    return [
      atMost('2 Ψ_sign <= Ψ', scaled(2, one.potential), two.potential),
      atMost(
        'Ψ <= 2 Ψ_sign + 2 (E √ΦΦ̄)²',
        two.potential,
        sum(scaled(2, one.potential), scaled(2, product(doubt, doubt))),
      ),
      atMost('r₁₁/α <= A_sign', two.conjugatePerAlphaDiagonal, one.conjugatePerAlpha),
    ];
  },
  cost: 'cheap',
  sources: ['aubin2018', 'barbier2019'],
});

/** E_ω over the plane of one output's moments, from the denoiser, at small overlaps. */
async function averages(
  output: (omega: readonly [number, number]) => Promise<readonly Measured[]>,
  { plus, minus }: View,
): Promise<readonly Measured[]> {
  const step = 0.6;
  const reach = 6.6;
  return overLine(
    async (s) => {
      const inner = await overLine(
        async (t) => {
          const [a, b] = [Math.sqrt(plus) * s, Math.sqrt(minus) * t];
          const values = await output([(a + b) * Math.SQRT1_2, (a - b) * Math.SQRT1_2]);
          return values.map((v) => scaled(normalDensity(t), v));
        },
        0,
        reach,
        step,
      );
      return inner.map((v) => scaled(normalDensity(s), v));
    },
    0,
    reach,
    step,
  );
}

const small = (view: View): number[][] => {
  const [vPlus, vMinus] = [1 - view.plus, 1 - view.minus];
  const [a, c] = [(vPlus + vMinus) / 2, (vPlus - vMinus) / 2];
  return [
    [a, c],
    [c, a],
  ];
};

const arcsine = law<View>({
  id: 'committee/two-samples-agree-by-arcsines',
  statement: 'How often two samples of the posterior agree is a matter of angles.',
  formula: 'E_ω (Z_1 − Z_{−1})² = (arcsin q₁₁ + arcsin q₁₂)/π',
  catches: 'an average over y without its weight Z_y; V = I; overlaps as correlations of √q',
  needs: ['committee.output-denoiser'],
  model: views(0.3),
  async check(bench, view) {
    const variance = small(view);
    const [agreement] = await averages(async (omega) => {
      const up = exponential((await denoise(bench, 1, omega, variance)).logPartition);
      const down = exponential((await denoise(bench, -1, omega, variance)).logPartition);
      const mean = sum(up, scaled(-1, down));
      return [product(mean, mean)];
    }, view);
    const [diagonal, off] = entries(view);
    return [
      equal(
        'E ŷ²',
        agreement,
        (Math.asin(diagonal) + Math.asin(off)) / Math.PI,
        'accuracy of the answers; the error of a trapezoid rule, from every other node',
      ),
    ];
  },
  cost: 'expensive',
  sources: ['aubin2018'],
});

const averaged = law<View>({
  id: 'committee/potential-averages-the-denoiser',
  statement:
    'The output potential is the mean log-likelihood of the outputs, its conjugates are the mean squares of their fields.',
  formula: 'Ψ_out = E_ω Σ_y Z_y ln Z_y,   r/α = E_ω Σ_y Z_y g_y g_yᵀ',
  catches: 'Σ_y without its weight Z_y; the tie dropped in one of the two; ω of variance V',
  needs: ['committee.output-denoiser', 'committee.output-potential'],
  model: views(0.3),
  async check(bench, view) {
    const variance = small(view);
    const [potential, own, cross] = await averages(async (omega) => {
      const terms: Measured[][] = [[], [], []];
      for (const y of [-1, 0, 1]) {
        const { logPartition, g } = await denoise(bench, y, omega, variance);
        const Z = exponential(logPartition);
        terms[0].push(product(Z, logPartition));
        terms[1].push(scaled(0.5, product(Z, sum(product(g[0], g[0]), product(g[1], g[1])))));
        terms[2].push(product(Z, product(g[0], g[1])));
      }
      return terms.map((t) => sum(...t));
    }, view);
    const there = await potentialAt(bench, ...entries(view));
    const why = 'accuracy of the answers; the error of a trapezoid rule, from every other node';
    return [
      equal('Ψ', potential, there.potential, why),
      equal('r₁₁/α', own, there.conjugatePerAlphaDiagonal, why),
      equal('r₁₂/α', cross, there.conjugatePerAlphaOffDiagonal, why),
    ];
  },
  cost: 'expensive',
  sources: ['aubin2018'],
});

export const committeePotentialLaws = [
  slope,
  nothing,
  rankOne,
  more,
  perceptrons,
  arcsine,
  averaged,
] as const;
