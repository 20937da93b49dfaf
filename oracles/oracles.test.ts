import { Ajv, type ValidateFunction } from 'ajv';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { NishimoriError } from '../reference/errors.ts';
import { generateTypes, staleTypes } from '../scripts/generate-types.ts';
import { decode, encode } from './encode.ts';
import { findOracle, oracles } from './index.ts';
import type { AnyOracle, FieldContract } from './oracle.ts';
import type { Schema } from './schema/schema.ts';
import { sources } from './sources.ts';

const ajv = new Ajv({ strict: true, allErrors: true, strictTypes: true });
const compiled = new Map<Schema, ValidateFunction>();
function accepts(schema: Schema, value: unknown): boolean {
  let validate = compiled.get(schema);
  if (!validate) {
    validate = ajv.compile(schema);
    compiled.set(schema, validate);
  }
  return validate(JSON.parse(JSON.stringify(encode(value))));
}

/** Every subschema, with its path. */
function* pieces(schema: Schema, path = ''): Generator<readonly [string, Schema]> {
  yield [path, schema];
  for (const [name, property] of Object.entries(schema.properties ?? {}))
    yield* pieces(property, `${path}/${name}`);
  if (schema.items) yield* pieces(schema.items, `${path}[]`);
  for (const [i, choice] of (schema.oneOf ?? []).entries()) yield* pieces(choice, `${path}|${i}`);
}

const runs: { readonly [cost in AnyOracle['cost']]: number } = {
  cheap: 200,
  moderate: 25,
  expensive: 8,
};

/** `glm.fixed-point` → `GlmFixedPoint` */
const pascal = (id: string): string =>
  id.replace(/(?:^|[.-])([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** The answer, or undefined where the reference says in its own words that there is none. */
function answerTo(oracle: AnyOracle, question: unknown) {
  try {
    return oracle.answer(question);
  } catch (error) {
    if (error instanceof NishimoriError) return undefined;
    throw error;
  }
}

describe.each(oracles.map((oracle) => [oracle.id, oracle] as const))('%s', (id, oracle) => {
  test('answers what it samples: valid questions, valid answers, finite errors', () => {
    let answered = 0;
    const seen: { [field: string]: number[] } = {};
    fc.assert(
      fc.property(oracle.sample, (question) => {
        expect(accepts(oracle.params, question)).toBe(true);
        expect(decode(JSON.parse(JSON.stringify(encode(question))))).toEqual(
          JSON.parse(JSON.stringify(question)),
        );
        const answer = answerTo(oracle, question);
        if (answer === undefined) return;
        answered++;
        expect(accepts(oracle.result, answer.result)).toBe(true);
        const fields = Object.entries(oracle.fields) as [string, FieldContract][];
        expect(answer.result).toHaveProperty(fields[0][0]);
        for (const [field, { kind, floor }] of fields) {
          const value = answer.result[field];
          if (value === undefined) {
            expect(oracle.result.required).not.toContain(field);
            continue;
          }
          if (kind === 'label') {
            expect(['string', 'boolean']).toContain(typeof value);
            expect(answer.error).not.toHaveProperty(field);
            continue;
          }
          const numbers = [value].flat(3) as number[];
          for (const x of numbers) expect(x).not.toBeNaN();
          expect(answer.error[field]).toBeGreaterThanOrEqual(0);
          expect(answer.error[field]).toBeLessThan(Number.POSITIVE_INFINITY);
          const size = Math.max(...numbers.map(Math.abs));
          if (size > 0.02 && size < Number.POSITIVE_INFINITY)
            (seen[field] ??= []).push((floor + (answer.error[field] as number)) / size);
        }
      }),
      { numRuns: runs[oracle.cost] },
    );
    // A typed refusal is an answer too (a posterior that G-AMP cannot normalise), but a rare one.
    expect(answered).toBeGreaterThanOrEqual(0.8 * runs[oracle.cost]);
    // An answer that is off by a relative 1e-6 is seen behind floor and error, but on a spinodal,
    // where the error has to cover two outcomes.
    // A statistical answer is only good for what its runs can see.
    if (oracle.statistics !== undefined) return;
    for (const [field, blind] of Object.entries(seen)) {
      const share = blind.filter((b) => b < 0.9e-6).length / blind.length;
      expect([field, share >= 0.85]).toEqual([field, true]);
    }
  });

  test('has the same fields in its schema, its contract and the order of both', () => {
    expect(Object.keys(oracle.fields)).toEqual(Object.keys(oracle.result.properties!));
    for (const contract of Object.values(oracle.fields) as { floor: number; because: string }[]) {
      expect(contract.floor).toBeGreaterThanOrEqual(0);
      expect(contract.floor).toBeLessThanOrEqual(1e-8);
      expect(contract.because).not.toBe('');
    }
  });

  test('has closed, described schemas', () => {
    for (const [schema, role] of [
      [oracle.params, 'Params'],
      [oracle.result, 'Result'],
    ] as const) {
      expect(schema.title).toBe(`${pascal(id)}${role}`);
      for (const [path, piece] of pieces(schema)) {
        if (piece.type === 'object')
          expect([path, piece.additionalProperties]).toEqual([path, false]);
        const choice = /\|\d+$/.test(path) && piece.type !== 'object' && piece.type !== 'array';
        if (!choice) expect([path, piece.description]).toEqual([path, expect.stringMatching(/./)]);
      }
    }
  });

  test('names continuous parameters that exist', () => {
    for (const path of oracle.continuous) {
      const found = path.split('.').reduce<readonly Schema[]>(
        (level, key) =>
          level
            .flatMap((schema) => [schema, ...(schema.oneOf ?? [])])
            .map((schema) => schema.properties?.[key])
            .filter((schema) => schema !== undefined),
        [oracle.params],
      );
      expect([path, found.length > 0]).toEqual([path, true]);
    }
  });

  test('cites its sources and is found by its id', () => {
    expect(oracle.sources.length).toBeGreaterThan(0);
    for (const key of oracle.sources) expect(sources).toHaveProperty(key);
    expect(findOracle(id)).toBe(oracle);
    expect(oracle.title).toMatch(/\?$/);
  });
});

describe('the schema and the reference refuse the same', () => {
  const rademacher = { kind: 'rademacher' } as const;
  const sign = { kind: 'sign' } as const;
  const model = { prior: rademacher, channel: sign, alpha: 1 };
  const tiny = Number.MIN_VALUE;
  const teacher = { secondMoment: 1, noiseVariance: 0, flipProbability: 0 };
  const learner = { loss: 'square', alpha: 1, lambda: 1 };
  const risk = { ...learner, teacher };
  const manifold = { activation: 'erf', gamma: 0.5, projection: 'gaussian' };
  const features = {
    ...learner,
    spectrum: { weights: [1], student: [1], teacher: [1] },
    secondMoment: 1,
    noiseVariance: 0,
    task: 'regression',
  };
  const clusters = {
    ...learner,
    bias: 'free',
    probability: 0.5,
    spectrum: { weights: [1], plus: [1], minus: [1], mean: [1] },
  };
  const pair = { prior: { kind: 'gaussian', variance: 1 } };
  const committee = { ...pair, units: 2 };
  const phase = { matrix: [[1]], labels: [1] };
  /** Questions on the boundary of a domain: the number, its path and whether it is inside. */
  const edges: readonly (readonly [string, object, boolean])[] = [
    ['glm.fixed-point', { ...model, start: 'uninformed', alpha: 0 }, false],
    ['glm.fixed-point', { ...model, start: 'uninformed', alpha: -1 }, false],
    ['glm.fixed-point', { ...model, start: 'uninformed', alpha: 1e-3 }, true],
    ['glm.fixed-point', { ...model, start: 'sideways' }, false],
    ['glm.optimum', { ...model, alpha: 0 }, false],
    ['glm.optimum', { ...model, prior: { kind: 'gaussian', variance: 0 } }, false],
    ['glm.optimum', { ...model, prior: { kind: 'gaussian', variance: -1 } }, false],
    ['glm.state-evolution', { ...model, initialOverlap: 0, iterations: 0 }, true],
    ['glm.state-evolution', { ...model, initialOverlap: -tiny, iterations: 1 }, false],
    ['glm.state-evolution', { ...model, initialOverlap: 0, iterations: -1 }, false],
    ['glm.state-evolution', { ...model, initialOverlap: 0, iterations: 1.5 }, false],
    ['glm.prior-potential', { prior: rademacher, conjugate: 0 }, true],
    ['glm.prior-potential', { prior: rademacher, conjugate: -tiny }, false],
    [
      'glm.prior-potential',
      { prior: { kind: 'gauss-bernoulli', density: 0, variance: 1 }, conjugate: 1 },
      false,
    ],
    [
      'glm.prior-denoiser',
      {
        prior: { kind: 'gauss-bernoulli', density: 1, variance: 1 },
        precision: 1,
        field: 1,
      },
      true,
    ],
    [
      'glm.prior-potential',
      { prior: { kind: 'gauss-bernoulli', density: 1 + 1e-12, variance: 1 }, conjugate: 1 },
      false,
    ],
    [
      'glm.prior-potential',
      { prior: { kind: 'gauss-bernoulli', density: 0.5, variance: 0 }, conjugate: 1 },
      false,
    ],
    [
      'glm.prior-potential',
      { prior: { kind: 'discrete', values: [], probabilities: [] }, conjugate: 1 },
      false,
    ],
    [
      'glm.prior-potential',
      { prior: { kind: 'discrete', values: [-1, 1], probabilities: [1.5, -0.5] }, conjugate: 1 },
      false,
    ],
    ['glm.prior-potential', { prior: { kind: 'laplace' }, conjugate: 1 }, false],
    ['glm.output-potential', { channel: sign, secondMoment: 1, overlap: 0 }, true],
    ['glm.output-potential', { channel: sign, secondMoment: 1, overlap: -tiny }, false],
    ['glm.output-potential', { channel: sign, secondMoment: 0, overlap: 0 }, false],
    [
      'glm.output-potential',
      { channel: { kind: 'probit', noiseVariance: -tiny }, secondMoment: 1, overlap: 0.5 },
      false,
    ],
    [
      'glm.output-potential',
      { channel: { kind: 'probit', noiseVariance: 0 }, secondMoment: 1, overlap: 0.5 },
      true,
    ],
    [
      'glm.output-potential',
      { channel: { kind: 'linear', noiseVariance: 0 }, secondMoment: 1, overlap: 0.5 },
      true,
    ],
    [
      'glm.output-potential',
      { channel: { kind: 'linear', noiseVariance: -tiny }, secondMoment: 1, overlap: 0.5 },
      false,
    ],
    [
      'glm.output-potential',
      { channel: { kind: 'absolute-value', noiseVariance: 0 }, secondMoment: 1, overlap: 0.5 },
      true,
    ],
    [
      'glm.output-potential',
      { channel: { kind: 'absolute-value', noiseVariance: -1 }, secondMoment: 1, overlap: 0.5 },
      false,
    ],
    [
      'glm.output-potential',
      { channel: { kind: 'symmetric-door', width: 0 }, secondMoment: 1, overlap: 0.5 },
      false,
    ],
    [
      'glm.output-potential',
      { channel: { kind: 'softmax' }, secondMoment: 1, overlap: 0.5 },
      false,
    ],
    ['glm.output-denoiser', { channel: sign, y: 1, omega: 0, variance: 0 }, false],
    ['glm.output-denoiser', { channel: sign, y: 1, omega: 0, variance: tiny }, true],
    ['glm.generalisation-error', { channel: sign, secondMoment: 1, overlap: -tiny }, false],
    ['glm.generalisation-error', { channel: sign, secondMoment: 0, overlap: 0 }, false],
    ['glm.threshold', { prior: rademacher, channel: sign, kind: 'spinodal' }, false],
    [
      'glm.gamp',
      { prior: rademacher, channel: sign, matrix: [[1]], labels: [1], iterations: 0, record: [0] },
      true,
    ],
    [
      'glm.gamp',
      { prior: rademacher, channel: sign, matrix: [[1]], labels: [1], iterations: -1, record: [0] },
      false,
    ],
    [
      'glm.gamp',
      {
        prior: rademacher,
        channel: sign,
        matrix: [[1]],
        labels: [1],
        iterations: 1,
        record: [1],
        damping: 1,
      },
      false,
    ],
    [
      'glm.gamp',
      {
        prior: rademacher,
        channel: sign,
        matrix: [[1]],
        labels: [1],
        iterations: 1,
        record: [1],
        damping: 0,
      },
      true,
    ],
    ['glm.exact-average', { channel: sign, matrix: [] }, false],
    ['glm.exact-average', { channel: sign, matrix: [[]] }, false],
    ['erm.proximal', { loss: 'hinge', margin: -1e6, width: tiny }, true],
    ['erm.proximal', { loss: 'hinge', margin: 1, width: 0 }, false],
    ['erm.proximal', { loss: 'cubic', margin: 1, width: 1 }, false],
    ['erm.fixed-point', { ...risk, lambda: 0 }, false],
    ['erm.fixed-point', { ...risk, alpha: 0 }, false],
    ['erm.fixed-point', { ...risk, teacher: { ...teacher, flipProbability: 0.5 } }, true],
    ['erm.fixed-point', { ...risk, teacher: { ...teacher, flipProbability: 0.6 } }, false],
    ['erm.fixed-point', { ...risk, teacher: { ...teacher, noiseVariance: -tiny } }, false],
    ['erm.fixed-point', { ...risk, teacher: { ...teacher, secondMoment: 0 } }, false],
    ['erm.separability', { teacher }, true],
    ['erm.minimiser', { loss: 'hinge', lambda: 1, matrix: [[1]], labels: [1] }, true],
    ['erm.minimiser', { loss: 'hinge', lambda: 0, matrix: [[1]], labels: [1] }, false],
    ['hidden-manifold.coefficients', { activation: 'softplus' }, false],
    ['hidden-manifold.stieltjes', { z: tiny, gamma: 0.5 }, true],
    ['hidden-manifold.stieltjes', { z: 0, gamma: 0.5 }, false],
    ['hidden-manifold.stieltjes', { z: 1, gamma: 0 }, false],
    ['hidden-manifold.separability', { ...manifold, gamma: 0 }, false],
    ['hidden-manifold.separability', { ...manifold, projection: 'sparse' }, false],
    ['gaussian-covariate.fixed-point', features, true],
    [
      'gaussian-covariate.fixed-point',
      { ...features, spectrum: { ...features.spectrum, student: [-1] } },
      false,
    ],
    ['gaussian-mixture.fixed-point', clusters, true],
    ['gaussian-mixture.fixed-point', { ...clusters, probability: 1 }, false],
    ['gaussian-mixture.fixed-point', { ...clusters, bias: 'penalised' }, false],
    ['phase-retrieval.gradient', { ...phase, weights: [1e-100] }, true],
    ['phase-retrieval.gradient', { ...phase, weights: [] }, false],
    ['phase-retrieval.gradient-flow', { ...phase, initial: [1], times: [0] }, true],
    ['phase-retrieval.gradient-flow', { ...phase, initial: [1], times: [-tiny] }, false],
    ['phase-retrieval.gradient-flow', { ...phase, initial: [1], times: [] }, false],
    ['phase-retrieval.population-flow', { alpha: 1, initialOverlap: -1, times: [1] }, true],
    ['phase-retrieval.population-flow', { alpha: 1, initialOverlap: 1.1, times: [1] }, false],
    ['phase-retrieval.population-flow', { alpha: 0, initialOverlap: 0, times: [1] }, false],
    ['phase-retrieval.success-rate', { dimension: 2, alpha: 2, runs: 1, seed: 0 }, true],
    ['phase-retrieval.success-rate', { dimension: 1, alpha: 2, runs: 1, seed: 0 }, false],
    ['phase-retrieval.success-rate', { dimension: 2, alpha: 2, runs: 0, seed: 0 }, false],
    ['phase-retrieval.success-rate', { dimension: 2, alpha: 2, runs: 1, seed: -1 }, false],
    ['phase-retrieval.hessian', { alpha: 1e-4, offset: 1e-4 }, true],
    ['phase-retrieval.hessian', { alpha: 1e8, offset: 1e4 }, true],
    ['phase-retrieval.hessian', { alpha: 1, offset: 0 }, false],
    ['phase-retrieval.hessian', { alpha: 0, offset: 1 }, false],
    ['phase-retrieval.hessian-transition', { offset: 1e4 }, true],
    ['phase-retrieval.hessian-transition', { offset: 1e5 }, false],
    ['over-parametrised.gradient-flow', { ...phase, initial: [[0]], times: [1] }, true],
    ['over-parametrised.gradient-flow', { ...phase, initial: [], times: [1] }, false],
    ['over-parametrised.population-flow', { dimension: 1, signal: 0, bulk: 0, times: [1] }, true],
    [
      'over-parametrised.population-flow',
      { dimension: 1, signal: -tiny, bulk: 0, times: [1] },
      false,
    ],
    ['over-parametrised.population-flow', { dimension: 0, signal: 1, bulk: 1, times: [1] }, false],
    ['over-parametrised.uniqueness', { matrix: [[1, 0]], teacher: [1, 1] }, true],
    ['over-parametrised.uniqueness', { matrix: [[]], teacher: [1, 1] }, false],
    [
      'gaussian-mixture.multiclass',
      {
        ...learner,
        bias: 'free',
        loss: 'square',
        probabilities: [1],
        spectrum: { weights: [1], covariance: [1], means: [[[1]]] },
      },
      false,
    ],
    ['committee.output-potential', { units: 2, diagonal: 0, offDiagonal: 0 }, true],
    ['committee.output-potential', { units: 2, diagonal: 1, offDiagonal: 0 }, false],
    ['committee.output-potential', { units: 2, diagonal: -tiny, offDiagonal: 0 }, false],
    ['committee.fixed-point', { ...committee, alpha: 1e-9, branch: 'unspecialised' }, true],
    ['committee.fixed-point', { ...committee, alpha: 0, branch: 'unspecialised' }, false],
    ['committee.threshold', { ...pair, units: 2, kind: 'algorithmic' }, true],
    ['committee.threshold', { ...pair, units: 1, kind: 'algorithmic' }, false],
    ['committee.threshold', { ...pair, units: 2.5, kind: 'algorithmic' }, false],
    ['committee.large', { alphaPerUnit: 0, branch: 'unspecialised' }, false],
    ['committee.large-unspecialised', { alpha: 0 }, false],
  ];

  test.each(edges)('%s %j: %s', (id, question, inside) => {
    const oracle = findOracle(id)!;
    expect(accepts(oracle.params, question)).toBe(inside);
    if (inside) expect(oracle.answer(question as never).result).toBeDefined();
    else expect(() => oracle.answer(question as never)).toThrow(NishimoriError);
  });

  const beyond: readonly (readonly [string, object])[] = [
    ['committee.output-potential', { units: 2, diagonal: 0.2, offDiagonal: 0.3 }],
    ['committee.output-potential', { units: 2, diagonal: 0.8, offDiagonal: 0.3 }],
    [
      'committee.output-denoiser',
      {
        units: 2,
        y: 0,
        omega: [0, 0],
        variance: [
          [1, 0.1],
          [0.2, 1],
        ],
      },
    ],
    ['committee.fixed-point', { ...committee, alpha: 2, branch: 'specialised' }],
    ['committee.threshold', { ...pair, units: 2, kind: 'spinodal' }],
    ['committee.threshold', { prior: rademacher, units: 3, kind: 'specialisation' }],
    ['committee.large', { alphaPerUnit: 7, branch: 'specialised' }],
    ['glm.output-potential', { channel: sign, secondMoment: 1, overlap: 1.5 }],
    ['glm.generalisation-error', { channel: sign, secondMoment: 1, overlap: 1.5 }],
    ['glm.state-evolution', { ...model, initialOverlap: 1.5, iterations: 1 }],
    ['glm.output-denoiser', { channel: sign, y: 0.5, omega: 0, variance: 1 }],
    ['glm.output-denoiser', { channel: { kind: 'relu' }, y: -1, omega: 0, variance: 1 }],
    [
      'glm.prior-potential',
      { prior: { kind: 'discrete', values: [-1, 1], probabilities: [0.5, 0.4] }, conjugate: 1 },
    ],
    [
      'glm.prior-potential',
      { prior: { kind: 'discrete', values: [-1, 1], probabilities: [1] }, conjugate: 1 },
    ],
    ['glm.exact-average', { channel: sign, matrix: [[1, 2], [3]] }],
    [
      'glm.exact-posterior',
      { prior: rademacher, channel: sign, matrix: [[1, 2]], labels: [1, -1] },
    ],
    [
      'glm.gamp',
      { prior: rademacher, channel: sign, matrix: [[1]], labels: [1], iterations: 1, record: [2] },
    ],
    ['erm.max-margin', { alpha: 3, teacher: { ...teacher, flipProbability: 0.5 } }],
    ['erm.minimiser', { loss: 'hinge', lambda: 1, matrix: [[1]], labels: [0.5] }],
    ['erm.minimiser', { loss: 'hinge', lambda: 1, matrix: [[1]], labels: [1, 1] }],
    ['gaussian-covariate.fixed-point', { ...features, loss: 'hinge' }],
    ['gaussian-covariate.fixed-point', { ...features, secondMoment: 0.5 }],
    [
      'gaussian-mixture.fixed-point',
      { ...clusters, spectrum: { ...clusters.spectrum, weights: [0.5] } },
    ],
    ['phase-retrieval.gradient', { ...phase, weights: [0] }],
    ['phase-retrieval.gradient', { ...phase, weights: [tiny] }],
    ['phase-retrieval.gradient', { matrix: [[1]], labels: [-1], weights: [1] }],
    ['phase-retrieval.gradient', { ...phase, weights: [1, 1] }],
    ['phase-retrieval.gradient-flow', { ...phase, initial: [0], times: [1] }],
    ['phase-retrieval.gradient-flow', { ...phase, initial: [1], times: [1, 1] }],
    ['phase-retrieval.success-rate', { dimension: 2, alpha: 0.1, runs: 1, seed: 0 }],
    ['over-parametrised.gradient-flow', { ...phase, initial: [[1, 1]], times: [1] }],
    ['over-parametrised.population-flow', { dimension: 2, signal: 1, bulk: 1, times: [2, 1] }],
    ['over-parametrised.uniqueness', { matrix: [[1]], teacher: [1] }],
    ['over-parametrised.uniqueness', { matrix: [[1, 1]], teacher: [0, 0] }],
  ];
  test.each(beyond)('%s %j: what no schema can say, the reference refuses', (id, question) => {
    const oracle = findOracle(id)!;
    expect(accepts(oracle.params, question)).toBe(true);
    expect(() => oracle.answer(question as never)).toThrow(NishimoriError);
  });

  test('a property more, or one less, is no question', () => {
    const oracle = findOracle('glm.fixed-point')!;
    const question = { ...model, start: 'informed' };
    expect(accepts(oracle.params, question)).toBe(true);
    expect(accepts(oracle.params, { ...question, iterations: 3 })).toBe(false);
    expect(accepts(oracle.params, { ...question, prior: { kind: 'rademacher', x: 1 } })).toBe(
      false,
    );
    for (const name of Object.keys(question)) {
      const { [name as keyof typeof question]: _, ...less } = question;
      expect(accepts(oracle.params, less)).toBe(false);
    }
  });

  test('a number that is none is no question', () => {
    const oracle = findOracle('glm.fixed-point')!;
    for (const alpha of [Number.NaN, Number.POSITIVE_INFINITY, '1', null])
      expect(accepts(oracle.params, { ...model, start: 'informed', alpha })).toBe(false);
  });
});

describe('at the boundary', () => {
  test('answers may hold the words for non-finite numbers, and no other', () => {
    const { result } = findOracle('glm.output-potential')!;
    for (const word of ['Infinity', '-Infinity', 'NaN', 1])
      expect(accepts(result, { potential: word, conjugatePerAlpha: 1 })).toBe(true);
    for (const word of ['infinity', 'inf', '1', null, [1]])
      expect(accepts(result, { potential: word, conjugatePerAlpha: 1 })).toBe(false);
  });

  test('a matrix may be rows or a file', () => {
    const { params } = findOracle('glm.exact-average')!;
    const channel = { kind: 'sign' };
    expect(accepts(params, { channel, matrix: [[1, -1]] })).toBe(true);
    expect(accepts(params, { channel, matrix: { npy: 'x.npy' } })).toBe(true);
    expect(accepts(params, { channel, matrix: { npy: 'x.npy', sha256: 'a'.repeat(64) } })).toBe(
      true,
    );
    expect(accepts(params, { channel, matrix: { csv: 'x.csv' } })).toBe(false);
    expect(accepts(params, { channel, matrix: [['1']] })).toBe(false);
  });
});

test('the generated types are fresh', async () => {
  expect(await staleTypes()).toEqual([]);
  expect((await generateTypes()).size).toBe(oracles.length + 2);
});

test('the catalogue of generalised linear models is complete', () => {
  expect(oracles.map((o) => o.id).filter((id) => id.startsWith('glm.'))).toEqual([
    'glm.prior-denoiser',
    'glm.output-denoiser',
    'glm.prior-potential',
    'glm.output-potential',
    'glm.state-evolution',
    'glm.fixed-point',
    'glm.optimum',
    'glm.generalisation-error',
    'glm.threshold',
    'glm.gamp',
    'glm.exact-posterior',
    'glm.exact-average',
  ]);
});

test('the catalogue of gradient flows is complete', () => {
  expect(oracles.map((o) => o.id).filter((id) => /^(phase|over)/.test(id))).toEqual([
    'phase-retrieval.gradient',
    'phase-retrieval.gradient-flow',
    'phase-retrieval.population-flow',
    'phase-retrieval.success-rate',
    'phase-retrieval.hessian',
    'phase-retrieval.hessian-transition',
    'over-parametrised.gradient-flow',
    'over-parametrised.population-flow',
    'over-parametrised.uniqueness',
  ]);
});

test('the catalogue of minimised risks, hidden manifolds and mixtures is complete', () => {
  expect(oracles.map((o) => o.id).filter((id) => /^(erm|hidden|gaussian)/.test(id))).toEqual([
    'erm.proximal',
    'erm.fixed-point',
    'erm.optimal-regularisation',
    'erm.max-margin',
    'erm.separability',
    'erm.minimiser',
    'hidden-manifold.coefficients',
    'hidden-manifold.stieltjes',
    'hidden-manifold.fixed-point',
    'hidden-manifold.optimal-regularisation',
    'hidden-manifold.separability',
    'gaussian-covariate.fixed-point',
    'gaussian-mixture.fixed-point',
    'gaussian-mixture.multiclass',
  ]);
});

test('the catalogue of committee machines is complete', () => {
  expect(oracles.map((o) => o.id).filter((id) => id.startsWith('committee.'))).toEqual([
    'committee.output-potential',
    'committee.output-denoiser',
    'committee.fixed-point',
    'committee.threshold',
    'committee.large',
    'committee.large-unspecialised',
    'committee.amp',
  ]);
});
