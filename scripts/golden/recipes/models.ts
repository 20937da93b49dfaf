import type { ChannelSpec } from '../../../reference/channels/channel.ts';
import type { PriorSpec } from '../../../reference/priors/prior.ts';

/** The models that recipes speak of, by the names that stand in ids. */
export const priors = {
  gaussian: { kind: 'gaussian', variance: 1 },
  rademacher: { kind: 'rademacher' },
  'gauss-bernoulli': { kind: 'gauss-bernoulli', density: 0.2, variance: 1 },
  ternary: { kind: 'discrete', values: [-1, 0, 1], probabilities: [0.25, 0.5, 0.25] },
} as const satisfies { readonly [name: string]: PriorSpec };

/** Width at which the door's two labels are equally likely for ρ = 1: Φ⁻¹(3/4). */
export const balancedWidth = 0.6744897501960817;

export const channels = {
  sign: { kind: 'sign' },
  probit: { kind: 'probit', noiseVariance: 0.1 },
  linear: { kind: 'linear', noiseVariance: 0.1 },
  relu: { kind: 'relu' },
  'absolute-value': { kind: 'absolute-value', noiseVariance: 0 },
  'noisy-absolute-value': { kind: 'absolute-value', noiseVariance: 0.1 },
  'balanced-door': { kind: 'symmetric-door', width: balancedWidth },
} as const satisfies { readonly [name: string]: ChannelSpec };
