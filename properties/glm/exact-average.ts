import fc from 'fast-check';
import { drawMatrix, seeds } from '../../oracles/arbitraries/index.ts';
import { philoxStream } from '../../reference/numerics/random.ts';
import { law } from '../define.ts';
import { type Measured, product, scaled, sum } from '../measured.ts';
import { atMost, equal } from '../near.ts';
import { exactAverage, exactPosterior } from '../questions.ts';
import { rotated } from './runs.ts';

interface Inputs {
  readonly matrix: readonly (readonly number[])[];
}

/** Gaussian inputs of a small binary perceptron. */
const inputs = (maxRows: number, maxColumns: number): fc.Arbitrary<Inputs> =>
  fc
    .record({
      rows: fc.integer({ min: 1, max: maxRows }),
      columns: fc.integer({ min: 1, max: maxColumns }),
      seed: seeds(),
    })
    .map(({ rows, columns, seed }) => ({
      matrix: drawMatrix(rows, columns, 'gaussian', philoxStream(seed)),
    }))
    // A zero entry (rounded) may put a weight vector on a boundary, where conventions differ.
    .filter(({ matrix }) => matrix.flat().every((x) => x !== 0));

const bounds = law<Inputs>({
  id: 'glm/average-information-bounds',
  statement:
    'A set of n labels holds at most n bits and at most the d bits of the teacher; overlaps lie between none and all.',
  formula: '−min(n/d, 1) ln 2 ≤ f_d ≤ −(1/d) ln 2,   0 ≤ q_d ≤ 1',
  catches: 'an entropy in bits; a division by n; a posterior over 2^d − 1 weights',
  needs: ['glm.exact-average'],
  model: inputs(12, 8),
  async check(bench, { matrix }) {
    const alpha = matrix.length / matrix[0].length;
    const { freeEntropy, overlap } = await exactAverage(bench, matrix);
    return [
      atMost('−min(α, 1) ln 2 ≤ f', -Math.min(alpha, 1) * Math.LN2, freeEntropy),
      // One label of ±1 weights under a symmetric prior is a fair bit.
      atMost('f ≤ −ln 2/d', freeEntropy, -Math.LN2 / matrix[0].length),
      atMost('0 ≤ q', 0, overlap),
      atMost('q ≤ 1', overlap, 1),
    ];
  },
  cost: 'cheap',
  sources: ['cover2006', 'iba1999'],
});

const overTeachers = law<Inputs>({
  id: 'glm/average-over-teachers',
  statement:
    'Averaged over teachers, a student’s overlap with the teacher is that with another student, at any size.',
  formula:
    'q_d = 2^{−d} Σ_{w*} |⟨w⟩|²/d = 2^{−d} Σ_{w*} ⟨w⟩·w*/d,   f_d = 2^{−d} Σ_{w*} ln P(y(w*))/d',
  catches: 'cells weighted equally in place of by their size; |Σ w|² not divided by |C|',
  needs: ['glm.exact-average', 'glm.exact-posterior'],
  model: inputs(7, 4),
  async check(bench, { matrix }) {
    const d = matrix[0].length;
    const teachers = Array.from({ length: 2 ** d }, (_, k) =>
      Array.from({ length: d }, (_, i) => ((k >> i) & 1 ? 1 : -1)),
    );
    const evidence: Measured[] = [];
    const squares: Measured[] = [];
    const overlaps: Measured[] = [];
    for (const w of teachers) {
      const labels = matrix.map((row) => Math.sign(row.reduce((z, x, i) => z + x * w[i], 0)));
      if (labels.includes(0)) return [];
      const { mean, logEvidence } = await exactPosterior(
        bench,
        { kind: 'rademacher' },
        { kind: 'sign' },
        matrix,
        labels,
      );
      evidence.push(logEvidence);
      squares.push(...mean.map((m) => product(m, m)));
      overlaps.push(...mean.map((m, i) => scaled(w[i], m)));
    }
    const average = (terms: readonly Measured[]) =>
      scaled(1 / (d * teachers.length), sum(...terms));
    const { freeEntropy, overlap } = await exactAverage(bench, matrix);
    return [
      equal('E|⟨w⟩|²/d against E⟨w⟩·w*/d', average(squares), average(overlaps)),
      equal('q_d', overlap, average(squares)),
      equal('f_d', freeEntropy, average(evidence)),
    ];
  },
  cost: 'moderate',
  sources: ['nishimori1980', 'iba1999'],
});

const moreSamples = law<Inputs>({
  id: 'glm/average-more-samples',
  statement: 'One more label never makes the student know less, nor does it hold more than a bit.',
  formula: 'f_d(n) − (ln 2)/d ≤ f_d(n+1) ≤ f_d(n),   q_d(n) ≤ q_d(n+1)',
  catches: 'a conditional entropy of the wrong sign; labels packed into too few bits',
  needs: ['glm.exact-average'],
  model: inputs(14, 7).filter(({ matrix }) => matrix.length > 1),
  async check(bench, { matrix }) {
    const fewer = await exactAverage(bench, matrix.slice(0, -1));
    const more = await exactAverage(bench, matrix);
    return [
      atMost('f_d(n+1) ≤ f_d(n)', more.freeEntropy, fewer.freeEntropy),
      atMost(
        'f_d(n) − ln 2/d ≤ f_d(n+1)',
        sum(fewer.freeEntropy, -Math.LN2 / matrix[0].length),
        more.freeEntropy,
      ),
      atMost('q_d(n) ≤ q_d(n+1)', fewer.overlap, more.overlap),
    ];
  },
  cost: 'cheap',
  sources: ['cover2006'],
});

const symmetries = law<Inputs & { readonly turn: number; readonly factor: number }>({
  id: 'glm/average-symmetries',
  statement: 'Only the arrangement of the half-spaces matters.',
  formula:
    'X → Π S X Π′ T, S a diagonal of any signs and lengths, T of signs: f_d and q_d unchanged; a repeated row adds nothing',
  catches:
    'a hash of labels that collides; a tolerance around z = 0 that depends on the row’s length',
  needs: ['glm.exact-average'],
  model: fc
    .record({
      inputs: inputs(10, 7),
      turn: fc.integer({ min: 1, max: 5 }),
      factor: fc.constantFrom(2, 0.25, 64),
    })
    .map(({ inputs, ...rest }) => ({ ...inputs, ...rest })),
  async check(bench, { matrix, turn, factor }) {
    const plain = await exactAverage(bench, matrix);
    const length = (mu: number) => (mu % 2 ? -factor : 1);
    const turned = rotated(
      matrix.map((row, mu) =>
        rotated(
          row.map((x, i) => length(mu) * (i % 2 ? x : -x)),
          turn,
        ),
      ),
      turn,
    );
    const moved = await exactAverage(bench, [...turned, turned[0]]);
    return [
      equal('f_d', moved.freeEntropy, plain.freeEntropy),
      equal('q_d', moved.overlap, plain.overlap),
    ];
  },
  cost: 'cheap',
  sources: ['iba1999'],
});

export const exactAverageLaws = [bounds, overTeachers, moreSamples, symmetries] as const;
