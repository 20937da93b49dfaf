import type { GaussianMixtureFixedPointParams } from '../../oracles/types/index.ts';
import { conditioned } from '../conditioned.ts';
import type { Bench } from '../law.ts';
import { floorOf, LeftOut, permitted } from '../questions.ts';

export type Mixture = GaussianMixtureFixedPointParams;

const scalars = [
  'overlap',
  'generalisationError',
  'trainingLoss',
  'trainingError',
  'weightNorm',
] as const;
const pairs = { norm: ['normPlus', 'normMinus'], susceptibility: ['widthPlus', 'widthMinus'] };
export const mixtureFields = [
  ...scalars,
  'bias',
  'normPlus',
  'normMinus',
  'widthPlus',
  'widthMinus',
] as const;
type Field = (typeof mixtureFields)[number];

const id = 'gaussian-mixture.fixed-point';

/** One answer, its pairs taken apart; an intercept is a difference of terms of the order of m. */
async function once(bench: Bench, model: Mixture) {
  const answer = await bench.ask<Record<string, unknown>>(id, model);
  const found = (field: string, x: unknown, scale = 0) => {
    if (x === undefined) throw new LeftOut(`${id} leaves out ${field}`);
    const value = Number(x);
    return { value, error: permitted(bench, value, scale, floorOf(id, field)) };
  };
  const entries: [string, ReturnType<typeof found>][] = scalars.map((f) => [
    f,
    found(f, answer[f]),
  ]);
  entries.push(['bias', found('bias', answer.bias, Math.abs(Number(answer.overlap)))]);
  for (const [field, names] of Object.entries(pairs))
    for (const [k, name] of names.entries())
      entries.push([name, found(field, (answer[field] as readonly unknown[] | undefined)?.[k])]);
  return Object.fromEntries(entries) as { [F in Field]: ReturnType<typeof found> };
}

/** The fixed point of two clusters, with errors widened by its condition number. */
export const mixture = (bench: Bench, model: Mixture) =>
  conditioned(bench, model, (question) => once(bench, question), mixtureFields);
