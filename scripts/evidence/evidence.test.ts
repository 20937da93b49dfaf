import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { sources } from '../../oracles/sources.ts';
import { findEvidence, readEvidence } from '../../src/evidence.ts';
import { packageRoot } from '../../src/package-root.ts';
import { predictionFor, type Question } from '../../src/sweep/sweeps/gaussian-equivalence.ts';
import { findSweep } from '../../src/sweep/sweeps/index.ts';
import { evidenceFigures } from '../figures/evidence.ts';
import { isFresh } from '../figures/files.ts';

const schema = JSON.parse(
  readFileSync(join(packageRoot(), 'golden/schema/evidence.schema.json'), 'utf8'),
);
const validate = new Ajv({ allErrors: true }).compile(schema);
const all = readEvidence();

describe.each(all.map((evidence) => [evidence.id, evidence] as const))('%s', (id, evidence) => {
  it('is valid, named as its file, and cites known sources', () => {
    expect(validate(evidence), JSON.stringify(validate.errors)).toBe(true);
    expect(
      JSON.parse(readFileSync(join(packageRoot(), `golden/evidence/${id}.json`), 'utf8')),
    ).toEqual(evidence);
    for (const key of evidence.sources) expect(sources).toHaveProperty(key);
  });

  it('is what its options ask for, whole, of the present version of the sweep', () => {
    const sweep = findSweep(evidence.sweep)!;
    expect(evidence.version).toBe(sweep.version);
    const asked = new Map<string, number>();
    for (const { run: _, ...params } of sweep.tasks(evidence.options)) {
      const text = JSON.stringify(params);
      asked.set(text, (asked.get(text) ?? 0) + 1);
    }
    const found = evidence.points.map(
      ({ params, count, failures }) => [JSON.stringify(params), count + failures] as const,
    );
    expect(new Map(found)).toEqual(asked);
    expect(evidence.tasks).toBe([...asked.values()].reduce((a, b) => a + b, 0));
    for (const { observables: seen } of evidence.points)
      expect(Object.keys(seen)).toEqual(Object.keys(sweep.observables));
  });
});

describe('the curve of erf features', () => {
  it('follows the prediction within errors and the bias of its size', () => {
    const { points } = findEvidence('gaussian-equivalence-erf');
    for (const { params, observables: seen } of points) {
      const question = params as unknown as Question;
      const expected = predictionFor(question).generalisationError.value;
      const { value, standardError } = seen.generalisationError;
      // six errors of some two dozen runs: 1e-5 for all points; 3/d as the sizes above show at most
      expect(Math.abs(value - expected), JSON.stringify(params)).toBeLessThan(
        6 * standardError + (3 / question.dimension) * expected,
      );
    }
  });
});

describe('the pictures', () => {
  it.each(Object.entries(evidenceFigures))('%s is drawn from what is stored', (name, figure) =>
    expect(isFresh(name, figure())).toBe(true),
  );
});
