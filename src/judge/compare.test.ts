import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toyPower } from '../protocol/fixtures/toy.fixture.ts';
import { type Allowance, type Conditions, compareAnswers, compareField } from './compare.ts';

const number = { kind: 'number', floor: 0, because: 'none' } as const;
const array = { kind: 'array', floor: 0, because: 'none' } as const;
const plain: Allowance = { accuracy: 1e-8, spread: 0, error: 0 };
const values = fc
  .tuple(
    fc.double({ min: 1, max: 10, noNaN: true }),
    fc.integer({ min: -300, max: 300 }),
    fc.boolean(),
  )
  .map(([x, exponent, negative]) => (negative ? -1 : 1) * x * 10 ** exponent);

describe('a number', () => {
  it('that is right to 1e-12 never fails, one that is off by 1e-6 always does', () => {
    fc.assert(
      fc.property(values, fc.boolean(), (x, up) => {
        const off = (by: number) =>
          compareField('x', number, x, x * (up ? 1 + by : 1 - by), plain).compared.passes;
        expect(off(1e-12)).toBe(true);
        expect(off(1e-6)).toBe(false);
      }),
    );
  });

  it('shows as many digits as agree', () => {
    fc.assert(
      fc.property(values, fc.double({ min: 1, max: 14, noNaN: true }), (x, digits) => {
        const got = x * (1 + 10 ** -digits);
        expect(compareField('x', number, x, got, plain).digits).toBeCloseTo(digits, 1);
      }),
    );
    expect(compareField('x', number, 0.3, 0.3, plain).digits).toBe(16);
  });

  it('has the room of its floor, of the error of what is expected, and of the condition', () => {
    const off = (allowance: Partial<Allowance>, floor = 0) =>
      compareField('x', { ...number, floor }, 1, 1 + 1e-6, { ...plain, ...allowance }).compared;
    expect(off({}).units).toBeCloseTo(100, 3);
    expect(off({ error: 1e-5 }).passes).toBe(true);
    expect(off({}, 1e-5).passes).toBe(true);
    expect(off({ spread: 1000 }).passes).toBe(true);
    expect(off({ spread: 1000 }).because).toContain('condition 1000');
    expect(off({ spread: 0.001 }).units).toBeCloseTo(100, 3);
  });

  it('counts for no digits where floor and error hide what is claimed', () => {
    const tiny = compareField('x', { ...number, floor: 1e-12 }, 1e-17, 3e-17, plain);
    expect(tiny.compared.passes).toBe(true);
    expect(tiny.digits).toBeUndefined();
    expect(compareField('x', number, 0, 0, plain).digits).toBeUndefined();
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])(
    '%d equals only itself, whatever the room',
    (special) => {
      const wide = { accuracy: 0.5, spread: 1e300, error: 1e300 };
      expect(compareField('x', number, special, special, wide).compared.passes).toBe(true);
      for (const other of [0, 1, -special, Number.NaN, null, 'Infinity'])
        if (!Object.is(other, special)) {
          expect(compareField('x', number, special, other, wide).compared.passes).toBe(false);
          expect(compareField('x', number, other, special, wide).compared.passes).toBe(false);
        }
    },
  );
});

describe('what a comparison says', () => {
  it('of numbers: difference, allowance and its terms', () => {
    const contract = { ...number, floor: 2 ** -20, because: 'it crosses zero' };
    const judged = compareField('m', contract, 2, 2.5, {
      accuracy: 2 ** -10,
      spread: 8,
      error: 2 ** -12,
    });
    expect(judged.compared).toEqual({
      what: 'm',
      expected: 2,
      got: 2.5,
      relation: 'equal',
      difference: 0.5,
      allowance: 2 ** -10 * 8 + 2 ** -20 + 2 ** -12,
      units: 0.5 / (2 ** -10 * 8 + 2 ** -20 + 2 ** -12),
      passes: false,
      because:
        'accuracy 0.000977, condition 4, floor 9.54e-7 (it crosses zero), error of what is expected 0.000244',
    });
    expect(judged.digits).toBeCloseTo(-Math.log10(0.5 / 8), 12);
    expect(compareField('m', number, 2, 2, plain).compared).toMatchObject({
      units: 0,
      because: 'accuracy 1e-8',
    });
    expect(compareField('m', number, 0, 1, { ...plain, spread: 1 }).compared.because).toContain(
      'condition infinite',
    );
    expect(compareField('m', number, 1, -1e9, plain).digits).toBe(0);
    expect(compareField('m', number, 0, 0, plain).compared.units).toBe(0);
    // beyond a floor that hides the claim, what is off has digits again
    const floor = { ...number, floor: 1e-3 };
    expect(compareField('m', floor, 1, 1.01, plain).digits).toBeCloseTo(2, 10);
  });

  it('of labels and of what is not a number', () => {
    const label = { kind: 'label', floor: 0, because: '' } as const;
    expect(compareField('phase', label, 'easy', 'hard', plain)).toEqual({
      compared: {
        what: 'phase',
        expected: 'easy',
        got: 'hard',
        relation: 'equal',
        difference: Infinity,
        allowance: 0,
        units: Infinity,
        passes: false,
        because: 'a label is compared exactly',
      },
    });
    expect(compareField('phase', label, 'easy', 'easy', plain).compared).toMatchObject({
      difference: 0,
      units: 0,
      passes: true,
    });
    expect(compareField('phase', label, true, { a: [1] }, plain).compared).toMatchObject({
      expected: 'true',
      got: '{"a":[1]}',
    });
    expect(compareField('phase', label, 7, undefined, plain).compared).toMatchObject({
      expected: 7,
      got: 'nothing',
    });
    for (const [e, g] of [
      [1, '1'],
      ['1', 1],
      [1, null],
    ])
      expect(compareField('m', number, e, g, plain)).toEqual({
        compared: expect.objectContaining({ passes: false, because: 'numbers are compared' }),
      });
    expect(compareField('m', number, Infinity, 1, plain).compared).toMatchObject({
      difference: Infinity,
      units: Infinity,
      allowance: 0,
      because: 'NaN and infinities equal only themselves',
    });
  });

  it('of arrays: their worst entry, and the fewest digits', () => {
    const expected = [1, 1000, 1];
    const got = [1 + 1e-9, 1000, 1 + 1e-4];
    const { compared, digits } = compareField('x', array, expected, got, plain);
    expect(compared).toMatchObject({ what: 'x[2]', passes: false });
    expect(digits).toBeCloseTo(4, 6);
    // an entry is measured against no less than a thousandth of the largest finite one
    const small = compareField('x', array, [1e-9, 1000], [2e-9, 1000], plain);
    expect(small.compared.passes).toBe(true);
    expect(small.digits).toBeCloseTo(9, 6);
    const beside = compareField('x', array, [1e-9, Infinity, 1], [2e-9, Infinity, 1], plain);
    expect(beside.digits).toBeCloseTo(6, 6);
    expect(beside.compared).toMatchObject({ what: 'x[0]', passes: false });
    expect(compareField('x', array, [], [], plain)).toEqual({
      compared: expect.objectContaining({ passes: true, expected: 'empty' }),
    });
    expect(compareField('x', array, [1, 2], [1], plain).compared).toMatchObject({
      expected: '2',
      got: '1',
      because: 'shapes are compared exactly',
    });
    expect(compareField('x', array, [[1], 2], [1, [2]], plain).compared).toMatchObject({
      expected: '2 × (1 | )',
      passes: false,
    });
  });
});

describe('an array', () => {
  it('must have the same shape', () => {
    for (const got of [
      [1, 2],
      [[1, 2]],
      [[1, 2], [3]],
      [[1], [2]],
      1,
      'x',
      null,
      [
        [1, 2, 3],
        [4, 5, 6],
      ],
    ])
      expect(
        compareField(
          'x',
          array,
          [
            [1, 2],
            [3, 4],
          ],
          got,
          plain,
        ).compared,
      ).toMatchObject({
        passes: false,
        expected: '2 × 2',
      });
    expect(
      compareField(
        'x',
        array,
        [
          [1, 2],
          [3, 4],
        ],
        [[1, 2], [3]],
        plain,
      ).compared.got,
    ).toBe('2 × (2 | 1)');
  });

  it('names its worst entry', () => {
    const { compared } = compareField(
      'x',
      array,
      [
        [1, 2],
        [3, 4],
      ],
      [
        [1, 2.1],
        [3, 4.1],
      ],
      plain,
    );
    expect(compared).toMatchObject({ what: 'x[0][1]', expected: 2, got: 2.1, passes: false });
  });

  it('that is right to 1e-12 of its largest entry never fails', () => {
    const vectors = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 1 });
    fc.assert(
      fc.property(
        vectors,
        fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 200, maxLength: 200 }),
        (e, noise) => {
          const norm = Math.max(...e.map(Math.abs));
          const got = e.map((x, i) => x + 1e-12 * norm * noise[i % noise.length]);
          expect(compareField('x', array, e, got, plain).compared.passes).toBe(true);
        },
      ),
    );
  });

  it('fails by an entry down to 1e-5 of the largest that is off by 1e-6 of itself', () => {
    fc.assert(
      fc.property(fc.double({ min: 1.1e-5, max: 1, noNaN: true }), (small) => {
        const { compared } = compareField('x', array, [1, small], [1, small * (1 + 1e-6)], plain);
        expect(compared.passes).toBe(false);
      }),
    );
  });

  it('of different non-finite numbers fails, of the same passes', () => {
    const special = [Number.NaN, Number.POSITIVE_INFINITY, 1];
    expect(compareField('x', array, special, [...special], plain).compared.passes).toBe(true);
    expect(
      compareField('x', array, special, [1, Number.POSITIVE_INFINITY, 1], plain).compared.passes,
    ).toBe(false);
    expect(compareField('x', array, [], [], plain).compared.passes).toBe(true);
  });
});

describe('an answer', () => {
  const expected = { result: { square: 4, size: 'large', powers: [1, 2, 4, 8] }, error: {} };
  const compare = (got: { [field: string]: unknown }, conditions: Conditions = {}) => {
    let asked = 0;
    const verdict = compareAnswers(toyPower, expected, got, 1e-8, () => {
      asked += 1;
      return conditions;
    });
    return { ...verdict, asked };
  };

  it('may leave fields out: they are not covered', () => {
    expect(compare({ square: 4 })).toMatchObject({
      passes: true,
      missing: ['size', 'powers'],
      asked: 0,
    });
  });

  it('has its labels compared exactly', () => {
    expect(compare({ square: 4, size: 'Large' }).passes).toBe(false);
  });

  it('asks for condition numbers only when it seems wrong, and once', () => {
    expect(compare(expected.result).asked).toBe(0);
    expect(compare({ square: 4.1, size: 'large', powers: [1, 2, 4, 9] })).toMatchObject({
      passes: false,
      asked: 1,
    });
  });

  it('is not blamed where the question is delicate, and only there', () => {
    const got = { square: 4 * (1 + 1e-6), powers: [1, 2, 4, 8 * (1 + 1e-6)] };
    expect(compare(got, { square: { absolute: 1e4 } }).passes).toBe(false);
    expect(compare(got, { square: { absolute: 1e4 }, powers: { absolute: 1e4 } }).passes).toBe(
      true,
    );
  });

  it('has the digits of its worst field, and none where nothing has digits', () => {
    const got = { square: 4 * (1 + 1e-9), size: 'large', powers: [1, 2, 4, 8 * (1 + 1e-11)] };
    expect(compare(got).digits).toBeCloseTo(9, 5);
    expect(compare({ size: 'large' })).not.toHaveProperty('digits');
    expect(compare({ square: 4 }).compared).toHaveLength(1);
    // judged with its condition number also where it passes, if it has fewer digits than are claimed
    expect(compare({ square: 4 * (1 + 0.99e-8) }).asked).toBe(0);
  });

  it('that passes with fewer digits than are claimed is judged by its condition all the same', () => {
    let asked = 0;
    const verdict = compareAnswers(
      toyPower,
      { result: { square: 4 }, error: { square: 4e-8 } },
      { square: 4 + 7e-8 },
      1e-8,
      () => {
        asked++;
        return { square: { absolute: 400 } };
      },
    );
    expect(asked).toBe(1);
    expect(verdict.passes).toBe(true);
    expect(verdict.digits).toBeCloseTo(-Math.log10(7e-8 / 400), 4);
  });

  it('may say more than is expected', () => {
    const verdict = compareAnswers(
      toyPower,
      { result: { square: 4 }, error: {} },
      { square: 4, size: 'small', powers: [7] },
      1e-8,
      () => ({}),
    );
    expect(verdict).toMatchObject({ passes: true, missing: [] });
    expect(verdict.compared).toHaveLength(1);
  });

  it('is expected with an error of its own', () => {
    const known = { result: { square: 4 }, error: { square: 1e-3 } };
    const verdict = (square: number) =>
      compareAnswers(toyPower, known, { square }, 1e-8, () => ({})).passes;
    expect(verdict(4.0009)).toBe(true);
    expect(verdict(4.0011)).toBe(false);
  });

  it('cannot be judged where the condition number is infinite; NaN is wrong even there', () => {
    const infinite = { absolute: Number.POSITIVE_INFINITY, reason: 'a branch ends' };
    const verdict = compare({ square: 4, size: 'small' }, { size: infinite });
    expect(verdict.passes).toBe(true);
    expect(verdict.compared[1].because).toBe('not judged: a branch ends');
    expect(compare({ square: Number.NaN }, { square: infinite }).passes).toBe(false);
    expect(compare({ powers: [1, 2, Number.NaN, 8] }, { powers: infinite }).passes).toBe(false);
    expect(verdict.compared[1]).toMatchObject({ allowance: Infinity, units: 0, passes: true });
    const silent = compare({ square: 5 }, { square: { absolute: Number.POSITIVE_INFINITY } });
    expect(silent.compared[0].because).toBe('not judged: infinite condition number');
  });
});
