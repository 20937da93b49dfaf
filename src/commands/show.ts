import type { Writable } from 'node:stream';
import { errata } from '../../oracles/errata/index.ts';
import { findOracle, oracles } from '../../oracles/index.ts';
import type { AnyOracle } from '../../oracles/oracle.ts';
import { bibtex, cite, type SourceKey, sources } from '../../oracles/sources.ts';
import { laws } from '../../properties/index.ts';
import type { AnyLaw } from '../../properties/law.ts';
import { distance } from '../distance.ts';
import { type Evidence, readEvidence } from '../evidence.ts';
import { type Golden, readGolden, resolveGolden } from '../golden.ts';
import { packageInfo } from '../package-root.ts';
import { findSweep } from '../sweep/sweeps/index.ts';
import { brief, formatWithError, headline, shellQuote } from './format.ts';
import { pointsTable } from './points-table.ts';
import { statisticsText } from './statistics-text.ts';

/** One entry of the catalogue, ready to be shown. */
interface Page {
  readonly kind: string;
  readonly id: string;
  readonly data: unknown;
  readonly sources: readonly string[];
  text(): string;
  /** Golden values only: computes the value again and compares. */
  recompute?(): { readonly text: string; readonly agrees: boolean };
}

function* pages(): Generator<Page> {
  for (const oracle of oracles) yield oraclePage(oracle);
  for (const law of laws) yield lawPage(law);
  for (const golden of readGolden()) yield goldenPage(golden);
  for (const evidence of readEvidence()) yield evidencePage(evidence);
  for (const erratum of errata)
    yield {
      kind: 'erratum',
      id: erratum.id,
      data: erratum,
      sources: erratum.sources,
      text: () =>
        section(erratum.id, [
          ['where', erratum.where],
          ['printed', erratum.literal],
          ['right', erratum.right],
          ['why', erratum.why],
          ['law it breaks', erratum.law],
        ]),
    };
  for (const key of Object.keys(sources) as SourceKey[])
    yield { kind: 'source', id: key, data: sources[key], sources: [key], text: () => key };
}

/** `nishimori show <id>`. */
export async function show(
  id: string,
  options: { readonly json?: boolean; readonly bibtex?: boolean; readonly recompute?: boolean },
  output: Writable,
): Promise<number> {
  const all = [...pages()];
  const page = all.find((p) => p.id === id);
  if (!page) {
    const near = all.filter((p) => p.id.includes(id)).slice(0, 8);
    process.stderr.write(
      `nishimori: nothing is called '${id}'` +
        (near.length > 0
          ? `; did you mean\n${near.map((p) => `  ${p.id}`).join('\n')}\n`
          : ' (see: nishimori list golden)\n'),
    );
    return 2;
  }
  if (options.recompute) {
    if (!page.recompute) {
      process.stderr.write(`nishimori: ${id} is no golden value: nothing to recompute\n`);
      return 2;
    }
    const { text, agrees } = page.recompute();
    output.write(`${text}\n`);
    return agrees ? 0 : 1;
  }
  if (options.json) {
    output.write(`${JSON.stringify({ kind: page.kind, ...(page.data as object) }, null, 2)}\n`);
    return 0;
  }
  const entries = page.sources.map((key) => bibtex(key as SourceKey)).join('\n\n');
  if (options.bibtex) {
    output.write(`${entries}\n`);
    return 0;
  }
  const citations = page.sources.map((key) => `  [${key}] ${cite(key as SourceKey)}`).join('\n');
  output.write(`${page.text()}\n\nsources\n${citations}\n\nBibTeX\n${indent(entries)}\n`);
  return 0;
}

const indent = (text: string): string =>
  text
    .split('\n')
    .map((line) => (line === '' ? '' : `  ${line}`))
    .join('\n');

/** A title and aligned "name  value" lines; lines of a longer value are indented below its name. */
function section(title: string, entries: readonly (readonly [string, string])[]): string {
  const shown = entries.filter(([, value]) => value !== '');
  const wide = Math.max(...shown.map(([name]) => name.length));
  const lines = shown.map(
    ([name, value]) =>
      `  ${name.padEnd(wide)}  ${value.replaceAll('\n', `\n${' '.repeat(wide + 4)}`)}`,
  );
  return [title, ...lines].join('\n');
}

function oraclePage(oracle: AnyOracle): Page {
  const { answer: _answer, sample: _sample, witnesses, ...data } = oracle;
  return {
    kind: 'oracle',
    id: oracle.id,
    data: {
      ...data,
      witnesses: witnesses.map(({ id, method, statistics }) => ({ id, method, statistics })),
    },
    sources: oracle.sources,
    text: () =>
      [
        section(oracle.id, [
          ['question', oracle.title],
          ['formula', oracle.formula],
          [
            'kind',
            oracle.statistics === undefined
              ? ''
              : `statistical, per question:\n${statisticsText(oracle.statistics)}`,
          ],
          ['cost', oracle.cost],
        ]),
        `\nparams (JSON Schema)\n${indent(JSON.stringify(oracle.params, null, 2))}`,
        `\nresult\n${Object.entries(oracle.fields)
          .map(
            ([field, contract]) =>
              `  ${field}: ${contract.meaning}` +
              (contract.floor > 0 ? ` (floor ${contract.floor}: ${contract.because})` : ''),
          )
          .join('\n')}`,
        witnesses.length === 0
          ? ''
          : `\nwitnesses\n${witnesses
              .map(
                ({ id, method, statistics }) =>
                  `  ${id}: ${method}${statistics ? `\n${indent(indent(statisticsText(statistics)))}` : ''}`,
              )
              .join('\n')}`,
      ]
        .filter((part) => part !== '')
        .join('\n'),
  };
}

function lawPage(law: AnyLaw): Page {
  const { model: _model, check: _check, ...data } = law;
  return {
    kind: 'law',
    id: law.id,
    data,
    sources: law.sources,
    text: () =>
      section(law.id, [
        ['statement', law.statement],
        ['formula', law.formula],
        ['catches', law.catches],
        ['asks', law.needs.join(', ')],
        [
          'kind',
          law.statistics === undefined
            ? 'deterministic'
            : `statistical, per case:\n${statisticsText(law.statistics)}`,
        ],
        ['cost', law.cost],
      ]),
  };
}

function goldenPage(golden: Golden): Page {
  return {
    kind: 'golden value',
    id: golden.id,
    data: golden,
    sources: golden.sources,
    text: () => goldenText(golden),
    recompute: () => recompute(golden),
  };
}

function evidencePage(evidence: Evidence): Page {
  const sweep = findSweep(evidence.sweep)!;
  const { literature = [], reading = '' } = sweep;
  return {
    kind: 'evidence',
    id: evidence.id,
    data: { ...evidence, literature, reading },
    sources: [...new Set([...evidence.sources, ...literature.map(({ source }) => source)])],
    text: () =>
      [
        section(evidence.id, [
          ['what', evidence.title],
          ['measured', `by simulation, ${evidence.tasks} runs; ± is one standard error`],
          ['reading', reading],
        ]),
        `\n${pointsTable(sweep, evidence.options, evidence.points)}`,
        literature.length === 0
          ? ''
          : `\nprinted in the literature\n${literature
              .map(({ printed, source, where }) => `  ${printed}  [${source}], ${where}`)
              .join('\n')}`,
        `\nrecompute\n  ${evidence.command}`,
        `\ncite\n  nishimori ${packageInfo().version}, evidence ${evidence.id}`,
      ]
        .filter((part) => part !== '')
        .join('\n'),
  };
}

function goldenText(golden: Golden): string {
  const parts = [
    section(golden.id, [
      ['what', golden.title],
      ['', golden.description ?? ''],
      ['oracle', golden.oracle],
      ['evidence', golden.evidence],
      ['flags', golden.flags.join(', ')],
      ['recipe', golden.provenance.recipe],
      ['notes', golden.notes ?? ''],
    ]),
  ];
  for (const c of golden.cases) {
    const fields = Object.entries(c.value).map(
      ([field, value]) => [field, formatValue(value, c.error[field])] as const,
    );
    parts.push(`\n${section(`params ${brief(c.params)}`, fields)}`);
    for (const w of c.witnesses)
      parts.push(
        section(
          `  witness: ${w.method} (${w.script})`,
          Object.entries(w.value).map(
            ([field, value]) => [`  ${field}`, formatValue(value, w.error[field])] as const,
          ),
        ),
      );
  }
  if (golden.literature.length > 0)
    parts.push(
      `\nprinted in the literature\n${golden.literature
        .map(
          (l) =>
            `  ${l.field ?? headline(golden)} = ${l.printed}  [${l.source}]${l.where ? `, ${l.where}` : ''}` +
            (l.agrees === undefined
              ? ''
              : l.agrees
                ? ' — agrees to its printed digits'
                : ' — differs') +
            (l.remark ? `: ${l.remark}` : ''),
        )
        .join('\n')}`,
    );
  const first = golden.cases[0]!.params;
  const isSmall = !JSON.stringify(first).includes('"npy"');
  parts.push(
    `\nrecompute\n  npx nishimori show ${golden.id} --recompute` +
      (isSmall
        ? `\n  npx nishimori answer ${golden.oracle} --params ${shellQuote(JSON.stringify(first))}`
        : ''),
    `\ncite this value\n  nishimori ${packageInfo().version}, golden value ${golden.id}`,
  );
  return parts.join('\n');
}

function formatValue(value: unknown, error: number | undefined): string {
  if (typeof value === 'number') return formatWithError(value, error ?? 0);
  return `${brief(value, 160)}${error === undefined || error === 0 ? '' : ` ± ${error.toPrecision(1)}`}`;
}

function recompute(golden: Golden): { text: string; agrees: boolean } {
  const oracle = findOracle(golden.oracle)!;
  let agrees = true;
  const lines = resolveGolden(golden).cases.flatMap((c) => {
    const answer = oracle.answer(c.params as never);
    return Object.entries(c.value).map(([field, stored]) => {
      const now = (answer.result as { [field: string]: unknown })[field];
      const allowance =
        (c.error[field] ?? 0) + ((answer.error as { [f: string]: number })[field] ?? 0);
      const difference = distance(now, stored);
      const ok = difference <= allowance;
      agrees &&= ok;
      return `${ok ? 'agrees ' : 'DIFFERS'} ${field}: ${formatValue(now, (answer.error as { [f: string]: number })[field])}  (stored ${formatValue(stored, c.error[field])}; difference ${difference.toPrecision(2)})`;
    });
  });
  return { text: lines.join('\n'), agrees };
}
