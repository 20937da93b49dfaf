import { DomainError } from '../errors.ts';
import { hingeLoss } from './hinge.ts';
import { logisticLoss } from './logistic.ts';
import type { Loss, LossKind } from './loss.ts';
import { squareLoss } from './square.ts';

const losses: Readonly<Record<LossKind, Loss>> = {
  square: squareLoss,
  logistic: logisticLoss,
  hinge: hingeLoss,
};

export const lossKinds = Object.keys(losses) as readonly LossKind[];

/** The loss of that name. */
export const loss = (kind: LossKind): Loss => {
  if (!Object.hasOwn(losses, kind))
    throw new DomainError('loss', 'kind', kind, lossKinds.map((k) => `"${k}"`).join(', '));
  return losses[kind];
};

export type { AveragedLoss, Averages, Loss, LossKind, Proximal } from './loss.ts';
export { type Agreement, type MarginLaw, probabilityBelow } from './margin-law.ts';
