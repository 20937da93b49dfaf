/** One line of the report: how long something takes, and beside what it is to be judged. */
export interface Measurement {
  readonly label: string;
  /** Milliseconds, one per sample. */
  readonly samples: readonly number[];
  /** The median that is aimed at, in milliseconds. */
  readonly goal?: number;
  /** The same work elsewhere, measured in turns; aimed at: not slower. */
  readonly against?: { readonly label: string; readonly samples: readonly number[] };
  readonly note?: string;
}

export interface Benchmark {
  readonly id: string;
  readonly title: string;
  /** Measures, or tells why it cannot: a line without samples and with a note. */
  readonly measure: () => Measurement[] | Promise<Measurement[]>;
}

export const median = (samples: readonly number[]): number => quantile(samples, 0.5);

export function quantile(samples: readonly number[], p: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  const at = p * (sorted.length - 1);
  const below = Math.floor(at);
  const above = Math.ceil(at);
  return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
}

/** Time to warm up, and to measure, in milliseconds. */
const WARM_UP = 300;
const BUDGET = 1200;
/** A sample shorter than this is repeated within itself: the clock has a resolution. */
const SHORTEST = 2;
const FEWEST = 9;

/** Samples of the time of one call, in milliseconds, after the compiler has seen it. */
export function sample(run: () => unknown): number[] {
  let calls = 0;
  const warm = performance.now();
  let warmed = 0;
  do {
    run();
    calls++;
    warmed = performance.now() - warm;
  } while (warmed < WARM_UP);
  const repeats = Math.max(1, Math.ceil(SHORTEST / (warmed / calls)));
  const samples: number[] = [];
  const start = performance.now();
  while (samples.length < FEWEST || performance.now() - start < BUDGET) {
    const before = performance.now();
    for (let k = 0; k < repeats; k++) run();
    samples.push((performance.now() - before) / repeats);
  }
  return samples;
}
