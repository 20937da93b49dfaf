import { activationSchema } from './activation.ts';
import { positive } from './numbers.ts';
import type { Schema } from './schema.ts';

/** What a hidden manifold is named by. */
export const manifoldProperties = {
  activation: activationSchema,
  gamma: positive('γ = d/p, latent dimensions per feature.'),
  projection: {
    enum: ['gaussian', 'orthogonal'],
    description:
      'gaussian: entries of F are N(0, 1/d); orthogonal: FᵀF = (p/d) I for γ ≤ 1, FFᵀ = I for γ ≥ 1.',
  },
} as const satisfies { readonly [name: string]: Schema };

export const latentMomentSchema: Schema = positive('ρ = ‖θ‖²/d of the teacher; 1 by default.');
