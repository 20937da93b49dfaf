import fc from 'fast-check';
import { real } from '../real.fixture.ts';
import type { ChannelSpec } from './channel.ts';

const power = (min: number, max: number) => real(min, max).map((x) => 10 ** x);
const noise = fc.oneof(fc.constant(0), power(-4, 1));

/** One generator per kind; a kind without one fails the test that asks for it. */
export const channelArbitraries: Record<ChannelSpec['kind'], fc.Arbitrary<ChannelSpec>> = {
  sign: fc.constant({ kind: 'sign' }),
  probit: noise.map((noiseVariance) => ({ kind: 'probit', noiseVariance })),
  linear: noise.map((noiseVariance) => ({ kind: 'linear', noiseVariance })),
  relu: fc.constant({ kind: 'relu' }),
  'absolute-value': noise.map((noiseVariance) => ({ kind: 'absolute-value', noiseVariance })),
  'symmetric-door': power(-1, 0.6).map((width) => ({ kind: 'symmetric-door', width })),
};

/** The outputs y: labels or atoms (counting measure), and where their density lives (Lebesgue). */
export const outputs: Record<
  ChannelSpec['kind'],
  { readonly atoms: readonly number[]; readonly density: 'none' | 'positive' | 'real' }
> = {
  sign: { atoms: [-1, 1], density: 'none' },
  probit: { atoms: [-1, 1], density: 'none' },
  linear: { atoms: [], density: 'real' },
  relu: { atoms: [0], density: 'positive' },
  'absolute-value': { atoms: [], density: 'positive' },
  'symmetric-door': { atoms: [-1, 1], density: 'none' },
};
