import { mistakes } from '../../properties/mistakes/index.ts';
import { selectChecks } from '../../src/judge/check.ts';
import { standardPlan } from '../../src/judge/standard.ts';
import { knownAnswers } from './known.ts';
import { perturbations, perturbed } from './perturbed.ts';
import { sparing } from './recall.ts';
import { caughtBy, type Grounds, grounds, type Trial, tryOn } from './trial.ts';

/** What a thread is asked for. */
export type Order =
  | { readonly mistake: string; readonly eachGround: boolean }
  | { readonly perturbation: number };

export interface Outcome {
  readonly trial: Trial;
  readonly grounds: Grounds;
}

const checks = selectChecks(await standardPlan(), [], 'standard');
const known = await knownAnswers();

export default async function outcome(order: Order): Promise<Outcome> {
  if ('perturbation' in order) {
    const trial = await tryOn(perturbed(perturbations[order.perturbation]), checks);
    return { trial, grounds: {} };
  }
  const { implementation, oracles } = mistakes.find(({ id }) => id === order.mistake)!;
  // A new one for each run: some of the mistakes are about what is left over from the question before
  const made = () => sparing(implementation(known), oracles);
  const trial = await tryOn(made(), checks);
  const found: Grounds = {};
  const own = oracles.includes('*')
    ? checks
    : checks.filter((check) => check.oracles.some((id) => oracles.includes(id)));
  if (order.eachGround) for (const kind of grounds) found[kind] = await caughtBy(kind, made(), own);
  return { trial, grounds: found };
}
