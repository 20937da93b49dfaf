import fc from 'fast-check';
import {
  normals,
  seeds,
  type UniquenessQuestion,
  uniquenessQuestions,
} from '../../oracles/arbitraries/index.ts';
import { law } from '../define.ts';
import type { Comparison } from '../law.ts';
import { scaled } from '../measured.ts';
import { atMost, equal } from '../near.ts';
import { dot, drawnPhase, reflection, shuffled, signs, times, trace } from './models.ts';
import { asRows, gramFlow, uniqueness } from './questions.ts';

const needs = ['over-parametrised.uniqueness'];
const sources = ['sarao2020optimization'] as const;

const questions = uniquenessQuestions(6);
interface Seeded extends UniquenessQuestion {
  readonly seed: number;
}
const seeded: fc.Arbitrary<Seeded> = fc
  .record({ question: questions, seed: seeds() })
  .map(({ question, seed }) => ({ ...question, seed }));

/** Labels compared as 0 and 1. */
const label = (what: string, found: boolean, expected: boolean): Comparison =>
  equal(what, Number(found), Number(expected), 'a label');

/** A margin this far from zero is none that a change in the last digits of the question could undo. */
const clear = (margin: number, matrix: UniquenessQuestion['matrix'], accuracy: number): boolean =>
  margin === 0 || margin > 1e3 * accuracy * matrix.reduce((sum, x) => sum + dot(x, x), 0);

const counting = law<{ readonly dimension: number; readonly seed: number }>({
  id: 'over-parametrised/counting-equations',
  statement:
    'Fewer samples than dimensions, or as many, never single out the teacher; as many as A has entries always do.',
  formula: 'n ≤ d: not unique, t* = 0;   n ≥ d(d + 1)/2: unique, t* > 0',
  catches:
    'a threshold at a fixed n/d; uniqueness among all symmetric matrices, or among those of rank one',
  needs,
  model: fc.record({ dimension: fc.integer({ min: 2, max: 6 }), seed: seeds() }),
  async check(bench, { dimension: d, seed }) {
    const ask = async (n: number, k: number) => {
      const { matrix, teacher } = drawnPhase(n, d, seed, k);
      return { matrix, ...(await uniqueness(bench, matrix, teacher)) };
    };
    const few = await ask(Math.max(1, d - 1), 1);
    const square = await ask(d, 2);
    const many = await ask((d * (d + 1)) / 2, 3);
    return [
      label('n = d − 1', few.unique, false),
      label('n = d', square.unique, false),
      ...(many.unique && !clear(many.margin.value, many.matrix, bench.accuracy)
        ? []
        : [label('n = d(d + 1)/2', many.unique, true)]),
    ];
  },
  cost: 'moderate',
  sources,
});

const invariant = law<Seeded>({
  id: 'over-parametrised/uniqueness-sees-neither-lengths-nor-axes',
  statement:
    'Lengths, signs and order of the samples, the length of the teacher and the axes are immaterial.',
  formula:
    'x_k → c_k x_π(k), w* → c w*, (X Oᵀ, O w*): unique unchanged;   signs, order, axes, c: t* unchanged;   X → c X: t* → c² t*',
  catches: 'the teacher taken along the first axis; margins per sample; samples and signs mixed up',
  needs,
  model: seeded,
  async check(bench, { matrix, teacher, seed }) {
    const plain = await uniqueness(bench, matrix, teacher);
    if (!clear(plain.margin.value, matrix, bench.accuracy)) return [];
    const n = matrix.length;
    const turn = reflection(teacher.length, seed);
    const order = shuffled(n, seed);
    const sign = signs(n, seed);
    const turned = await uniqueness(bench, matrix.map(turn), turn(teacher));
    const reordered = await uniqueness(
      bench,
      order.map((k) => matrix[k].map((x) => sign[k] * x)),
      teacher.map((x) => -3 * x),
    );
    const longer = await uniqueness(
      bench,
      matrix.map((x) => x.map((y) => 2 * y)),
      teacher,
    );
    const uneven = await uniqueness(
      bench,
      matrix.map((x, k) => x.map((y) => (1 + (k % 3)) * y)),
      teacher,
    );
    return [
      label('turned', turned.unique, plain.unique),
      equal('t*, turned', turned.margin, plain.margin),
      label('reordered', reordered.unique, plain.unique),
      equal('t*, reordered', reordered.margin, plain.margin),
      label('longer', longer.unique, plain.unique),
      equal('t*, longer', longer.margin, scaled(4, plain.margin)),
      label('uneven', uneven.unique, plain.unique),
    ];
  },
  cost: 'moderate',
  sources,
});

const monotone = law<Seeded>({
  id: 'over-parametrised/more-samples-keep-what-is-unique',
  statement: 'A sample more can only exclude matrices, and widen the margin.',
  formula: 'unique(X) ⇒ unique(X ∪ {x});   t*(X) ≤ t*(X ∪ {x})',
  catches: 'a margin per sample; samples beyond d(d + 1)/2 that are not used',
  needs,
  model: seeded,
  async check(bench, { matrix, teacher, seed }) {
    const plain = await uniqueness(bench, matrix, teacher);
    const extra = normals(1, teacher.length, seed)[0].map((x) => x / Math.sqrt(teacher.length));
    const more = await uniqueness(bench, [...matrix, extra], teacher);
    return [
      ...(plain.unique && clear(plain.margin.value, matrix, bench.accuracy)
        ? [label('with one more', more.unique, true)]
        : []),
      atMost('t*', plain.margin, more.margin),
    ];
  },
  cost: 'moderate',
  sources,
});

const bounds = law<Seeded>({
  id: 'over-parametrised/margin-bounds-what-a-flow-may-miss',
  statement:
    'The margin of the certificate bounds how far from the teacher a matrix of small loss can be.',
  formula: 'A ⪰ 0: t* tr A_⊥ ≤ Σ_k |x_kᵀ A x_k − (x_k·w*)²|,   A_⊥ the block of A orthogonal to w*',
  catches:
    'a margin of other multipliers than |λ| ≤ 1; a margin that is too large; n and d inverted',
  needs: ['over-parametrised.uniqueness', 'over-parametrised.gradient-flow'],
  // A wide margin, at which the bound says something.
  model: fc.record({ d: fc.constantFrom(2, 3), seed: seeds() }).map(({ d, seed }) => {
    const { matrix, teacher } = drawnPhase(5 * d, d, seed, 4);
    return { matrix, teacher, seed };
  }),
  async check(bench, { matrix, teacher, seed }) {
    const { margin } = await uniqueness(bench, matrix, teacher);
    const d = teacher.length;
    const labels = times(matrix, teacher).map(Math.abs);
    const at = [1, 10].map((t) => (t * d * d * d) / (4 * labels.length));
    const { states } = await gramFlow(bench, { matrix, labels }, normals(d, d, seed), at);
    const square = dot(teacher, teacher);
    return states.map((state) => {
      const A = asRows(state);
      const across = trace(A) - dot(teacher, times(A, teacher)) / square;
      const off = matrix.reduce(
        (total, x, k) => total + Math.abs(dot(x, times(A, x)) - labels[k] ** 2),
        0,
      );
      const error = state.reduce((total, x) => total + x.error, 0);
      const power = matrix.reduce((total, x) => total + dot(x, x), 0);
      return atMost(
        't* tr A_⊥ ≤ Σ|r|',
        { value: margin.value * across, error: margin.error * across + margin.value * d * error },
        { value: off, error: power * d * error },
      );
    });
  },
  cost: 'moderate',
  sources,
});

const instances = 5;
const noCertificate = 'n = 5d: instances that are not unique';
const dying = 'n = d: instances in which tr A_⊥ dies';
const staying = 'n = 5d: instances in which tr A_⊥ stays';
const stuck = 'n = d: instances in which L stays';

const ends = law<{ readonly seed: number }>({
  id: 'over-parametrised/flow-ends-at-the-teacher-only-if-it-must',
  statement:
    'Where the teacher is not alone the flow ends elsewhere; where it is, what is left beside it keeps dying out.',
  formula:
    'n = d: L → 0 while tr A_⊥(10 t) > tr A_⊥(t)/10;   n = 5d (unique): tr A_⊥(10 t) < tr A_⊥(t)/2',
  catches:
    'the label inverted; a flow that is told the teacher; uniqueness among matrices of rank one',
  needs: ['over-parametrised.uniqueness', 'over-parametrised.gradient-flow'],
  model: fc.record({ seed: seeds() }),
  async check(bench, { seed }) {
    const d = 3;
    const follow = async (n: number, k: number) => {
      const { matrix, teacher, labels } = drawnPhase(n, d, seed, k);
      const { unique } = await uniqueness(bench, matrix, teacher);
      const unit = (d * d * d) / (4 * n);
      const { gram, loss } = await bench.ask<{ gram: readonly number[][][]; loss: number[] }>(
        'over-parametrised.gradient-flow',
        { matrix, labels, initial: normals(d, d, seed + k), times: [0, 3 * unit, 30 * unit] },
      );
      const square = dot(teacher, teacher);
      const left = gram.map((A) => trace(A) - dot(teacher, times(A, teacher)) / square);
      return { unique, left, loss };
    };
    const draws = Array.from({ length: instances }, (_, k) => k);
    const few = await Promise.all(draws.map((k) => follow(d, 11 + k)));
    const many = await Promise.all(draws.map((k) => follow(5 * d, 21 + k)));
    // Any one instance may be slow, or unlucky; not all of them.
    const notAll = (what: string, unlucky: readonly boolean[]) =>
      atMost(what, unlucky.filter(Boolean).length / instances, (instances - 1) / instances);
    return [
      ...few.map(({ unique }) => label('n = d', unique, false)),
      notAll(
        noCertificate,
        many.map(({ unique }) => !unique),
      ),
      notAll(
        dying,
        few.map(({ left }) => left[2] < left[1] / 10),
      ),
      notAll(
        staying,
        many.map(({ left }) => left[2] > left[1] / 2),
      ),
      notAll(
        stuck,
        few.map(({ loss }) => loss[2] > loss[0] / 10),
      ),
    ];
  },
  // That few samples do not single out the teacher is a theorem; the rest is counted.
  statistics: {
    falseAlarm: 1e-9,
    tail: {
      model: 'binomial',
      counts: [
        [noCertificate, 0.004] as const,
        [dying, 0.01] as const,
        [staying, 0.006] as const,
        [stuck, 0.01] as const,
      ].map(([what, probability]) => ({
        what,
        probability,
        trials: instances,
        most: instances - 1,
      })),
    },
    power: { mistake: 'unique among matrices of rank one', atLeast: 0.9 },
  },
  cost: 'expensive',
  sources,
});

export const uniquenessLaws = [counting, invariant, monotone, bounds, ends] as const;
