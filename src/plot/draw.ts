import * as Plot from '@observablehq/plot';
import { parseHTML } from 'linkedom';
import type { Axis, Figure, Series } from './figure.ts';
import { faint, fonts, ink, palette, paper, symbols } from './palette.ts';

/**
 * A figure as the text of an SVG file, without a browser: same figure, same bytes. Dark text on white,
 * whatever surrounds it; the legend stands on the right, so that it covers no data.
 */
export function drawFigure(figure: Figure): string {
  const { document } = parseHTML('<!doctype html><html><body></body></html>');
  const { width = 720, series } = figure;
  const names = legendOf(series);
  const longest = names.reduce((most, { name }) => Math.max(most, [...name].length), 0);
  const right = names.length > 0 ? 44 + 6.6 * longest : 20;
  const top = 34 + (figure.title ? 22 : 0) + (figure.subtitle ? 18 : 0);
  const height = Math.max(figure.height ?? 440, top + 20 * names.length + 20);
  const { y } = figure;
  const floor = y.scale === 'log' ? smallest(figure) : Number.NEGATIVE_INFINITY;

  const svg = Plot.plot({
    document: document as never,
    width,
    height,
    marginTop: top,
    marginLeft: 58,
    marginBottom: 46,
    marginRight: right,
    style: { fontFamily: fonts, fontSize: '12px', color: ink, background: paper },
    x: { ...axis(figure.x), inset: 8 }, // symbols at the ends stay whole
    y: axis(y),
    marks: [
      Plot.gridX({ stroke: ink, strokeOpacity: 0.08 }),
      Plot.gridY({ stroke: ink, strokeOpacity: 0.08 }),
      Plot.frame({ stroke: ink, strokeOpacity: 0.5 }),
      ...(figure.marks ?? []).flatMap(({ x, label }) => [
        Plot.ruleX([x], { stroke: faint, strokeDasharray: '2,3', clip: true }),
        Plot.text([label], {
          x: () => x,
          frameAnchor: 'top',
          dx: 4,
          dy: 6,
          textAnchor: 'start',
          fill: faint,
        }),
      ]),
      // bands, then bars and lines, then symbols: nothing thin is covered
      ...series.flatMap((s, i) => bands(s, colourOf(s, i), floor)),
      ...series.flatMap((s, i) => lines(s, colourOf(s, i))),
      ...series.flatMap((s, i) => dots(s, colourOf(s, i), symbolOf(s, i), floor)),
    ],
  }) as unknown as Element;

  svg.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  svg.setAttribute('role', 'img');
  const add = (name: string, attributes: Attributes, text?: string) => {
    const node = document.createElementNS('http://www.w3.org/2000/svg', name);
    for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, String(value));
    if (text !== undefined) node.textContent = text;
    return node as unknown as Element;
  };
  svg.prepend(
    add('title', {}, figure.title),
    add('rect', { width: '100%', height: '100%', fill: paper }),
  );
  const head = { x: 14, 'text-anchor': 'start', fill: ink };
  svg.append(
    add('text', { ...head, y: 24, 'font-size': 15, 'font-weight': 600 }, figure.title),
    ...(figure.subtitle ? [add('text', { ...head, y: 44, fill: faint }, figure.subtitle)] : []),
    ...names.flatMap(({ name, series: s, index }, row) => {
      const at = { x: width - right + 14, y: top + 10 + 20 * row };
      return [
        ...swatch(s, colourOf(s, index), symbolOf(s, index), at).map(([n, a]) => add(n, a)),
        add('text', { x: at.x + 26, y: at.y + 4, 'text-anchor': 'start', fill: ink }, name),
      ];
    }),
  );
  return `${rounded(svg.outerHTML)}\n`;
}

type Attributes = Readonly<Record<string, string | number>>;

interface Element {
  readonly outerHTML: string;
  setAttribute(name: string, value: string): void;
  append(...nodes: Element[]): void;
  prepend(...nodes: Element[]): void;
}

const axis = ({ label, scale = 'linear', domain }: Axis) => ({
  label,
  type: scale,
  labelAnchor: 'center' as const,
  labelArrow: 'none' as const,
  nice: domain === undefined && scale === 'linear',
  // as a number, not as 100m for 0.1
  ...(scale === 'log' && { tickFormat: (value: number) => String(value) }),
  ...(domain && { domain }),
});

const colourOf = ({ colour }: Series, index: number): string =>
  palette[(colour ?? index) % palette.length];
const symbolOf = ({ colour, symbol }: Series, index: number) =>
  symbols[(symbol ?? colour ?? index) % symbols.length];

/** Series of the same name are one to the reader. */
function legendOf(series: readonly Series[]) {
  const seen = new Set<string>();
  return series.flatMap((s, index) => {
    if (s.name === '' || seen.has(s.name)) return [];
    seen.add(s.name);
    return [{ name: s.name, series: s, index }];
  });
}

/** Where bars that reach zero end on a logarithmic axis. */
function smallest({ y, series }: Figure): number {
  const positive = series
    .flatMap(({ points }) => points.flatMap((p) => [p.y, p.low ?? p.y]))
    .filter((v) => v > 0);
  return y.domain?.[0] ?? Math.min(...positive);
}

const spread = ({ points }: Series, floor: number) =>
  points.flatMap(({ x, low, high }) =>
    low === undefined || high === undefined || !Number.isFinite(low + high)
      ? []
      : [{ x, low: Math.max(low, floor), high: Math.max(high, floor) }],
  );

const bands = (series: Series, colour: string, floor: number) =>
  series.draw === 'points'
    ? []
    : [
        Plot.areaY(spread(series, floor), {
          x: 'x',
          y1: 'low',
          y2: 'high',
          fill: colour,
          fillOpacity: 0.18,
          clip: true,
        }),
      ];

const lines = ({ draw, points, dashed }: Series, colour: string) =>
  draw === 'points'
    ? []
    : [
        Plot.line(points, {
          x: 'x',
          y: 'y',
          stroke: colour,
          strokeWidth: 1.8,
          clip: true,
          ...(dashed && { strokeDasharray: '6,4' }),
        }),
      ];

const dots = (series: Series, colour: string, symbol: (typeof symbols)[number], floor: number) =>
  series.draw === 'curve'
    ? []
    : [
        ...(series.draw === 'points'
          ? [
              Plot.ruleX(spread(series, floor), {
                x: 'x',
                y1: 'low',
                y2: 'high',
                stroke: colour,
                strokeWidth: 1.4,
                clip: true,
              }),
            ]
          : []),
        Plot.dot(series.points, {
          x: 'x',
          y: 'y',
          symbol,
          r: 3.5,
          fill: colour,
          stroke: paper,
          strokeWidth: 0.8,
          clip: true,
        }),
      ];

/** What stands before a name in the legend. */
function swatch(
  { draw, dashed }: Series,
  colour: string,
  symbol: (typeof symbols)[number],
  { x, y }: { readonly x: number; readonly y: number },
): readonly (readonly [string, Attributes])[] {
  const line = {
    x1: x,
    x2: x + 20,
    y1: y,
    y2: y,
    stroke: colour,
    'stroke-width': 1.8,
    ...(dashed && { 'stroke-dasharray': '6,4' }),
  };
  const mark = { transform: `translate(${x + 10},${y})`, fill: colour, d: outlines[symbol] };
  return [
    ...(draw === 'points' ? [] : [['line', line] as const]),
    ...(draw === 'curve' ? [] : [['path', mark] as const]),
  ];
}

/** The symbols of d3-shape at area π 3.5², near enough for a legend. */
const outlines: { readonly [s in (typeof symbols)[number]]: string } = {
  circle: 'M3.5,0A3.5,3.5,0,1,1,-3.5,0A3.5,3.5,0,1,1,3.5,0',
  square: 'M-3.1,-3.1H3.1V3.1H-3.1Z',
  triangle: 'M0,-5.4L4.7,2.7H-4.7Z',
  diamond: 'M0,-5.8L3.3,0L0,5.8L-3.3,0Z',
  star: 'M0,-5.9L1.3,-1.8H5.6L2.1,0.7L3.5,4.7L0,2.2L-3.5,4.7L-2.1,0.7L-5.6,-1.8H-1.3Z',
  cross: 'M-4.2,-1.4H-1.4V-4.2H1.4V-1.4H4.2V1.4H1.4V4.2H-1.4V1.4H-4.2Z',
  wye: 'M1.6,0.9V4.1H-1.6V0.9L-4.4,-0.7L-2.8,-3.5L0,-1.9L2.8,-3.5L4.4,-0.7Z',
};

/**
 * Coordinates to a thousandth of a pixel: the last bits of a logarithm are not the picture's. Nor is the
 * number of pictures drawn before it, which Plot counts in the names of its clipping paths.
 */
const rounded = (svg: string): string =>
  svg
    .replace(/plot-clip-\d+/g, 'plot-clip')
    .replace(/-?\d+\.\d{4,}(?:e-?\d+)?/g, (x) => String(Number(Number(x).toFixed(3))));
