import type { Reply } from '../../oracles/implementation.ts';
import type { AnyOracle } from '../../oracles/oracle.ts';
import type { AnyLaw, Bench, Comparison } from '../../properties/law.ts';
import { NishimoriError } from '../../reference/errors.ts';
import { askReference } from '../protocol/reference.ts';
import type { Check, GoldenValue } from './check.ts';
import { type Compared, type Conditions, compareAnswers, type Expected } from './compare.ts';
import type { RunContext } from './context.ts';
import type { Outcome } from './explore.ts';
import { Ended, type Questioner } from './questioner.ts';
import { compareStatedErrors } from './stated.ts';
import type { Exchange, Status } from './verdict.ts';

/** How a case failed. */
export interface Failure {
  readonly status: Extract<Status, 'failed' | 'timeout' | 'crashed' | 'malformed'>;
  readonly exchanges: readonly Exchange[];
  readonly comparisons: readonly Compared[];
  readonly reason?: string;
  readonly log?: string;
}

/** What the cases of one check share. */
export interface CaseBench {
  readonly questioner: Questioner;
  readonly context: RunContext;
  /** Collects digits reached, one number per question. */
  readonly digits: number[];
  /** Questions until the first failing case was known. */
  failedAfter?: number;
}

type CaseOutcome = Outcome<Failure>;
const passed: CaseOutcome = { kind: 'passed' };
const discarded = (reason: string): CaseOutcome => ({ kind: 'discarded', reason });

/** The answer must be that of a golden value. */
export async function goldenCase(
  oracle: AnyOracle,
  { params, value, error }: GoldenValue['cases'][number],
  bench: CaseBench,
): Promise<CaseOutcome> {
  return attempt(bench, async () => {
    const reply = await bench.questioner.ask(oracle.id, params);
    // The reference is asked only where its condition number is needed.
    return judge(oracle, params, reply, { result: value, error }, bench, () =>
      oracle.answer(params as never),
    );
  });
}

/** The answer must be that of the reference. */
export async function referenceCase(
  oracle: AnyOracle,
  params: unknown,
  bench: CaseBench,
): Promise<CaseOutcome> {
  return attempt(bench, async () => {
    const asking = bench.questioner.ask(oracle.id, params);
    // The reference computes while the other process does: let the question leave first.
    await Promise.race([asking.catch(() => {}), new Promise((resolve) => setImmediate(resolve))]);
    const expected = answerOf(() => oracle.answer(params as never));
    const reply = await asking;
    if (typeof expected === 'string') return discarded(expected);
    return judge(oracle, params, reply, expected, bench, () => expected);
  });
}

/** The answer must be that of a witness, within the witness's own error. */
export async function witnessCase(
  { oracle, witness }: Extract<Check, { kind: 'witness' }>,
  params: unknown,
  bench: CaseBench,
): Promise<CaseOutcome> {
  return attempt(bench, async () => {
    if (!witness.applies(params)) return discarded('the witness cannot speak to this question');
    const reply = await bench.questioner.ask(oracle.id, params);
    if (reply.kind === 'skip') return discarded(reply.reason);
    const expected = answerOf(() => witness.testify(params));
    if (typeof expected === 'string') return discarded(expected);
    // How far a witness agrees shows the witness's accuracy: it counts for no digits.
    const silent = { ...bench, digits: [] };
    return judge(oracle, params, reply, expected as Expected, silent, () =>
      oracle.answer(params as never),
    );
  });
}

/** A law must hold between the answers. */
export async function lawCase(law: AnyLaw, model: unknown, bench: CaseBench): Promise<CaseOutcome> {
  return attempt(bench, async () => {
    const comparisons = await law.check(benchFor(bench), model);
    if (comparisons.length === 0) return discarded('the law says nothing about this model');
    const compared = comparisons.map(measure);
    if (compared.every(({ passes }) => passes)) return passed;
    const { transcript: exchanges } = bench.questioner;
    return { kind: 'failed', failure: { status: 'failed', exchanges, comparisons: compared } };
  });
}

/** An answer that a law needs is not there. */
class Unanswered extends Error {
  override readonly name = 'Unanswered';
  readonly reply: Exclude<Reply, { kind: 'answer' }>;
  constructor(reply: Exclude<Reply, { kind: 'answer' }>) {
    super(reply.reason);
    this.reply = reply;
  }
}

function benchFor({ questioner, context }: CaseBench): Bench {
  return {
    accuracy: context.accuracy,
    async ask<R>(id: string, params: unknown): Promise<R> {
      const reply = await questioner.ask(id, params);
      const oracle = context.findOracle(id);
      if (reply.kind === 'failure' && oracle) {
        // A question that nobody can answer is no reproach.
        const own = askReference(oracle, params);
        if (own.kind === 'failure' && own.code !== 'internal')
          throw new Unanswered({ kind: 'skip', reason: own.reason });
      }
      if (reply.kind !== 'answer') throw new Unanswered(reply);
      return withLeftOut(id, reply.result, oracle) as R;
    },
  };
}

/** A field that the implementation leaves out is not covered: a law that reads it judges nothing. */
const withLeftOut = (
  id: string,
  result: { readonly [field: string]: unknown },
  oracle: AnyOracle | undefined,
): object =>
  new Proxy(result, {
    get(target, field) {
      const left = typeof field === 'string' && oracle && Object.hasOwn(oracle.fields, field);
      if (left && !Object.hasOwn(target, field))
        throw new Unanswered({ kind: 'skip', reason: `${id} leaves out ${field}` });
      return Reflect.get(target, field);
    },
  });

function measure({ what, left, right, relation, allowance, because }: Comparison): Compared {
  const same = Object.is(left, right) || left === right;
  const excess = relation === 'equal' ? Math.abs(left - right) : Math.max(0, left - right);
  const difference = same ? 0 : Number.isNaN(excess) ? Number.POSITIVE_INFINITY : excess;
  const passes = difference <= allowance && !(Number.isNaN(left) || Number.isNaN(right));
  return {
    what,
    got: left,
    expected: right,
    relation,
    difference,
    allowance,
    units: difference === 0 ? 0 : difference / allowance,
    passes,
    because,
  };
}

function judge(
  oracle: AnyOracle,
  params: unknown,
  reply: Reply,
  expected: Expected,
  { questioner, context, digits }: CaseBench,
  reference: () => ReturnType<AnyOracle['answer']>,
): CaseOutcome {
  const exchanges = questioner.transcript.map((e) => ({ ...e, expected: expected.result }));
  if (reply.kind === 'skip') return discarded(reply.reason);
  if (reply.kind !== 'answer') return { kind: 'failed', failure: broken(reply, exchanges) };
  const conditions = (): Conditions => {
    const answer = answerOf(reference);
    return typeof answer === 'string' ? {} : context.conditions(oracle, params, answer);
  };
  const { result, error } = reply;
  const verdict = compareAnswers(oracle, expected, result, context.accuracy, conditions);
  for (const field of verdict.missing)
    questioner.notes.add(`answers to ${oracle.id} leave out ${field}: not covered`);
  if (verdict.digits !== undefined) digits.push(verdict.digits);
  const failed = (comparisons: readonly Compared[]): CaseOutcome => ({
    kind: 'failed',
    failure: { status: 'failed', exchanges, comparisons },
  });
  if (!verdict.passes) return failed(verdict.compared);
  if (!error) return passed;
  const claims = compareStatedErrors(oracle, expected, result, error, conditions);
  return claims.every(({ passes }) => passes) ? passed : failed(claims);
}

/** An answer, or the words of a typed error: then nothing is expected. */
function answerOf<A>(ask: () => A): A | string {
  try {
    return ask();
  } catch (error) {
    if (error instanceof NishimoriError) return error.message;
    throw error;
  }
}

function broken(
  reply: Exclude<Reply, { kind: 'answer' | 'skip' }>,
  exchanges: readonly Exchange[],
): Failure {
  const { kind, reason } = reply;
  return {
    status: kind === 'failure' ? 'failed' : kind,
    exchanges,
    comparisons: [],
    reason: kind === 'failure' ? `the implementation says: ${reason}` : reason,
    ...('log' in reply && reply.log !== undefined ? { log: reply.log } : {}),
  };
}

/** Runs one case: whatever it throws becomes an outcome. */
async function attempt(
  { questioner }: CaseBench,
  run: () => Promise<CaseOutcome>,
): Promise<CaseOutcome> {
  questioner.begin();
  try {
    return await run();
  } catch (error) {
    if (error instanceof Ended) return { kind: 'ended', reason: error.message };
    const { transcript } = questioner;
    if (error instanceof Unanswered) {
      if (error.reply.kind === 'skip') return discarded(error.reply.reason);
      return { kind: 'failed', failure: broken(error.reply, transcript) };
    }
    const reason = `the check could not be evaluated: ${error instanceof Error ? error.message : error}`;
    return {
      kind: 'failed',
      failure: { status: 'failed', exchanges: transcript, comparisons: [], reason },
    };
  }
}
