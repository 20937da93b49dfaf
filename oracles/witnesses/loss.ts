import type { Loss } from '../types/shared.ts';

/** ℓ(u), as it is written. */
export const lossAt = (loss: Loss, u: number): number => {
  switch (loss) {
    case 'square':
      return (1 - u) ** 2 / 2;
    case 'logistic':
      return Math.max(0, -u) + Math.log1p(Math.exp(-Math.abs(u)));
    case 'hinge':
      return Math.max(0, 1 - u);
  }
};

/** ℓ′(u); at the kink of the hinge that from the left. */
export const slopeAt = (loss: Loss, u: number): number => {
  switch (loss) {
    case 'square':
      return u - 1;
    case 'logistic':
      return u > 0 ? -Math.exp(-u) / (1 + Math.exp(-u)) : -1 / (1 + Math.exp(u));
    case 'hinge':
      return u <= 1 ? -1 : 0;
  }
};
