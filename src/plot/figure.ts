/** A picture as data: curves and points over two axes. Drawn by {@link drawFigure} (draw.ts). */
export interface Figure {
  readonly title: string;
  /** The second line: sizes, parameters, what the bars are. */
  readonly subtitle?: string;
  readonly x: Axis;
  readonly y: Axis;
  readonly series: readonly Series[];
  /** Vertical lines: thresholds. */
  readonly marks?: readonly { readonly x: number; readonly label: string }[];
  /** Pixels; 720 × 440 by default, and higher if the legend needs it. */
  readonly width?: number;
  readonly height?: number;
}

export interface Axis {
  readonly label: string;
  readonly scale?: 'linear' | 'log';
  /** By default what is needed. What lies outside is cut off. */
  readonly domain?: readonly [number, number];
}

export interface Series {
  readonly name: string;
  /**
   * `curve`: a line, with a band where points have `low` and `high` (a prediction and its error, a rate
   * and its interval); `points`: symbols with error bars; `both`: symbols on a line, with a band.
   */
  readonly draw: 'curve' | 'points' | 'both';
  /** By x for a curve. A `y` that is not finite interrupts it. */
  readonly points: readonly Point[];
  /** Number in the palette; by default the place in the list. Series that belong together share one. */
  readonly colour?: number;
  /** Number among the symbols; by default that of the colour. */
  readonly symbol?: number;
  readonly dashed?: boolean;
}

export interface Point {
  readonly x: number;
  readonly y: number;
  readonly low?: number;
  readonly high?: number;
}
