import { type Loose, mistake, right } from './mistake.ts';

function bySubtraction(params: Loose, oracle: string) {
  const result = right(oracle, params);
  if (params.y !== 0 || params.units !== 2) return result;
  const [up, down] = [1, -1].map((y) => Math.exp(right(oracle, { ...params, y }).logPartition));
  return { ...result, logPartition: Math.log(1 - up - down) };
}

export const tieBySubtraction = mistake({
  id: 'tie-by-subtraction',
  title: 'Z₀ = 1 − Z₊ − Z₋ by subtraction',
  mistake: 'The probability of a tie is what the labels leave.',
  symptom: 'Digits are lost where a tie is unlikely: logarithms of rounding errors, or of zero.',
  seen: 'Listed among the frequent errors; it is what the formula says.',
  formula: 'Z₀ = L(m₁, −m₂) + L(−m₁, m₂), two quadrants by themselves',
  oracles: ['committee.output-denoiser'],
  ways: [bySubtraction],
});
