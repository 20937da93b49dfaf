import { OutOfReach } from './attempt.ts';
import type { Level } from './pull.ts';

export type Image = (state: readonly number[]) => number[];

export interface Settled {
  readonly state: readonly number[];
  /** How far the state may be off, per component. */
  readonly error: readonly number[];
}

const DAMPINGS = [0, 0.5, 0.8, 0.95];
const MOST_STEPS = 600;

/**
 * The fixed point of a map, by iterating it: x ← δ x + (1 − δ) F(x), with the smallest damping that
 * settles. All components but the last `signed` ones are positive. `coarse` is the same map with a coarser quadrature: where it leads in one step, over what is
 * left of a step after many, bounds what the quadrature does to the end.
 */
export function settle(map: Image, coarse: Image, start: readonly number[], signed = 0): Settled {
  for (const damping of DAMPINGS) {
    const end = iterate(map, start, damping, signed);
    if (end === null) continue;
    const { state, rate } = end;
    const [image, other] = [map(state), coarse(state)];
    const amplification = (10 * (1 - damping)) / (1 - rate);
    const relative = Math.max(
      ...state.map(
        (x, i) =>
          (Math.abs(image[i] - x) + Math.abs(other[i] - image[i])) / (Math.abs(x) + 1e-3) + 1e-14,
      ),
    );
    return { state, error: state.map((x) => amplification * relative * (Math.abs(x) + 1e-3)) };
  }
  throw new OutOfReach('the iteration does not settle');
}

function iterate(map: Image, start: readonly number[], damping: number, signed: number) {
  let state = start;
  let before = Number.NaN;
  let rate = 0;
  for (let step = 0; step < MOST_STEPS; step++) {
    const image = map(state);
    if (!image.every(Number.isFinite)) return null;
    if (!image.slice(0, image.length - signed).every((x) => x > 1e-12)) return null;
    const change = Math.max(...image.map((x, i) => Math.abs(x - state[i]) / (Math.abs(x) + 1e-3)));
    // near the end rounding hides the rate
    if (change > 1e-11 && change < before) rate = Math.max(0.7 * rate, change / before);
    if (change < 2e-14) return { state, rate: Math.min(rate, 0.999) };
    if (change > 1e6 || (step > 100 && change > 0.5)) return null;
    before = change;
    state = state.map((x, i) => damping * x + (1 - damping) * image[i]);
  }
  return null;
}

/** What quadrature and an error of the state do to what is computed from it, by differences. */
export function outputErrors<K extends string>(
  output: (state: readonly number[], level: Level) => { readonly [key in K]: number },
  { state, error }: Settled,
): { readonly [key in K]: number } {
  const base = output(state, 'fine');
  const other = output(state, 'coarse');
  const errors = Object.fromEntries(
    Object.entries<number>(base).map(([key, value]) => [
      key,
      1e-14 * Math.abs(value) + Math.abs(other[key as K] - value),
    ]),
  ) as { [key in K]: number };
  state.forEach((x, i) => {
    const step = 1e-6 * (Math.abs(x) + 1e-3);
    const moved = output(
      state.map((y, j) => (j === i ? y + step : y)),
      'fine',
    );
    for (const key of Object.keys(base) as K[])
      errors[key] += (Math.abs(moved[key] - base[key]) * error[i]) / step;
  });
  return errors;
}
