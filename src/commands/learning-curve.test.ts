import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { dump } from 'npyjs';
import { afterAll, describe, expect, it } from 'vitest';
import { minimise } from '../../reference/empirical-risk/minimiser/index.ts';
import { scaledFeatures } from '../../reference/gaussian-covariate/from-data.ts';
import { gaussianMatrix, type Matrix, multiply } from '../../reference/numerics/matrix.ts';
import { philoxStream } from '../../reference/numerics/random.ts';
import { DataError } from '../data/data-error.ts';
import { type CurvePoint, learningCurve, usualSamples } from '../learning-curve.ts';
import { packageRoot } from '../package-root.ts';
import { learningCurveFigure } from '../plot/learning-curve.ts';
import { type LearningCurveOptions, showLearningCurve } from './learning-curve.ts';

const scratch = mkdtempSync(join(tmpdir(), 'nishimori-learning-curve-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

function run(options: Partial<LearningCurveOptions> & { features: string; labels: string }) {
  let text = '';
  const output = new Writable({
    write(chunk, _, done) {
      text += chunk;
      done();
    },
  });
  const status = showLearningCurve(
    { loss: 'square', lambda: 1, repetitions: 2, seed: 1, ...options },
    output,
  );
  return { status, text };
}

/** Gaussian features of three variances around a mean, a teacher, and noise they do not explain. */
function population(rows: number, columns: number, noise: number) {
  const stream = philoxStream(31);
  const { data } = gaussianMatrix(rows, columns, stream);
  const centredFeatures: Matrix = {
    rows,
    columns,
    data: data.map((x, k) => x * Math.sqrt(columns) * 2 ** (((k % columns) % 3) - 1)),
  };
  const teacher = Float64Array.from({ length: columns }, () => stream.normal() / columns);
  const field = multiply(centredFeatures, teacher).map((x) => x + noise * stream.normal());
  const features = { ...centredFeatures, data: centredFeatures.data.map((x) => x + 3) };
  return { features, field, signs: field.map((x) => (x < 0 ? -1 : 1)) };
}

describe('Gaussian data: the prediction is the measurement', () => {
  const { features, field, signs } = population(4000, 60, 0.5);

  /**
   * Five standard errors, and 3 % for what is O(1/p) at p = 60 and O(p/N) in moments from N = 4000 rows.
   * The test of regression shows that a wrong λ breaks this.
   */
  function disagreements(points: readonly CurvePoint[]): string[] {
    return points.flatMap(({ samples, predicted, measured }) => {
      if ('failure' in predicted) return [predicted.failure];
      return (['testError', 'trainingLoss'] as const).flatMap((name) => {
        const { mean, standardError } = measured[name];
        const away = Math.abs(mean - predicted[name].value);
        return away <= 5 * standardError + 0.03 * mean ? [] : [`${name} at n = ${samples}`];
      });
    });
  }

  it.each(['square', 'logistic', 'hinge'] as const)('classification, %s loss', (loss) => {
    const data = { features, labels: signs, task: 'classification' } as const;
    const curve = { loss, lambda: 2, samples: [30, 60, 150], repetitions: 12, seed: 3 };
    expect(disagreements(learningCurve(data, curve).points)).toEqual([]);
  });

  it('regression, with targets whose mean is not 0; and a wrong λ is seen', () => {
    const data = { features, labels: field.map((y) => y + 7), task: 'regression' } as const;
    const curve = { loss: 'square', samples: [30, 60, 150], repetitions: 12, seed: 3 } as const;
    const right = learningCurve(data, { ...curve, lambda: 2 });
    expect(disagreements(right.points)).toEqual([]);
    const wrong = learningCurve(data, { ...curve, lambda: 2 * 60 }); // as if λ were that of b = w/√p
    const mixed = right.points.map((point, i) => ({
      ...point,
      predicted: wrong.points[i].predicted,
    }));
    expect(disagreements(mixed)).toEqual(
      expect.arrayContaining([30, 60, 150].map((n) => `trainingLoss at n = ${n}`)),
    );
  });

  it('a point does not depend on which others were asked for', () => {
    const data = { features, labels: signs, task: 'classification' } as const;
    const curve = { loss: 'square', lambda: 1, repetitions: 2, seed: 5 } as const;
    const both = learningCurve(data, { ...curve, samples: [20, 40] });
    expect(learningCurve(data, { ...curve, samples: [40] }).points[0]).toEqual(both.points[1]);
  });
});

describe('the convention of λ', () => {
  it('weights b on the features themselves: b = w/√p and the penalty is (λp/2)|b|²', () => {
    const { features, signs } = population(40, 6, 0.2);
    const lambda = 0.3;
    const student = minimise('logistic', lambda, scaledFeatures(features), signs);
    const plain = minimise('logistic', lambda * features.columns, features, signs);
    student.weights.forEach((w, i) => {
      expect(Math.abs(w / Math.sqrt(6) - plain.weights[i])).toBeLessThan(1e-9);
    });
  });
});

describe('usualSamples', () => {
  it.each([
    [4000, 100, 25, 400],
    [100, 100, 25, 50],
    [3, 1000, 1, 1],
  ])('of %i rows and %i features', (rows, columns, first, last) => {
    const sizes = usualSamples(rows, columns);
    expect([sizes[0], sizes.at(-1)]).toEqual([first, last]);
    expect(sizes).toEqual([...new Set(sizes)].sort((a, b) => a - b));
  });
});

describe('what is printed', () => {
  const root = join(packageRoot(), 'examples/data');
  const digits = {
    features: join(root, 'digits-features.npy'),
    labels: join(root, 'digits-labels.npy'),
  };

  it('the example data as JSON: ridge regression of digits is predicted', () => {
    const { status, text } = run({
      ...digits,
      task: 'regression',
      lambda: 1000,
      samples: [196],
      repetitions: 20,
      json: true,
    });
    expect(status).toBe(0);
    const { data, task, model, points } = JSON.parse(text);
    expect(data).toMatchObject({ rows: 8600, columns: 49 });
    expect(task).toBe('regression');
    expect(model).toMatchObject({ saturated: false, secondMoment: expect.closeTo(1, 12) });
    expect(model.student).toHaveLength(49);
    const { predicted, measured } = points[0];
    const { mean, standardError } = measured.testError;
    // a replica prediction for p → ∞ at p = 49, of data that are not Gaussian: 5 % is what it claims here
    expect(Math.abs(mean - predicted.testError.value)).toBeLessThan(0.05 * mean);
    expect(standardError).toBeLessThan(0.02 * mean);
  });

  it('a table, in the order of n, and what to beware of', () => {
    const features = write('few.csv', 'a,b\n1,2\n2,1.5\n-1,0\n-2,1\n0,-3\n');
    const labels = write('few-labels.csv', '1\n1\n0\n0\n1\n');
    const { text } = run({ features, labels, samples: [3, 2] });
    expect(text).toContain('5 rows, 2 features · classification, square loss, lambda = 1');
    expect(text).toContain('test error (share of wrong signs)');
    expect(text.indexOf(' 2 │')).toBeLessThan(text.indexOf(' 3 │'));
    expect(text).toContain('5 rows are few');
    expect(text).toContain('training sets of up to 3 rows are much of a population of 5');
  });
});

describe('bad input', () => {
  const good = write('good.csv', '1,2\n3,4\n5,7\n');
  const labels = write('labels.csv', '1\n-1\n1\n');

  it.each<[string, Partial<LearningCurveOptions>, RegExp]>([
    [
      'a missing file',
      { features: join(scratch, 'none.csv') },
      /none\.csv: cannot be read \(ENOENT/,
    ],
    ['an unknown extension', { features: write('x.xlsx', '') }, /x\.xlsx: the extension must be/],
    ['no number', { features: write('text.csv', 'a,b\n1,2\n3,red\n') }, /text\.csv:3:2: 'red' is/],
    ['not finite', { features: write('nan.csv', '1,2\nnan,4\n5,6\n') }, /nan\.csv:2:1: a finite/],
    [
      'too many labels',
      { labels: write('4.csv', '1\n-1\n1\n1\n') },
      /4\.csv: 4 labels for the 3 rows/,
    ],
    ['a label matrix', { labels: good }, /good\.csv: labels are one column or one row, not 3 × 2/],
    ['one class', { labels: write('one.csv', '1\n1\n1\n') }, /one\.csv: all 3 labels are 1/],
    [
      'a third class',
      { labels: write('three.csv', '0\n1\n2\n'), task: 'classification' },
      /three\.csv:3:1: labels of two classes are -1 and 1, or 0 and 1: got 2/,
    ],
    [
      'a broken npy file',
      { features: write('broken.npy', 'NUMPY, but not really') },
      /broken\.npy: this \.npy file cannot be read/,
    ],
  ])('%s is a DataError that says where', (_, options, message) => {
    expect(() => run({ features: good, labels, ...options })).toThrow(message);
    expect(() => run({ features: good, labels, ...options })).toThrow(DataError);
  });

  it('real targets with a loss for classes, and more samples than rows', () => {
    const targets = write('targets.csv', '0.5\n-1\n2\n');
    expect(() => run({ features: good, labels: targets, loss: 'hinge' })).toThrow(
      /loss must be square for a regression/,
    );
    expect(() => run({ features: good, labels, samples: [1, 3] })).toThrow(
      /--samples must be <= 2/,
    );
  });

  it('NaN in an array: the indices are those of NumPy', () => {
    const file = join(scratch, 'nan.npy');
    writeFileSync(file, new Uint8Array(dump(Float64Array.of(1, 2, 3, Number.NaN), [2, 2])));
    expect(() => run({ features: file, labels })).toThrow(/nan\.npy\[1, 1\]: a finite number/);
  });
});

describe('--plot', () => {
  it('draws the prediction between the sizes too, and each measurement with its error', () => {
    const { features, signs } = population(400, 20, 0.5);
    const curve = {
      loss: 'square' as const,
      lambda: 0.1,
      samples: [5, 10, 40],
      repetitions: 3,
      seed: 1,
    };
    const data = { features, labels: signs, task: 'classification' as const };
    const result = learningCurve(data, curve);
    const { series, marks } = learningCurveFigure(data, curve, result);
    const [predicted, measured] = series;
    expect(predicted.points[0].x).toBe(5);
    expect(predicted.points.at(-1)?.x).toBeCloseTo(40, 12);
    expect(marks).toEqual([{ x: 20, label: 'n = p = 20' }]);
    for (const [k, { samples, predicted: there }] of result.points.entries()) {
      if ('failure' in there) throw new Error(there.failure);
      const { x, y, low, high } = measured.points[k];
      expect(x).toBe(samples);
      expect((low! + high!) / 2).toBeCloseTo(y, 12);
      // the curve passes through the prediction that the table shows
      const right = predicted.points.findIndex((p) => p.x >= x * (1 - 1e-12));
      const nearby = predicted.points.slice(Math.max(0, right - 1), right + 1).map((p) => p.y);
      expect(there.testError.value).toBeGreaterThanOrEqual(Math.min(...nearby) - 1e-3);
      expect(there.testError.value).toBeLessThanOrEqual(Math.max(...nearby) + 1e-3);
    }
  });

  it('writes SVG', () => {
    const { features, signs } = population(60, 4, 0.5);
    const file = (name: string, values: Float64Array, shape: number[]) => {
      writeFileSync(join(scratch, name), new Uint8Array(dump(values, shape)));
      return join(scratch, name);
    };
    const plot = join(scratch, 'curve.svg');
    run({
      features: file('plot-x.npy', features.data, [features.rows, features.columns]),
      labels: file('plot-y.npy', signs, [features.rows]),
      plot,
    });
    expect(readFileSync(plot, 'utf8')).toMatch(
      /^<svg .*measured: mean ± standard error.*<\/svg>\n$/s,
    );
  });
});

function write(name: string, text: string): string {
  const file = join(scratch, name);
  writeFileSync(file, text);
  return file;
}
