import { ConvergenceError } from '../../reference/errors.ts';
import { numbers, whole } from './options.ts';
import { spreadOf } from './points.ts';
import type { Sweep } from './sweep.ts';

type Options = { readonly rates: readonly number[]; readonly runs: number; readonly fails: number };
type Params = { readonly rate: number; readonly run: number; readonly fails: number };
type Result = { readonly won: boolean; readonly gain: number };

/** Biased coins, some of which are lost. */
export const toy: Sweep<Options, Params, Result> = {
  name: 'toy',
  version: 3,
  title: 'Coins',
  description: 'Coins are tossed.',
  observables: { won: 'share won', gain: 'gain' },
  sources: ['gerace2020'],
  options: {
    rates: numbers('P(heads)', [0.2, 0.5], { above: 0, atMost: 1 }),
    runs: whole('tosses', 10),
    fails: whole('every so many tosses are lost', 1000),
  },
  *tasks({ rates, runs, fails }) {
    for (const rate of rates) for (let run = 0; run < runs; run++) yield { rate, run, fails };
  },
  cost: ({ rate }) => rate,
  run({ rate, run, fails }, stream) {
    if (run % fails === fails - 1) throw new ConvergenceError('toss', 'the coin rolled away');
    const won = stream.uniform() < rate;
    return { won, gain: won ? stream.normal() : Number.NEGATIVE_INFINITY };
  },
  figure: (points, _, observable) => ({
    title: 'Coins',
    x: { label: 'rate' },
    y: { label: toy.observables[observable] },
    series: [
      {
        name: 'coins',
        draw: 'both',
        points: points.map(({ params, count, observables }) => ({
          x: params.rate,
          ...spreadOf(observables[observable], count),
        })),
      },
    ],
  }),
};
