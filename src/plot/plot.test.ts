import fc from 'fast-check';
import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import { drawFigure, type Figure, type Point } from './index.ts';

const points = (xs: readonly number[], f: (x: number) => Point): Point[] => xs.map(f);

const figure: Figure = {
  title: 'Success & failure',
  subtitle: 'd < 64; bands: 95 %',
  x: { label: 'n/d', scale: 'log' },
  y: { label: 'rate' },
  marks: [{ x: 2, label: 'α = 2' }],
  series: [
    { name: 'predicted', draw: 'curve', points: points([1, 2, 4], (x) => ({ x, y: 1 / x })) },
    {
      name: 'measured',
      draw: 'points',
      points: points([1, 2, 4], (x) => ({ x, y: 1.1 / x, low: 1 / x, high: 1.2 / x })),
    },
    {
      name: 'rates',
      draw: 'both',
      points: points([1, 2, 4], (x) => ({ x, y: 0.5, low: 0.25, high: 0.75 })),
    },
  ],
};

/** The elements that Plot made for a kind of mark. */
const marks = (svg: string, label: string) =>
  parseHTML(svg).document.querySelectorAll(`[aria-label="${label}"] path`);

describe('a figure', () => {
  const svg = drawFigure(figure);

  it('is a file of its own: name space, white background, text that is escaped', () => {
    expect(svg.startsWith('<svg ')).toBe(true);
    expect(svg).toContain('xmlns="http://www.w3.org/2000/svg"');
    expect(svg).toContain('fill="#ffffff"');
    expect(svg).toContain('Success &amp; failure');
    expect(svg).toContain('d &lt; 64');
    expect(svg).not.toMatch(/NaN|undefined|Infinity/);
  });

  it('has an axis label, a legend entry and a threshold where asked for', () => {
    for (const text of ['n/d', 'rate', 'predicted', 'measured', 'rates', 'α = 2'])
      expect(svg).toContain(`>${text}</text>`);
  });

  it('draws each point, each error bar and each band once', () => {
    expect(marks(svg, 'dot')).toHaveLength(6);
    expect(marks(svg, 'line')).toHaveLength(2);
    expect(marks(svg, 'area')).toHaveLength(1);
  });

  it('writes small numbers of a logarithmic axis in full', () => {
    const series = [{ ...figure.series[0], points: [1e-4, 1].map((x) => ({ x, y: x })) }];
    expect(drawFigure({ ...figure, series })).toContain('>0.0001</text>');
  });

  it('is the same bytes each time', () => expect(drawFigure(figure)).toBe(svg));

  it('stands any numbers, and prints no coordinate beyond a thousandth of a pixel', () => {
    const value = fc.oneof(
      fc.double({ min: 1e-9, max: 1e9, noNaN: true }),
      fc.constant(Number.NaN),
    );
    fc.assert(
      fc.property(
        fc.array(fc.record({ x: fc.double({ min: 0.01, max: 100, noNaN: true }), y: value })),
        fc.constantFrom('linear' as const, 'log' as const),
        fc.constantFrom('curve' as const, 'points' as const, 'both' as const),
        (drawn, scale, draw) => {
          const sorted = drawn.sort((a, b) => a.x - b.x);
          const text = drawFigure({
            title: 'any',
            x: { label: 'x' },
            y: { label: 'y', scale },
            series: [
              { name: 'a', draw, points: sorted.map((p) => ({ ...p, low: 0, high: 2 * p.y })) },
            ],
          });
          expect(text).not.toMatch(/NaN|undefined|Infinity/);
          const tags = text.match(/<[^>]*>/g)?.join('') ?? '';
          expect(tags).not.toMatch(/\d\.\d{4}/);
        },
      ),
      { numRuns: 50 },
    );
  });
});
