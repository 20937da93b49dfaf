#!/usr/bin/env node
import { Argument, Command, Option } from 'commander';
import { packageInfo } from './package-root.ts';

/**
 * The command line. Each command's code is loaded only when it runs: `--version` and `--help` stay
 * fast because they import nothing of the mathematics.
 */

const collect = (value: string, previous: readonly string[]): string[] => [...previous, value];

function number(name: string, check: (x: number) => boolean, allowed: string) {
  return (text: string): number => {
    const x = Number(text);
    if (text.trim() === '' || !check(x)) fail(`${name} must be ${allowed}, got '${text}'`);
    return x;
  };
}

/** A mistake in the call: the run could not be made. */
function fail(message: string): never {
  process.stderr.write(`nishimori: ${message}\n`);
  process.exit(2);
}

const program = new Command('nishimori')
  .description(
    'Is this implementation of an exactly solvable model of learning right?\n' +
      'A reference implementation, golden values and laws for generalised linear models (perceptrons,\n' +
      'phase retrieval, compressed sensing), Bayes-optimal and by empirical risk, and a harness that\n' +
      'questions any other implementation, in any language.',
  )
  .version(packageInfo().version)
  .showHelpAfterError('(nishimori --help shows what there is)')
  .enablePositionalOptions()
  .addHelpText(
    'after',
    `
Start here:
  nishimori check                                    the whole suite, on the reference itself
  nishimori check -- python3 my_adapter.py           … on your implementation
  nishimori list golden                              the numbers
  nishimori show glm/rademacher-sign/information-theoretic-threshold
  nishimori answer glm.fixed-point --params '{"prior":{"kind":"rademacher"},"channel":{"kind":"sign"},"alpha":1.2,"start":"uninformed"}'`,
  );

program
  .command('check')
  .description(
    'question an implementation: golden values, laws, witnesses, and the reference beside it',
  )
  .argument('[command...]', 'how to start the implementation (after --); default: the reference')
  .passThroughOptions()
  .option('--oracle <glob>', 'only these oracles (repeatable), e.g. "glm.*"', collect, [])
  .addOption(
    new Option('--tier <tier>', 'how many questions')
      .choices(['smoke', 'standard', 'deep'])
      .default('standard'),
  )
  .option(
    '--seed <n>',
    'seed of everything that is drawn',
    number('--seed', (x) => Number.isSafeInteger(x) && x >= 0, 'a whole number >= 0'),
    1,
  )
  .option(
    '--runs <n>',
    'questions per law and oracle, instead of the tier’s',
    number('--runs', (x) => Number.isSafeInteger(x) && x >= 1, 'a whole number >= 1'),
  )
  .option(
    '--timeout <seconds>',
    'time limit per question',
    number('--timeout', (x) => x > 0 && Number.isFinite(x), 'a number of seconds > 0'),
    30,
  )
  .option(
    '--accuracy <relative>',
    'judge deterministic answers at this relative accuracy (default: what the implementation claims, else 1e-8)',
    number('--accuracy', (x) => x >= 1e-15 && x < 1, 'a number in [1e-15, 1)'),
  )
  .option(
    '--false-alarm <p>',
    'a right implementation may fail the run with this probability: statistical checks draw fewer cases if need be',
    number('--false-alarm', (x) => x > 0 && x < 1, 'a number in (0, 1)'),
    1e-6,
  )
  .option('--expect <file>', 'expected failures: JSON list of {id, reason, link}')
  .option('--out <folder>', 'where the log and the reports go', 'nishimori-report')
  .option('--fail-fast', 'stop at the first failure')
  .option('--timings', 'show the time spent per check')
  .option('--replay <token>', 'ask exactly one case again (the token is shown with a failure)')
  .option('--json', 'print the summary as JSON instead of a table')
  .option('--quiet', 'print failures only')
  .addHelpText(
    'after',
    `
Exit status: 0 all passed · 1 something failed · 2 the run could not be made

Reports in the folder given by --out: log.ndjson (written as the run goes, the source of the rest),
summary.json, junit.xml, summary.md, badge.json (shields.io endpoint).

Examples:
  nishimori check --tier smoke
  nishimori check --oracle 'glm.gamp' --oracle 'glm.*-denoiser' -- python3 adapters/python/numpy_gamp.py
  nishimori check --accuracy 1e-6 --expect known-failures.json -- julia my_adapter.jl`,
  )
  .action(async (command: string[], options) => {
    const { runCheck } = await import('./commands/check.ts');
    process.exitCode = await runCheck(options, command);
  });

program
  .command('answer')
  .description('the reference’s answer to one question, or to one question per line')
  .argument('[oracle]', 'oracle id, e.g. glm.fixed-point')
  .option('--params <json>', 'the question, as in `nishimori show <oracle>`')
  .option('--stdin', 'read {"oracle":…,"params":…} per line, answer one per line, in order')
  .addHelpText(
    'after',
    `
Prints {"oracle","params","result","error"}: error is an estimate of the absolute error per field.
A bad question gives {"oracle","params","failure":{"code","message"}}.

Example:
  nishimori answer glm.threshold --params '{"prior":{"kind":"rademacher"},"channel":{"kind":"sign"},"kind":"algorithmic"}'`,
  )
  .action(async (oracle: string | undefined, options: { params?: string; stdin?: boolean }) => {
    const { answerOne, answerLines } = await import('./commands/answer.ts');
    if (options.stdin) {
      if (oracle !== undefined || options.params !== undefined)
        fail('answer --stdin takes no oracle and no --params: both stand on the lines');
      process.exitCode = await answerLines(process.stdin, process.stdout);
      return;
    }
    if (oracle === undefined) fail('answer needs an oracle id (nishimori list oracles) or --stdin');
    if (options.params === undefined)
      fail(`answer ${oracle} needs --params '<json>' (see: nishimori show ${oracle})`);
    process.exitCode = await answerOne(oracle, options.params, process.stdout);
  });

program
  .command('learning-curve')
  .description('the learning curve of your data: the replica prediction beside the measured one')
  .requiredOption('--features <file>', 'one row per sample: .npy, or numbers in .csv, .tsv, .txt')
  .requiredOption('--labels <file>', 'as many labels: -1 and 1 (or 0 and 1), or real targets')
  .addOption(
    new Option('--loss <loss>', 'what is minimised')
      .choices(['square', 'logistic', 'hinge'])
      .makeOptionMandatory(),
  )
  .requiredOption(
    '--lambda <number>',
    'strength of the penalty, in the convention below',
    number('--lambda', (x) => x > 0 && Number.isFinite(x), 'a number > 0'),
  )
  .addOption(
    new Option('--task <task>', 'default: classification if the labels are two classes').choices([
      'classification',
      'regression',
    ]),
  )
  .option(
    '--samples <n,n,...>',
    'sizes of the training sets (default: eight, up to 4p and half of the rows)',
    (text) =>
      text
        .split(',')
        .map(number('--samples', (x) => Number.isInteger(x) && x >= 1, 'whole numbers >= 1')),
  )
  .option(
    '--repetitions <n>',
    'training sets drawn per size',
    number('--repetitions', (x) => Number.isSafeInteger(x) && x >= 2, 'a whole number >= 2'),
    10,
  )
  .option(
    '--seed <n>',
    'seed of the draws',
    number('--seed', (x) => Number.isSafeInteger(x) && x >= 0, 'a whole number >= 0'),
    1,
  )
  .option('--json', 'print JSON, with the estimated model and the errors of the predictions')
  .option('--plot <file>', 'write the curve as SVG, too')
  .addHelpText(
    'after',
    `
The student w minimises  sum_i loss(y_i, w.v_i/sqrt(p)) + (lambda/2)|w|^2  over n of the rows, where v are
the p features less their means, without intercept; it is tested on the other rows.
The prediction is that of Gaussian features with the covariances of the data: no fit, no other input.

For weights b that multiply the features themselves, b = w/sqrt(p) and the penalty is (lambda p/2)|b|^2:
in scikit-learn's terms Ridge(alpha = lambda*p), LogisticRegression(C = 1/(lambda*p)) and
LinearSVC(loss="hinge", C = 1/(lambda*p)), each with fit_intercept=False.

Example:
  nishimori learning-curve --features X.npy --labels y.npy --loss logistic --lambda 0.1`,
  )
  .action(async (options) => {
    const { showLearningCurve } = await import('./commands/learning-curve.ts');
    process.exitCode = showLearningCurve(options, process.stdout, process.stderr);
  });

program
  .command('sweep')
  .description(
    'many tasks over a grid of parameters: on all cores, in shards, resumable; merge, plot',
  )
  .argument('[arguments...]', 'see: nishimori sweep --help')
  .helpOption(false)
  .allowUnknownOption()
  .passThroughOptions()
  .action(async (args: string[]) => {
    const { sweepCommand } = await import('./commands/sweep.ts');
    process.exitCode = await sweepCommand(args);
  });

program
  .command('serve')
  .description('answer the protocol (JSON Lines) on standard input and output')
  .action(async () => {
    const { serveReference } = await import('./commands/serve.ts');
    await serveReference();
  });

program
  .command('list')
  .description('what there is: oracles, laws, golden values, evidence, errata, sources')
  .addArgument(
    new Argument('<what>').choices(['oracles', 'laws', 'golden', 'evidence', 'errata', 'sources']),
  )
  .option('--json', 'as JSON')
  .action(async (what: string, options: { json?: boolean }) => {
    const { list } = await import('./commands/list.ts');
    process.exitCode = await list(what, options, process.stdout);
  });

program
  .command('show')
  .description('everything about one oracle, law, golden value, evidence, erratum or source')
  .argument('<id>', 'an id from `nishimori list …`')
  .option('--json', 'as JSON')
  .option('--bibtex', 'only the BibTeX entries')
  .option('--recompute', 'compute a golden value again, here and now, and compare')
  .action(
    async (id: string, options: { json?: boolean; bibtex?: boolean; recompute?: boolean }) => {
      const { show } = await import('./commands/show.ts');
      process.exitCode = await show(id, options, process.stdout);
    },
  );

try {
  await program.parseAsync();
} catch (error) {
  fail(error instanceof Error ? error.message : String(error));
}
