import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { laws } from '../../properties/index.ts';
import type { Mistake } from '../../properties/mistakes/index.ts';
import type { CheckKind } from '../../src/judge/verdict.ts';
import { packageRoot } from '../../src/package-root.ts';
import { placeOf, tellCounterexample } from './tell.ts';
import type { Trial } from './trial.ts';

/** One mistake, and what became of it. */
export interface Exhibit {
  readonly mistake: Mistake;
  readonly trial: Trial;
  /** For each ground, had it been the only one: the check that fails. */
  readonly grounds: { [kind in CheckKind]?: string | undefined };
}

export const pageFile = join(packageRoot(), 'docs', 'what-the-suite-catches.md');

const kinds = ['golden', 'reference', 'law', 'witness'] as const;

/** docs/what-the-suite-catches.md, from a run. */
export function writePage(exhibits: readonly Exhibit[]): void {
  writeFileSync(pageFile, pageOf(exhibits));
}

export function pageOf(exhibits: readonly Exhibit[]): string {
  const questions = exhibits.map(({ trial }) => trial.questions).sort((a, b) => a - b);
  const count = (test: (exhibit: Exhibit) => boolean): number => exhibits.filter(test).length;
  const place = ({ mistake, trial }: Exhibit): number => placeOf(mistake.id, trial.diagnoses);
  const alone = kinds.map((kind) => count(({ grounds }) => grounds[kind] !== undefined));
  return `${[
    '# What the suite catches',
    '',
    '<!-- Written by `npm run gallery -- --part wrong --page`; edit properties/mistakes/ and scripts/gallery/page.ts. -->',
    '',
    'A conformance suite is worth the mistakes that it catches. The gallery in',
    '[`properties/mistakes/`](../properties/mistakes) holds wrong implementations: each is the reference with one',
    'realistic mistake, in a file of its own. `npm run gallery` runs the standard tier on all of them; this page is',
    'what it found.',
    '',
    `- **${count(({ trial }) => trial.first !== undefined)} of ${exhibits.length}** are caught. The median number of questions until the first failing one is **${questions[Math.floor(questions.length / 2)]}**, the largest ${questions.at(-1)}.`,
    `- Were each ground the only one: golden values catch ${alone[0]}, comparison with the reference ${alone[1]}, the ${laws.length} laws (which know no right answers) ${alone[2]}, witnesses ${alone[3]}.`,
    `- **${count((e) => place(e) === 1 || place(e) === 2)} of ${exhibits.length}** are named by the report, as its first or second guess.`,
    '',
    'When a run fails, the report says what the failures look like, and refers to a paragraph below. A mistake is put',
    'to the test by making it: asked the same questions, it must give the same wrong answers, to a few digits of what',
    'is wrong about them. Mistakes that cannot be repeated so (single precision, left-over state) are known by their',
    'traces. A number that is merely wrong is named by nothing; `npm run gallery -- --part random` sees to it, as',
    '`--part foreign` does to the names: there one line of an adapter in another language is replaced.',
    '',
    'A mistake that the suite does not catch is the best contribution of all: one new file beside the others, and one',
    'line in their index.',
    '',
    '| mistake | caught by | after questions | golden | reference | laws | witnesses | named |',
    '| --- | --- | ---: | :---: | :---: | :---: | :---: | :---: |',
    ...exhibits.map((exhibit) => {
      const { mistake, trial, grounds } = exhibit;
      const cells = [
        `[${cell(mistake.title)}](#${mistake.id})`,
        trial.first ? `\`${trial.first.check.id}\`` : 'nothing',
        trial.questions,
        ...kinds.map((kind) => (grounds[kind] === undefined ? '' : '✓')),
        place(exhibit) === 0 ? '' : `${place(exhibit)}.`,
      ];
      return `| ${cells.join(' | ')} |`;
    }),
    '',
    ...exhibits.flatMap(section),
  ]
    .join('\n')
    .trimEnd()}\n`;
}

/** What the page says of a mistake before it says how it was found. */
export const toldOf = ({
  id,
  title,
  mistake,
  symptom,
  seen,
  formula,
  oracles,
}: Mistake): string[] => [
  `<a id="${id}"></a>`,
  '',
  `### ${title}`,
  '',
  `${mistake} ${symptom}`,
  '',
  `- Seen: ${seen}`,
  `- Right: ${formula}`,
  `- Oracles: ${oracles.map((oracle) => (oracle === '*' ? 'all' : `\`${oracle}\``)).join(', ')}`,
];

function section({ mistake, trial, grounds }: Exhibit): string[] {
  const found = kinds.flatMap((kind) => (grounds[kind] ? [`\`${grounds[kind]}\``] : []));
  return [
    ...toldOf(mistake),
    ...(found.length > 0 ? [`- Broken, of each ground: ${found.join(', ')}`] : []),
    ...(trial.first
      ? ['', '```text', trial.smallest.check.id, ...tellCounterexample(trial.smallest), '```']
      : []),
    '',
  ];
}

const cell = (text: string): string => text.replaceAll('|', '\\|');
