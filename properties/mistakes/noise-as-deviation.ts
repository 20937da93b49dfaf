import { type Loose, misheard, mistake } from './mistake.ts';

const root = ({ channel }: Loose) =>
  channel.noiseVariance > 0
    ? { channel: { ...channel, noiseVariance: Math.sqrt(channel.noiseVariance) } }
    : {};

export const noiseAsDeviation = mistake({
  id: 'noise-as-deviation',
  title: 'noise: Δ and √Δ exchanged',
  mistake:
    'The noise of a channel has the standard deviation Δ^{1/4}: √Δ is taken for its variance.',
  symptom: 'Noiseless problems and Δ = 1 are right, all others are too noisy or not enough.',
  seen: 'Likely: half of the literature writes y = z + √Δ ξ, the other half y = z + σ ξ.',
  formula: 'y = φ(z + √Δ ξ),  Δ = noiseVariance',
  oracles: [
    'glm.output-denoiser',
    'glm.output-potential',
    'glm.state-evolution',
    'glm.fixed-point',
    'glm.optimum',
    'glm.threshold',
    'glm.gamp',
    'glm.exact-posterior',
  ],
  ways: [misheard(root)],
});
