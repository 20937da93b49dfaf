import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DomainError } from '../errors.ts';
import { gaussianMatrix, type Matrix, multiply } from '../numerics/matrix.ts';
import { philoxStream } from '../numerics/random.ts';
import {
  centred,
  modelOfField,
  modelOfLabels,
  noiseOfLabels,
  regressedField,
  scaledFeatures,
} from './from-data.ts';
import { explainedVariance, meanOf, requireSpectrum } from './spectrum.ts';

interface Data {
  readonly features: Matrix;
  readonly field: Float64Array;
}

/** Gaussian features of uneven variance and a teacher whom they explain in part. */
const data = fc
  .record({
    rows: fc.integer({ min: 2, max: 40 }),
    columns: fc.integer({ min: 1, max: 12 }),
    noise: fc.constantFrom(0, 1),
    seed: fc.nat(),
  })
  .map(({ rows, columns, noise, seed }): Data => made(rows, columns, noise, seed));

function made(rows: number, columns: number, noise: number, seed: number): Data {
  const stream = philoxStream(seed);
  const features = scaleColumns(gaussianMatrix(rows, columns, stream));
  const teacher = Float64Array.from({ length: columns }, () => stream.normal());
  const field = multiply(features, teacher).map((x) => x + noise * stream.normal());
  return { features, field };
}

/** Column j gets the standard deviation (j + 1)/p. */
function scaleColumns({ rows, columns, data: entries }: Matrix): Matrix {
  const scale = (k: number) => ((k % columns) + 1) / Math.sqrt(columns);
  return { rows, columns, data: entries.map((x, k) => x * scale(k)) };
}

const signs = (field: Float64Array) => field.map((x) => (x < 0 ? -1 : 1));
const sumOfSquares = (x: Float64Array) => x.reduce((s, e) => s + e * e, 0);

describe('modelOfField', () => {
  it('⟨s⟩ is the mean square of a feature, ρ that of the field, ⟨t⟩ = |c|²', () => {
    fc.assert(
      fc.property(data, ({ features, field }) => {
        const { spectrum, teacher } = modelOfField(features, field);
        const { rows: n, columns: p } = features;
        requireSpectrum(spectrum, teacher.secondMoment);
        expect(meanOf(spectrum, (s) => s)).toBeCloseTo(sumOfSquares(features.data) / (n * p), 8);
        expect(teacher.secondMoment).toBeCloseTo(sumOfSquares(field) / n, 12);
        let squared = 0;
        for (let i = 0; i < p; i++) {
          let c = 0;
          for (let mu = 0; mu < n; mu++) c += (features.data[mu * p + i] * field[mu]) / n;
          squared += c * c;
        }
        expect(meanOf(spectrum, (_, t) => t)).toBeCloseTo(squared, 8);
      }),
    );
  });

  it('⟨t/s⟩/ρ is the R² of least squares, which is 1 where the features interpolate', () => {
    fc.assert(
      fc.property(data, ({ features, field }) => {
        const { spectrum, explained, teacher } = modelOfField(features, field);
        const fit = regressedField(features, field, 1e-12);
        const left = sumOfSquares(field.map((x, mu) => x - fit[mu]));
        expect(explained).toBeCloseTo(1 - left / sumOfSquares(field), 5);
        expect(explainedVariance(spectrum)).toBeCloseTo(explained * teacher.secondMoment, 10);
        if (features.rows <= features.columns) expect(explained).toBeCloseTo(1, 5);
      }),
    );
  });

  it('features × c and field × b: s × c², t × c² b², ρ × b², the same part explained', () => {
    fc.assert(
      fc.property(data, fc.constantFrom(0.25, 2), fc.constantFrom(0.5, 8), (question, c, b) => {
        const { features, field } = question;
        const one = modelOfField(features, field);
        const other = modelOfField(
          { ...features, data: features.data.map((x) => c * x) },
          field.map((x) => b * x),
        );
        const scaled = (x: ArrayLike<number>, by: number) => Array.from(x, (e) => by * e);
        expect(Array.from(other.spectrum.student)).toEqual(scaled(one.spectrum.student, c * c));
        expect(other.teacher.secondMoment).toBe(b * b * one.teacher.secondMoment);
        Array.from(other.spectrum.teacher).forEach((t, i) => {
          expect(t).toBeCloseTo(c * c * b * b * one.spectrum.teacher[i], 10);
        });
        expect(other.explained).toBeCloseTo(one.explained, 12);
      }),
    );
  });

  it('does not see rotations of the features nor the order of the samples', () => {
    fc.assert(
      fc.property(data, fc.nat(), ({ features, field }, seed) => {
        const { rows, columns } = features;
        const stream = philoxStream(seed);
        const axis = Float64Array.from({ length: columns }, () => stream.normal());
        const factor = 2 / sumOfSquares(axis);
        const turned = new Float64Array(features.data.length);
        for (let mu = 0; mu < rows; mu++) {
          const row = features.data.subarray(mu * columns, (mu + 1) * columns);
          const along = factor * row.reduce((s, x, i) => s + x * axis[i], 0);
          const to = (rows - 1 - mu) * columns;
          for (let i = 0; i < columns; i++) turned[to + i] = row[i] - along * axis[i];
        }
        const one = modelOfField(features, field);
        const other = modelOfField({ rows, columns, data: turned }, field.slice().reverse());
        for (const g of [(s: number) => s, (_: number, t: number) => t]) {
          expect(meanOf(other.spectrum, g)).toBeCloseTo(meanOf(one.spectrum, g), 10);
        }
        Array.from(other.spectrum.student).forEach((s, i) => {
          expect(s).toBeCloseTo(one.spectrum.student[i], 8);
        });
        expect(other.explained).toBeCloseTo(one.explained, 5);
      }),
    );
  });

  it('finds the population as N grows: s and t of independent features (six standard errors)', () => {
    const [n, p] = [20_000, 6];
    const { features, field } = made(n, p, 1, 5);
    const { spectrum, explained } = modelOfField(features, field);
    Array.from(spectrum.student).forEach((s, i) => {
      const exact = ((i + 1) / p) ** 2;
      expect(Math.abs(s / exact - 1)).toBeLessThan(6 * Math.sqrt(2 / n) + p / n);
    });
    expect(explained).toBeGreaterThan(0.5);
  });
});

describe('modelOfLabels', () => {
  it('a Gaussian teacher’s labels give back her spectrum, up to ρ = 1 (statistical)', () => {
    const [n, p] = [40_000, 5];
    const { features, field } = made(n, p, 1, 11);
    const known = modelOfField(features, field);
    const found = modelOfLabels(features, signs(field), 'classification');
    expect(found.teacher).toEqual({ secondMoment: 1, noiseVariance: 0, flipProbability: 0 });
    expect(found.saturated).toBe(false);
    expect(found.spectrum.student).toEqual(known.spectrum.student);
    // R² is known to a few n^{−1/2}: the labels carry π/2 times the variance of the field
    expect(Math.abs(found.explained - known.explained)).toBeLessThan(6 / Math.sqrt(n));
  });

  it('regression: the targets are the field', () => {
    const { features, field } = made(30, 4, 1, 3);
    expect(modelOfLabels(features, field, 'regression')).toEqual(modelOfField(features, field));
  });

  it('two distant clusters are better explained than Gaussian labels can be', () => {
    const features = { rows: 4, columns: 1, data: Float64Array.of(5, 5.1, -5, -5.1) };
    const model = modelOfLabels(features, [1, 1, -1, -1], 'classification');
    expect(model.saturated).toBe(true);
    expect(explainedVariance(model.spectrum)).toBeCloseTo(1, 12);
    requireSpectrum(model.spectrum, 1);
  });
});

describe('labels and fields', () => {
  it('noiseOfLabels finds Δ of a probit teacher (six standard errors), and 0 for her signs', () => {
    const [n, delta] = [100_000, 0.7];
    const stream = philoxStream(9);
    const field = Float64Array.from({ length: n }, () => 2 * stream.normal());
    const noisy = signs(field.map((x) => x + Math.sqrt(delta) * stream.normal()));
    // Δ + ρ = 2ρ²/(π E[yν]²): relative errors 2/√n of the two averages at most
    expect(Math.abs(noiseOfLabels(field, noisy) - delta)).toBeLessThan((6 * 4 * 4) / Math.sqrt(n));
    expect(noiseOfLabels(field, signs(field))).toBeLessThan((6 * 4 * 4) / Math.sqrt(n));
  });

  it('centred features have mean 0, and the mean is what was taken away', () => {
    fc.assert(
      fc.property(data, ({ features }) => {
        const { features: moved, mean } = centred(features);
        const again = centred(moved).mean;
        for (const x of again) expect(Math.abs(x)).toBeLessThan(1e-14);
        moved.data.forEach((x, k) => {
          expect(x + mean[k % features.columns]).toBeCloseTo(features.data[k], 12);
        });
        expect(scaledFeatures(features).data[0]).toBeCloseTo(
          features.data[0] / Math.sqrt(features.columns),
          14,
        );
      }),
    );
  });

  const two: Matrix = { rows: 2, columns: 1, data: Float64Array.of(1, 2) };
  it.each<[string, () => unknown, RegExp]>([
    ['a field of zeros', () => modelOfField(two, [0, 0]), /field must be not all 0/],
    [
      'features of zeros',
      () => modelOfField({ ...two, data: new Float64Array(2) }, [1, 1]),
      /features/,
    ],
    ['too short a field', () => modelOfField(two, [1]), /length of field must be 2/],
    ['labels that are no signs', () => modelOfLabels(two, [1, 2], 'classification'), /labels\[1\]/],
    [
      'labels against the field',
      () => noiseOfLabels([1, -1], [-1, 1]),
      /labels × field must be .* > 0/,
    ],
  ])('rejects %s', (_, make, message) => {
    expect(make).toThrow(DomainError);
    expect(make).toThrow(message);
  });
});
