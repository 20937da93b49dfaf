import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DomainError } from '../errors.ts';
import { real } from '../real.fixture.ts';
import { findMinimum, findRoot, findRootByNewton } from './roots.ts';

describe('roots', () => {
  it('a root of a monotone function is found to rounding, wherever it is', () => {
    fc.assert(
      fc.property(real(-8, 8), real(-2, 2), (root, logSlope) => {
        const k = 10 ** logSlope;
        // a smooth function, one of infinite slope at its root, and a step
        for (const f of [
          (x: number) => Math.atan(k * (x - root)),
          (x: number) => Math.cbrt(x - root),
          (x: number) => (x < root ? -1 : 1),
        ]) {
          const found = findRoot(f, -10, 10);
          expect(Math.abs(found.root - root)).toBeLessThan(1e-14);
          expect(found.lower).toBeLessThanOrEqual(found.root);
          expect(found.upper).toBeGreaterThanOrEqual(found.root);
          expect(found.evaluations).toBeLessThan(130);
        }
      }),
    );
  });

  it('interpolation makes a smooth root cheap', () => {
    expect(findRoot((x) => Math.exp(x) - 2, -10, 10).evaluations).toBeLessThan(16);
    expect(findRoot((x) => Math.exp(x) - 2, -10, 10).root).toBeCloseTo(Math.LN2, 14);
  });

  it('Newton keeps its bracket where it would run away', () => {
    // atan: pure Newton diverges from |x| > 1.4
    const { root, evaluations } = findRootByNewton(
      (x) => [Math.atan(x - 0.3), 1 / (1 + (x - 0.3) ** 2)],
      -1e6,
      3e6,
    );
    expect(root).toBeCloseTo(0.3, 14);
    expect(evaluations).toBeLessThan(60);
  });

  it('takes a root at an end, and refuses a bracket without a sign change', () => {
    expect(findRoot((x) => x, 0, 1).root).toBe(0);
    expect(findRoot((x) => x - 1, 0, 1).root).toBe(1);
    expect(findRootByNewton((x) => [x, 1], 0, 1).root).toBe(0);
    expect(findRootByNewton((x) => [x - 1, 1], 0, 1).root).toBe(1);
    expect(findRoot((x) => 1 - x, 0, 1).root).toBe(1);
    expect(findRootByNewton((x) => [1 - x, -1], 0, 1).root).toBe(1);
    expect(() => findRoot((x) => x * x + 1, -1, 1)).toThrow(/sign change/);
    expect(() => findRootByNewton((x) => [x * x + 1, 2 * x], -1, 1)).toThrow(/sign change/);
    expect(() => findRoot((x) => (x === 0 ? Number.NaN : x), -1, 1)).toThrow(/not a number/);
    expect(() => findRoot((x) => x ** 9, -1, 2, { maxEvaluations: 5 })).toThrow(/5 evaluations/);
  });

  /** f, and the points it is asked at. */
  const watched = <Y>(f: (x: number) => Y) => {
    const asked: number[] = [];
    const watch = (x: number): Y => {
      asked.push(x);
      return f(x);
    };
    return [watch, asked] as const;
  };

  const closeTo = (points: readonly number[], expected: readonly number[]) =>
    expected.forEach((x, i) => {
      expect(points[i], `point ${i}`).toBeCloseTo(x, 12);
    });

  // The points at which SciPy 1.17 (optimize.elementwise.find_root, the same method) asks.
  it.each([
    [
      'a cubic',
      (x: number) => x ** 3 - 2 * x - 5,
      [2, 3, 2.5, 2.084497813674231, 2.094728156313481, 2.094551168821018, 2.0945514815426307],
      9,
    ],
    [
      'a pole nearby',
      (x: number) => 1 - 1 / x ** 2,
      [
        0.1, 10, 5.05, 2.575, 1.3375, 0.71875, 1.028125, 0.8734375, 1.0022487003770268,
        0.9999805169417044, 1.000000013407457, 0.9999999999999984,
      ],
      13,
    ],
    [
      'a steep step',
      (x: number) => Math.atan(50 * (x - 0.1)),
      [
        -3, 4, 0.5, -1.25, -0.375, 0.0625, 0.28125, 0.171875, 0.1171875, 0.08984375,
        0.10475355582185969, 0.09935175817063135, 0.1000254859023404, 0.09999993450386957,
      ],
      16,
    ],
    ['a triple root', (x: number) => (x - 3) ** 3, [0, 5, 2.5, 3.75, 3.125, 2.8125, 2.96875], 53],
  ] as const)('findRoot goes the way of Chandrupatla on %s', (_, f, points, evaluations) => {
    const [watch, asked] = watched(f);
    const found = findRoot(watch, points[0], points[1]);
    closeTo(asked, points);
    expect(asked.length).toBe(evaluations);
    expect(found.evaluations).toBe(evaluations);
    // mirrored and turned upside down, the way is the same
    const [mirrored, askedMirrored] = watched((x: number) => -f(-x));
    findRoot(mirrored, -points[0], -points[1]);
    expect(askedMirrored).toEqual(asked.map((x) => -x));
  });

  it('findRoot ends with a bracket of the width asked for, and the better of its ends', () => {
    fc.assert(
      fc.property(real(-8, 8), fc.integer({ min: 1, max: 12 }), (at, digits) => {
        const tolerance = 10 ** -digits;
        const f = (x: number) => Math.expm1(x - at);
        const { root, value, lower, upper } = findRoot(f, -10, 11, { tolerance });
        expect(value).toBe(f(root));
        if (value === 0) {
          expect([lower, upper]).toEqual([root, root]);
          return;
        }
        expect(f(lower) * f(upper)).toBeLessThan(0);
        expect([lower, upper]).toContain(root);
        expect(Math.abs(value)).toBe(Math.min(Math.abs(f(lower)), Math.abs(f(upper))));
        expect(upper - lower).toBeLessThanOrEqual(tolerance + 2 ** -49 * Math.abs(root));
        expect(Math.abs(root - at)).toBeLessThanOrEqual(upper - lower);
      }),
    );
  });

  it('findRoot keeps half its tolerance away from points it knows', () => {
    for (const [root, points] of [
      [0.98, [0, 1, 0.5, 0.95]],
      [0.52, [0, 1, 0.5, 0.55]],
    ] as const) {
      const [f, asked] = watched((x: number) => x - root);
      const found = findRoot(f, 0, 1, { tolerance: 0.1 });
      closeTo(asked, points);
      expect(asked.length).toBe(4);
      expect(found.root).toBe(root === 0.98 ? 1 : 0.5);
    }
  });

  it('findRoot does not ask again what its caller knows', () => {
    const f = (x: number) => x ** 3 - 2;
    const [watch, asked] = watched(f);
    const plain = findRoot(f, 0, 2);
    const known = findRoot(watch, 0, 2, { ends: [f(0), f(2)] });
    expect(known).toEqual({ ...plain, evaluations: plain.evaluations - 2 });
    expect(asked.length).toBe(known.evaluations);
    expect(asked).not.toContain(0);
    expect(asked).not.toContain(2);
    const never = () => expect.fail('asked');
    expect(findRoot(never, 3, 4, { ends: [0, 1] })).toMatchObject({ root: 3, value: 0 });
    expect(findRoot(never, 3, 4, { ends: [1, 0] })).toMatchObject({ lower: 4, upper: 4 });
  });

  it.each([
    [Number.NaN, 1],
    [1, Number.NaN],
    [-1, Number.NaN],
    [2, 1],
    [-2, -1],
  ])('findRoot refuses the values %d and %d at the ends', (left, right) => {
    expect(() => findRoot((x) => x, 0, 1, { ends: [left, right] })).toThrow(DomainError);
    expect(() => findRootByNewton((x) => [x === 0 ? left : right, 1], 0, 1)).toThrow(DomainError);
  });

  it('an exact zero ends the search at once', () => {
    for (const found of [
      findRoot((x) => x - 0.5, 0, 1),
      findRoot((x) => 0.5 - x, 0, 1),
      findRootByNewton((x) => [x - 0.5, 1], 0, 1),
      findRootByNewton((x) => [0.5 - x, -1], 1, 0),
    ]) {
      expect(found).toEqual({ root: 0.5, value: 0, lower: 0.5, upper: 0.5, evaluations: 3 });
      expect(findRootByNewton((x) => [x, 1], 0, 1)).toMatchObject({ upper: 0, evaluations: 2 });
      expect(findRootByNewton((x) => [x, 1], -1, 0)).toMatchObject({ lower: 0, evaluations: 2 });
    }
  });

  it('no search asks more often than it may', () => {
    const searches = {
      findRoot: (f: (x: number) => number) => findRoot(f, -1, 2, { maxEvaluations: 7 }),
      findRootByNewton: (f: (x: number) => number) =>
        findRootByNewton((x) => [f(x), 1e-9], -1, 2, { maxEvaluations: 7 }),
      findMinimum: (f: (x: number) => number) =>
        findMinimum((x) => -f(x), -1, 2, { maxEvaluations: 7 }),
    };
    for (const [name, search] of Object.entries(searches)) {
      const [watch, asked] = watched((x: number) => x ** 9 - 0.1);
      expect(() => search(watch), name).toThrow(/7 evaluations/);
      expect(asked.length, name).toBe(7);
      const undefinedInside = (x: number) => (x > -1 && x < 2 ? Number.NaN : x);
      expect(() => search(undefinedInside), name).toThrow(/not a number/);
    }
  });

  it('Newton alone where it converges: the digits double', () => {
    for (const sign of [1, -1]) {
      const [watch, asked] = watched((x: number) => [sign * (x * x - 2), 2 * sign * x] as const);
      const found = findRootByNewton(watch, 2, 1);
      // Heron's fractions
      closeTo(asked, [1, 2, 3 / 2, 17 / 12, 577 / 408, 665857 / 470832]);
      expect(found.root).toBeCloseTo(Math.SQRT2, 15);
      expect(found.evaluations).toBe(asked.length);
      expect(asked.length).toBeLessThanOrEqual(7);
      expect(found.lower).toBeLessThanOrEqual(Math.SQRT2);
      expect(found.upper).toBeGreaterThanOrEqual(Math.SQRT2);
    }
  });

  it('Newton bisects where its step leaves the bracket or does not halve', () => {
    // From the middle 0 the step goes to 4.48: out of [-2, 2], though within its first width of 4 + …
    const [outside, askedOutside] = watched(
      (x: number) => [Math.expm1(4 * (x - 1.5)), 4 * Math.exp(4 * (x - 1.5))] as const,
    );
    expect(findRootByNewton(outside, -2, 2).root).toBeCloseTo(1.5, 14);
    closeTo(askedOutside, [-2, 2, 0, 1]);
    // ∛x: Newton alone doubles the distance at each step, x ← −2x
    const [cube, askedCube] = watched(
      (x: number) => [Math.cbrt(x), Math.cbrt(x) / (3 * x)] as const,
    );
    expect(Math.abs(findRootByNewton(cube, -64, 66).root)).toBeLessThan(1e-14);
    closeTo(askedCube, [-64, 66, 1, -2, -0.5, 0.25, -0.125]);
    // a slope five times too steep: each step is 4/5 of the one before
    const [steep, askedSteep] = watched((x: number) => [x - 1, 5] as const);
    expect(findRootByNewton(steep, 0, 8).root).toBeCloseTo(1, 14);
    closeTo(askedSteep, [0, 8, 4, 3.4, 1.7, 1.56, 0.78]);
    expect(askedSteep.length).toBeLessThan(90);
    // a first step that lands on an end, where f is known not to vanish; and no slope at all
    for (const [root, slope, next] of [
      [5, 0.25, 6],
      [3, 0.25, 2],
      [5, Number.NaN, 6],
      [3, 0, 2],
    ]) {
      const [f, asked] = watched((x: number) => [x - root, slope] as const);
      findRootByNewton(f, 0, 8, { tolerance: 1e-3 });
      closeTo(asked, [0, 8, 4, next]);
    }
    expect(askedCube.length).toBeLessThan(125);
  });

  it('Newton stops at the tolerance', () => {
    fc.assert(
      fc.property(real(-8, 8), fc.integer({ min: 1, max: 12 }), (at, digits) => {
        const f = (x: number) => [Math.sinh(x - at), Math.cosh(x - at)] as const;
        const coarse = findRootByNewton(f, -10, 11, { tolerance: 10 ** -digits });
        const fine = findRootByNewton(f, -10, 11);
        // the last step bounds the error, since the digits double
        expect(Math.abs(coarse.root - at)).toBeLessThanOrEqual(10 ** -digits);
        expect(Math.abs(fine.root - at)).toBeLessThan(1e-14);
        expect(coarse.evaluations).toBeLessThanOrEqual(fine.evaluations);
        expect(fine.evaluations).toBeLessThan(30);
      }),
    );
  });

  // The points at which SciPy 1.17 (optimize.fminbound, the same method) asks before the tolerance,
  // which it takes otherwise, comes in.
  it.each([
    [
      'a kink beside the minimum',
      (x: number) => Math.abs(x - 0.3) ** 1.5 + 0.1 * x,
      [-2, 1.5],
      [
        -0.6631189606246322, 0.16311896062463171, 0.6737620787507358, 0.20902737508329228,
        0.29642206040118857, 0.4405531220952066, 0.3254253585063303, 0.28045500805001516,
        0.292912401768864, 0.29582283883372756, 0.2955071376051846, 0.2955590725624912,
      ],
      17,
    ],
    [
      'two minima',
      (x: number) => Math.sin(3 * x) + 0.1 * x * x,
      [-1.5, 4],
      [
        0.600813061875578, 1.8991869381244213, 2.7016261237511565, 1.5462060323917148,
        1.422931633731617, 1.5381893330892886, 1.536476883579938, 1.5365905321431532,
        1.5365898711932338,
      ],
      12,
    ],
    [
      'a sixth power',
      (x: number) => (x - 1) ** 6,
      [-1, 5],
      [
        1.2917960675006306, 2.7082039324993685, 0.41640786499873805, 0.856996807332163,
        1.0676660440476513, 0.965454886129367, 1.015342146398876, 0.9913233343082872,
        1.0031348710964236, 0.9976211030518256, 1.0003658677187013, 0.999438790852236,
        0.9999027577287155, 1.0001012169267247, 1.000001957734034, 0.9999960528791768,
      ],
      28,
    ],
    [
      'a monotone function',
      (x: number) => Math.exp(x),
      [0, 2],
      [
        0.7639320225002102, 1.2360679774997896, 0.4721359549995794, 0.2917960675006309,
        0.1803398874989485, 0.11145618000168245, 0.06888370749726608, 0.0425724725044164,
      ],
      58,
    ],
    [
      'a kink beside the minimum, mirrored',
      (x: number) => Math.abs(-x - 0.3) ** 1.5 - 0.1 * x,
      [-1.5, 2],
      [
        -0.16311896062463216, 0.6631189606246317, -0.6737620787507361, -0.20902737508329222,
        -0.2964220604011886, -0.44055312209520675, -0.3254253585063304, -0.28045500805001516,
      ],
      27,
    ],
    [
      'a cusp',
      (x: number) => Math.abs(x - 0.9) ** 0.6,
      [-1, 1],
      [
        -0.2360679774997898, 0.23606797749978958, 0.5278640450004205, 0.708203932499369,
        0.8196601125010514, 0.8885438199983176, 0.931116292502734, 0.888949377207584,
        0.9041845060269669, 0.9144715330829551, 0.9056633347435261, 0.8983652046409457,
      ],
      34,
    ],
    [
      'two slopes',
      (x: number) => Math.exp(x) - 5 * x + (x > 1.2 ? 8 * (x - 1.2) : 0),
      [-3, 3],
      [
        -0.7082039324993694, 0.7082039324993687, 1.5835921350012616, 0.7915574036465823,
        0.9961821700037828, 1.2205528113024338, 1.3085091254826877, 1.133104114938584,
        1.170504830599198, 1.175229475580405, 1.1925414493426976, 1.2032408375401409,
      ],
      45,
    ],
    [
      'a wave with a cusp, where parabolas point out of the bracket',
      (x: number) => Math.sin(2 * x + 1) + 2 * Math.abs(x - 2) ** 0.5,
      [-3, 3],
      [
        -0.7082039324993694, 0.7082039324993687, -1.583592135001262, -0.34251682099957936,
        -1.0425724725044165, -1.2492235949962147, -1.140564085646038, -1.1413496402118857,
        -1.1424655621594224, -1.1424294915044928,
      ],
      16,
    ],
    [
      'a kink beside a smooth minimum',
      (x: number) => Math.sin(x + 3) + 0.5 * Math.abs(x + 1.5) ** 1.5,
      [-3, 3],
      [
        -0.7082039324993694, 0.7082039324993687, -1.583592135001262, -2.1246117974981074,
        -1.7235129418226682, -1.249223594996215, -1.4558747174880131, -1.56216456441846,
        -1.5384051171691133, -1.5068813095960465, -1.5069504034436518, -1.514351114328812,
      ],
      20,
    ],
    [
      'a narrow well',
      (x: number) => -Math.exp(-((x - 1.9) ** 2) * 8),
      [-3, 3],
      [
        -0.7082039324993694, 0.7082039324993687, 1.5835921350012616, 2.124611797498107,
        2.4589803375031543, 1.9362479562137314, 1.887891092715786, 1.8970755835373916,
      ],
      13,
    ],
    [
      'a plateau with a step down',
      (x: number) => Math.max(0, Math.abs(x - 1) - 0.5) - (Math.abs(x - 1.2) < 0.05 ? 0.2 : 0),
      [-3, 4],
      [
        -0.3262379212492643, 1.3262379212492634, 2.3475241575014714, 1.0026399286456522,
        1.1644389249474578,
      ],
      43,
    ],
  ] as const)('findMinimum goes the way of Brent on %s', (_, f, [a, b], points, evaluations) => {
    const [watch, asked] = watched(f);
    const found = findMinimum(watch, b, a);
    closeTo(asked, points);
    expect(asked.length).toBe(evaluations);
    expect(found.evaluations).toBe(evaluations);
    expect(found.value).toBe(Math.min(...asked.map(f)));
  });

  it('an extremum has its value to rounding and its place to √ε', () => {
    fc.assert(
      fc.property(real(-4, 4), real(0.1, 10), (at, width) => {
        const f = (x: number) => Math.cosh((x - at) / width);
        const low = findMinimum(f, -5, 5);
        expect(low.value - 1).toBeLessThan(1e-14);
        expect(Math.abs(low.at - at)).toBeLessThan(1e-7 * Math.max(1, width));
      }),
    );
  });
});
