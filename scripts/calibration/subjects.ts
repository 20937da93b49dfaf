import type fc from 'fast-check';
import { oracles } from '../../oracles/index.ts';
import type { AnyOracle } from '../../oracles/oracle.ts';
import type { Statistics } from '../../oracles/statistics.ts';
import { laws } from '../../properties/index.ts';
import type { AnyLaw } from '../../properties/law.ts';
import { measure } from '../../src/judge/cases.ts';
import { type Compared, compareAnswers, type Expected } from '../../src/judge/compare.ts';
import { defaultAccuracy } from '../../src/judge/context.ts';
import type { Answer } from './mistakes.ts';

/** A statistical check, as it is calibrated: the judge's own comparisons, without its process. */
export interface Subject {
  /** The id of the check: `law:…`, `reference:…`, `witness:…`. */
  readonly id: string;
  readonly statistics: Statistics;
  readonly cost: AnyLaw['cost'];
  readonly models: fc.Arbitrary<unknown>;
  compare(answer: Answer, model: unknown): Promise<readonly Compared[]>;
}

const ofLaw = (law: AnyLaw, statistics: Statistics): Subject => ({
  id: `law:${law.id}`,
  statistics,
  cost: law.cost,
  models: law.model,
  async compare(answer, model) {
    const ask = async (oracle: string, params: unknown) => answer(oracle, params);
    return (await law.check({ accuracy: defaultAccuracy, ask }, model)).map(measure);
  },
});

/** The answer that another implementation would give, whose random numbers are its own. */
function otherAnswer(answer: Answer, { id }: AnyOracle, model: unknown): Expected['result'] {
  const { seed } = model as { seed: number };
  return answer(id, { ...(model as object), seed: seed + 2 ** 40 });
}

const compared = (oracle: AnyOracle, expected: Expected, got: Expected['result']) =>
  compareAnswers(oracle, expected, got, defaultAccuracy, () => ({})).compared;

const ofReference = (oracle: AnyOracle, statistics: Statistics): Subject => ({
  id: `reference:${oracle.id}`,
  statistics,
  cost: oracle.cost,
  models: oracle.sample,
  compare: async (answer, model) =>
    compared(oracle, oracle.answer(model as never), otherAnswer(answer, oracle, model)),
});

function ofWitness(
  oracle: AnyOracle,
  witness: AnyOracle['witnesses'][number],
  statistics: Statistics,
): Subject {
  const sample: fc.Arbitrary<unknown> = witness.sample ?? oracle.sample;
  return {
    id: `witness:${oracle.id}/${witness.id}`,
    statistics,
    cost: oracle.cost,
    models: sample.filter((params) => witness.applies(params)),
    compare: async (answer, model) =>
      compared(
        oracle,
        witness.testify(model) as Expected,
        oracle.statistics ? otherAnswer(answer, oracle, model) : answer(oracle.id, model),
      ),
  };
}

/** Every statistical check there is. */
export const subjects: readonly Subject[] = [
  ...laws.flatMap((law) => (law.statistics ? [ofLaw(law, law.statistics)] : [])),
  ...oracles.flatMap((oracle) => [
    ...(oracle.statistics ? [ofReference(oracle, oracle.statistics)] : []),
    ...oracle.witnesses.flatMap((witness) =>
      witness.statistics ? [ofWitness(oracle, witness, witness.statistics)] : [],
    ),
  ]),
];
