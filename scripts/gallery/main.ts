/**
 * npm run gallery [-- --only <glob>…] [--part wrong|foreign|random|right|adapters]… [--page]
 *
 * Runs the suite, standard tier,
 *   wrong     on every wrong implementation of the gallery: each must be caught, and four of five named;
 *   foreign   on adapters in Python with one line replaced: the same;
 *   random    on the reference with random errors: each must be caught, and none named;
 *   right     on the reference, on other orders of summation, on answers right to 1e-9: none may be caught;
 *   adapters  on the adapters for NumPy, SciPy and scikit-learn: none may be caught.
 * --page writes docs/what-the-suite-catches.md. Exit status 1 if anything is not as it must be.
 */
import { parseArgs } from 'node:util';
import { mistakes } from '../../properties/mistakes/index.ts';
import { matcher, selectChecks } from '../../src/judge/check.ts';
import { judge } from '../../src/judge/judge.ts';
import { standardContext, standardPlan } from '../../src/judge/standard.ts';
import { secondsFor } from '../../src/judge/tiers.ts';
import { isFailure, type Verdict } from '../../src/judge/verdict.ts';
import { failureText } from '../../src/report/failure.ts';
import { adapters, type Correct, inProcess } from './correct.ts';
import { edited, edits } from './foreign.ts';
import { knownAnswers } from './known.ts';
import { type Exhibit, writePage } from './page.ts';
import { perturbations, perturbed } from './perturbed.ts';
import { placeOf, tellTrial } from './tell.ts';
import { caughtBy, type Trial, tryOn } from './trial.ts';

const parts = ['wrong', 'foreign', 'random', 'right', 'adapters'] as const;
type Part = (typeof parts)[number];

const { values: options } = parseArgs({
  options: {
    only: { type: 'string', multiple: true },
    part: { type: 'string', multiple: true },
    page: { type: 'boolean', default: false },
  },
});
for (const part of options.part ?? [])
  if (!parts.includes(part as Part)) throw new Error(`--part is one of ${parts.join(', ')}`);
const has = (part: Part): boolean => !options.part || options.part.includes(part);
const chosen = options.only ? matcher(options.only) : () => true;

const print = (text: string): void => {
  process.stdout.write(`${text}\n`);
};
/** What was not as it must be. */
const problems: string[] = [];

const plan = await standardPlan();
const checks = selectChecks(plan, [], 'standard');

if (has('wrong')) await showWrong();
if (has('foreign')) await showForeign();
if (has('random') && !options.only) await showRandom();
if (has('right') && !options.only) for (const one of inProcess) await showRight(one);
if (has('adapters') && !options.only) for (const one of adapters) await showRight(one);

print(problems.length === 0 ? '\nall as it must be' : `\n${problems.join('\n')}`);
process.exitCode = problems.length === 0 ? 0 : 1;

async function showWrong(): Promise<void> {
  const known = await knownAnswers();
  const exhibits: Exhibit[] = [];
  for (const mistake of mistakes.filter(({ id }) => chosen(id))) {
    const trial = await tryOn(mistake.implementation(known), checks);
    print(tellTrial(mistake.id, mistake.title, trial));
    if (!trial.first) problems.push(`${mistake.id} was not caught`);
    const grounds: Exhibit['grounds'] = {};
    if (options.page)
      for (const kind of ['golden', 'reference', 'law', 'witness'] as const) {
        const own = mistake.oracles.includes('*')
          ? checks
          : checks.filter(({ oracles }) => oracles.some((id) => mistake.oracles.includes(id)));
        grounds[kind] = await caughtBy(kind, mistake.implementation(known), own);
      }
    exhibits.push({ mistake, trial, grounds });
  }
  const questions = exhibits.map(({ trial }) => trial.questions).sort((a, b) => a - b);
  const caught = exhibits.filter(({ trial }) => trial.first).length;
  print(`\n${caught} of ${exhibits.length} wrong implementations caught`);
  print(
    `median questions to the first failure: ${questions[Math.floor(questions.length / 2)]} (most: ${questions.at(-1)})`,
  );
  judgeNames(exhibits.map(({ mistake, trial }) => ({ id: mistake.id, trial })));
  if (options.page) writePage(exhibits);
}

async function showForeign(): Promise<void> {
  const named: { id: string; trial: Trial }[] = [];
  for (const edit of edits.filter(({ mistake }) => chosen(mistake))) {
    const implementation = await edited(edit);
    try {
      const trial = await tryOn(implementation, checks);
      print(tellTrial(`${edit.mistake} in ${edit.file}`, edit.to, trial));
      if (!trial.first) problems.push(`${edit.mistake} in ${edit.file} was not caught`);
      named.push({ id: edit.mistake, trial });
    } finally {
      await implementation.close?.();
    }
  }
  judgeNames(named);
}

/** At least four of five must have their own name among the first two. */
function judgeNames(trials: readonly { readonly id: string; readonly trial: Trial }[]): void {
  const places = trials.map(({ id, trial }) => placeOf(id, trial.diagnoses));
  const first = places.filter((place) => place === 1).length;
  const firstTwo = first + places.filter((place) => place === 2).length;
  print(`right diagnosis among the first two: ${firstTwo} of ${trials.length} (first: ${first})`);
  for (const [i, { id, trial }] of trials.entries())
    if (places[i] !== 1)
      print(`  ${id}: ${trial.diagnoses.map((diagnosis) => diagnosis.id).join(', ') || 'none'}`);
  if (firstTwo < 0.8 * trials.length)
    problems.push(`only ${firstTwo} of ${trials.length} mistakes are named`);
}

async function showRandom(): Promise<void> {
  for (const perturbation of perturbations) {
    const trial = await tryOn(perturbed(perturbation), checks);
    print(tellTrial(perturbation.name, 'no mistake that has a name', trial));
    if (!trial.first) problems.push(`${perturbation.name}: not caught`);
    for (const { title } of trial.diagnoses)
      problems.push(`${perturbation.name}: taken for “${title}”`);
  }
}

async function showRight({ name, start, only }: Correct): Promise<void> {
  const implementation = await start();
  const started = performance.now();
  const failures: Verdict[] = [];
  let passed = 0;
  try {
    const context = standardContext(implementation, { tier: 'standard' });
    const own = selectChecks(plan, only ?? [], 'standard');
    for await (const verdict of judge(own, implementation, context, {
      seconds: secondsFor('standard'),
    })) {
      if (isFailure(verdict.status)) failures.push(verdict);
      if (verdict.status === 'passed') passed += 1;
    }
  } finally {
    await implementation.close?.();
  }
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  print(`${failures.length === 0 ? '✓' : '✗'} ${name}: ${passed} checks passed, ${seconds} s`);
  for (const verdict of failures) print(failureText(verdict));
  if (failures.length > 0) problems.push(`${name} is right, and was caught`);
  if (passed === 0) problems.push(`${name}: no check was made`);
}
