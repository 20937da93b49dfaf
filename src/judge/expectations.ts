import { problem } from '../protocol/schema.ts';
import { type Check, matcher } from './check.ts';
import { isFailure, type Verdict } from './verdict.ts';

/** A failure that is known: of a check (`law:glm/…`, `golden:…`) or of all checks of an oracle. */
export interface Expectation {
  /** Glob over the ids of checks and of oracles. */
  readonly id: string;
  readonly reason: string;
  readonly link?: string;
}

export const expectationsSchema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'Expectations',
  description: 'Known failures of an implementation, for `nishimori check --expect`.',
  type: 'array',
  items: {
    type: 'object',
    additionalProperties: false,
    required: ['id', 'reason'],
    properties: {
      id: { type: 'string', minLength: 1, description: 'Glob over ids of checks and oracles.' },
      reason: { type: 'string', minLength: 1, description: 'Why it fails.' },
      link: { type: 'string', minLength: 1, description: 'Where it is being dealt with.' },
    },
  },
};

/** Reads the file's text; throws with what is wrong and where. */
export function parseExpectations(text: string): readonly Expectation[] {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new Error(`this is no JSON: ${error instanceof Error ? error.message : error}`);
  }
  const wrong = problem(expectationsSchema, json);
  if (wrong) throw new Error(`the list of expectations${wrong}`);
  return json as readonly Expectation[];
}

/** What became of an expectation. All but the first and the last fail the run. */
export type ExpectationStatus =
  | 'failed-as-expected'
  /** Everything it speaks of passed: it is out of date. */
  | 'passed'
  /** It speaks of nothing that exists. */
  | 'matches-nothing'
  /** What it speaks of was not asked this time. */
  | 'not-tried';

export interface ExpectationOutcome {
  readonly expectation: Expectation;
  readonly status: ExpectationStatus;
}

type Named = Pick<Check, 'id' | 'oracles'>;

const speaksOf = ({ id: glob }: Expectation): ((check: Named) => boolean) => {
  const matches = matcher([glob]);
  return ({ id, oracles }) => matches(id) || oracles.some(matches);
};

/** The expectation that a check falls under, if any. */
export function expectationFor(
  expectations: readonly Expectation[],
): (check: Named) => Expectation | undefined {
  const all = expectations.map((expectation) => ({ expectation, speaks: speaksOf(expectation) }));
  return (check) => all.find(({ speaks }) => speaks(check))?.expectation;
}

/**
 * Judged against all checks there are, so that an entry is not taken for a mistake because
 * `--oracle` left its checks out of this run.
 */
export function expectationOutcomes(
  expectations: readonly Expectation[],
  plan: readonly Named[],
  verdicts: readonly Pick<Verdict, 'check' | 'oracles' | 'status'>[],
): readonly ExpectationOutcome[] {
  return expectations.map((expectation) => {
    const speaks = speaksOf(expectation);
    const about = verdicts.filter(({ check, oracles }) => speaks({ id: check.id, oracles }));
    const status: ExpectationStatus = !plan.some(speaks)
      ? 'matches-nothing'
      : about.some((verdict) => isFailure(verdict.status))
        ? 'failed-as-expected'
        : about.some((verdict) => verdict.status === 'passed')
          ? 'passed'
          : 'not-tried';
    return { expectation, status };
  });
}
