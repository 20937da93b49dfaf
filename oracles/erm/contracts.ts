import type { FieldContract } from '../oracle.ts';

/**
 * How the fields that every fixed point of a minimised loss has are compared: norms and responses are
 * sums of positive terms, rates and losses of a training set can be smaller than any data set shows.
 */
const positive = (meaning: string): FieldContract => ({
  kind: 'number',
  meaning,
  floor: 0,
  because: 'a sum of positive terms',
});
const unseen = (meaning: string): FieldContract => ({
  kind: 'number',
  meaning,
  floor: 1e-13,
  because: 'nearly all samples fitted: below this no data set could show the difference',
});

export const studentContracts = {
  overlap: {
    kind: 'number',
    meaning: 'overlap m',
    floor: 1e-16,
    because: 'm = 0 for labels that are pure noise, η = 1/2',
  },
  norm: positive('norm q'),
  susceptibility: positive('susceptibility V'),
  weightNorm: positive('‖w‖² per weight'),
  generalisationError: {
    kind: 'number',
    meaning: 'error rate ε = arccos(m/√(ρq))/π',
    floor: 1e-14,
    because: 'an arccosine of a number close to one keeps half of its digits',
  },
  trainingLoss: unseen('mean training loss'),
  trainingError: unseen('training error'),
  objective: positive('objective per sample'),
} as const satisfies { readonly [field: string]: FieldContract };
