import { type Loose, mistake, right, spoilt } from './mistake.ts';

const tie = (params: Loose) =>
  Math.exp(right('committee.output-denoiser', { ...params, y: 0 }).logPartition);

export const tiesDropped = mistake({
  id: 'ties-dropped',
  title: 'samples with a tie dropped',
  mistake: 'Labels are normalised over ±1 only: y = 0 is thrown away.',
  symptom: 'The two labels add up to one where the tie should have its share.',
  seen: 'Listed among the frequent errors: two units make a channel of three outputs.',
  formula: 'Z₊ + Z₀ + Z₋ = 1',
  oracles: ['committee.output-denoiser'],
  ways: [
    spoilt(({ logPartition }, params) =>
      params.y === 0 ? {} : { logPartition: logPartition - Math.log1p(-tie(params)) },
    ),
  ],
});
