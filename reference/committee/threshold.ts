/**
 * At which number of samples a committee machine of K sign units changes what it learns.
 *
 *  - specialisation: the state in which all units are alike becomes unstable;
 *  - information-theoretic: another state becomes the global maximum of the free entropy;
 *  - algorithmic: above it message passing from little knowledge reaches the global maximum;
 *  - spinodal: an end of the specialised branch.
 *
 * In units of n/d; for K → ∞ of n/(K d), but for "algorithmic" of n/(K² d).
 * Source: [aubin2018], [schwarze1993].
 */
import { DomainError, NoThresholdError } from '../errors.ts';
import type { Estimate } from '../numerics/estimate.ts';
import { instability, mostUnits } from './instability.ts';
import {
  largeInstability,
  largePerfectGeneralisation,
  largeSpinodal,
  largeTransition,
} from './large.ts';
import { perfectGeneralisation, rademacherBranch, specialisation } from './transitions.ts';
import type { CommitteePrior } from './weights.ts';

export type CommitteeThresholdKind =
  | 'specialisation'
  | 'information-theoretic'
  | 'algorithmic'
  | 'spinodal';

const where = 'committeeThreshold';

export function committeeThreshold(
  units: number | 'infinite',
  prior: CommitteePrior,
  kind: CommitteeThresholdKind,
): Estimate {
  if (units === 'infinite') return ofMany(prior, kind);
  if (!Number.isInteger(units) || units < 2 || units > mostUnits)
    throw new DomainError(
      where,
      'units',
      units,
      `an integer from 2 to ${mostUnits}, or "infinite"`,
    );
  if (units === 2) return prior === 'gaussian' ? ofTwoGaussian(kind) : ofTwoRademacher(kind);
  if (prior !== 'gaussian')
    throw new NoThresholdError(
      `${where}: for ${units} units of Rademacher weights no threshold is worked out; prior must be gaussian, or units 2 or "infinite"`,
    );
  if (kind === 'specialisation' || kind === 'algorithmic') return instability(where, units);
  throw new NoThresholdError(
    `${where}: the ${kind} threshold of ${units} units needs their specialised branch, which is not worked out; kind must be specialisation or algorithmic`,
  );
}

const ofTwoGaussian = (kind: CommitteeThresholdKind): Estimate => {
  // The specialised branch leaves the other one upwards, and is the better one from there on
  if (kind !== 'spinodal') return specialisation('gaussian').alpha;
  throw new NoThresholdError(
    `${where}: two units of Gaussian weights specialise continuously, there is no spinodal`,
  );
};

const ofTwoRademacher = (kind: CommitteeThresholdKind): Estimate => {
  if (kind === 'specialisation') return specialisation('rademacher').alpha;
  if (kind === 'information-theoretic') return perfectGeneralisation('rademacher').alpha;
  // Where the branch ends, message passing falls into the teacher himself
  return rademacherBranch('rademacher').fold.alpha;
};

const ofMany = (prior: CommitteePrior, kind: CommitteeThresholdKind): Estimate => {
  if (prior === 'gaussian') {
    if (kind === 'information-theoretic') return largeTransition().alpha;
    if (kind === 'spinodal') return largeSpinodal().alpha;
    if (kind === 'algorithmic') return largeInstability();
    throw new NoThresholdError(
      `${where}: with many units the unspecialised state is stable at every n/(K d); kind "algorithmic" is its instability, in n/(K² d)`,
    );
  }
  if (kind === 'information-theoretic') return largePerfectGeneralisation();
  throw new NoThresholdError(
    `${where}: with many units of Rademacher weights only the information-theoretic threshold exists at n/(K d)`,
  );
};
