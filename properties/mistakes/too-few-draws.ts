import { philoxStream } from '../../reference/numerics/random.ts';
import { answersChange } from './left-over-state.ts';
import { answering, type Loose, type Mistake, right } from './mistake.ts';

const draws = 10_000;

export const tooFewDraws: Mistake = {
  id: 'too-few-draws',
  title: 'Monte Carlo where a quadrature belongs (right on average)',
  mistake: `Averages are means over ${draws} random draws, others every time.`,
  symptom: 'Two digits, unbiased; asked again, other ones.',
  seen: 'Common: what is right on average has an error that falls as the root of the work.',
  formula: 'a quadrature, or an error estimate that says 1e-2',
  oracles: ['glm.prior-potential', 'glm.output-potential'],
  ways: [],
  implementation: () => {
    const stream = philoxStream(1);
    const noisy = (x: Loose): Loose =>
      typeof x === 'number' ? x * (1 + stream.normal() / Math.sqrt(draws)) : x;
    return answering('too-few-draws', (oracle, params) => {
      const result = right(oracle, params);
      if (!oracle.endsWith('potential') || oracle.startsWith('committee')) return result;
      return Object.fromEntries(Object.entries(result).map(([field, x]) => [field, noisy(x)]));
    });
  },
  recognise: answersChange,
};
