import { cite, type SourceKey, sources } from '../../oracles/sources.ts';
import type { Diagnosis } from '../diagnosis/diagnosis.ts';
import type { Compared } from '../judge/compare.ts';
import type { Verdict } from '../judge/verdict.ts';
import { beginning, brief, numeral, oneLine, printable, rough, shellWord } from './escape.ts';
import type { StartEvent, VerdictEvent } from './events.ts';

/** A failure of a run told in full, with the command that asks just this case again. */
export function tellFailure(
  { verdict, expected }: VerdictEvent,
  { start, diagnoses }: { readonly start: StartEvent; readonly diagnoses: readonly Diagnosis[] },
): string {
  const token = verdict.counterexample?.token;
  const lines = [failureText(verdict)];
  const diagnosis = diagnoses.find(({ explains }) => explains.includes(verdict.check.id));
  if (diagnosis) lines.push(line('looks like', diagnosis.title));
  if (expected)
    lines.push(
      line('expected', oneLine(expected.reason + (expected.link ? ` (${expected.link})` : ''))),
    );
  if (token !== undefined) lines.push(line('replay', replayCommand(start, token)));
  return lines.join('\n');
}

/** What was asked, what came back, by how much it is off, and what says so. */
export function failureText(verdict: Verdict): string {
  const { check, title, formula, status, oracles, counterexample, notes } = verdict;
  const lines: string[] = [];
  const say = (label: string, text: string): void => {
    lines.push(line(label, text));
  };
  lines.push(`${check.id}: ${status}`);
  say('', title);
  say('formula', formula);
  if (verdict.catches !== undefined) say('catches', verdict.catches);
  say('oracles', oracles.join(', '));
  if (counterexample) {
    const { exchanges, comparisons, reason, model, golden, shrinks, log } = counterexample;
    if (golden !== undefined) say('case', `number ${golden} of the golden value, from 0`);
    if (model !== undefined) say('model', brief(model, 400));
    for (const exchange of exchanges.slice(0, mostExchanges)) {
      say('question', `${exchange.oracle} ${brief(exchange.params, 400)}`);
      if (exchange.expected !== undefined) say('  expected', brief(exchange.expected));
      say(exchange.kind === 'answer' ? '  got' : `  ${exchange.kind}`, brief(exchange.got));
    }
    if (exchanges.length > mostExchanges)
      say('', `… and ${exchanges.length - mostExchanges} more questions, in the log`);
    const broken = comparisons.filter(({ passes }) => !passes);
    for (const compared of broken.slice(0, mostComparisons))
      say('difference', tellComparison(compared));
    if (broken.length > mostComparisons)
      say('', `… and ${broken.length - mostComparisons} more differences, in the log`);
    if (reason !== undefined) say('reason', oneLine(reason));
    if (shrinks) say('', `the smallest failing case found, after ${shrinks} steps of shrinking`);
    if (log) {
      say('its log', '(the end of its standard error)');
      for (const words of printable(log.trimEnd()).split('\n').slice(-mostLogLines))
        say('', `| ${beginning(words, 200)}`);
    }
    for (const note of notes) say('note', oneLine(note));
    for (const key of verdict.sources) say('source', citation(key));
  }
  return lines.join('\n');
}

/** The mistake that explains most failures, with what is right and where to read on; others by name. */
export function tellDiagnoses(diagnoses: readonly Diagnosis[]): string {
  const [best, ...others] = diagnoses;
  if (!best) return '';
  const { title, explains, failures, digits, mistake, symptom, formula, page } = best;
  const repeats =
    digits === undefined ? '' : `; making it gives the same wrong numbers, to ${digits} digits`;
  return [
    `looks like: ${title}`,
    line('mistake', mistake),
    line('symptom', symptom),
    line('right', formula),
    line('because', `it explains ${explains.length} of ${failures} failing checks${repeats}`),
    line('read', page),
    ...others.map((other) =>
      line('or', `${other.title} (${other.explains.length}): ${other.page}`),
    ),
  ].join('\n');
}

const labelWidth = 10;
const line = (label: string, text: string): string => `  ${label.padEnd(labelWidth)} ${text}`;

const mostExchanges = 6;
const mostComparisons = 5;
const mostLogLines = 10;

/** One broken comparison in one sentence. */
export function tellComparison({
  what,
  expected,
  got,
  relation,
  difference,
  allowance,
  units,
  because,
}: Compared): string {
  const wanted = relation === 'equal' ? 'expected' : 'expected at most';
  const sizes =
    Number.isFinite(units) && allowance > 0
      ? `off by ${rough(difference)} = ${rough(units)} × the allowance ${rough(allowance)}`
      : `off by ${rough(difference)}`;
  return oneLine(
    `${what}: ${wanted} ${numeral(expected)}, got ${numeral(got)}; ${sizes} (${because})`,
  );
}

/** The command that asks exactly this case again. */
export function replayCommand(
  { command, accuracy, accuracyFrom, timeout }: StartEvent,
  token: string,
): string {
  const options = [
    ...(accuracyFrom === 'user' ? ['--accuracy', String(accuracy)] : []),
    ...(timeout === defaultTimeout ? [] : ['--timeout', String(timeout)]),
  ];
  const words = ['nishimori', 'check', '--replay', token, ...options];
  return oneLine(
    [...words, ...(command.length > 0 ? ['--', ...command] : [])].map(shellWord).join(' '),
  );
}

export const defaultTimeout = 30;

/** A source in one line; a key that the bibliography does not have stands for itself. */
const citation = (key: string): string =>
  Object.hasOwn(sources, key) ? cite(key as SourceKey) : oneLine(key);
