import type { Writable } from 'node:stream';
import Table from 'cli-table3';
import { errata } from '../../oracles/errata/index.ts';
import { oracles } from '../../oracles/index.ts';
import { cite, type SourceKey, sources } from '../../oracles/sources.ts';
import { laws } from '../../properties/index.ts';
import { readEvidence } from '../evidence.ts';
import { readGolden } from '../golden.ts';
import { formatGoldenValue } from './format.ts';

type Row = { readonly [column: string]: string };

/** What `nishimori list` can list: one row per entry, the first column its id. */
const listings: { readonly [what: string]: () => readonly Row[] } = {
  oracles: () =>
    oracles.map((o) => ({
      id: o.id,
      question: o.title,
      fields: Object.keys(o.fields).join(', '),
    })),
  laws: () =>
    laws.map((l) => ({
      id: l.id,
      statement: l.statement,
      kind:
        l.statistics === undefined
          ? 'deterministic'
          : `false alarm ${l.statistics.falseAlarm}, power ${l.statistics.power.atLeast}`,
    })),
  golden: () =>
    readGolden().map((g) => ({
      id: g.id,
      title: g.title,
      value: formatGoldenValue(g),
      printed: g.literature.map((l) => l.printed).join(', '),
    })),
  evidence: () =>
    readEvidence().map(({ id, title, tasks, points }) => ({
      id,
      title,
      points: String(points.length),
      runs: String(tasks),
    })),
  errata: () => errata.map((e) => ({ id: e.id, literal: e.literal, right: e.right })),
  sources: () =>
    (Object.keys(sources) as SourceKey[]).map((key) => ({ id: key, citation: cite(key) })),
};

/** `nishimori list <what>`. */
export async function list(
  what: string,
  options: { readonly json?: boolean },
  output: Writable,
): Promise<number> {
  const rows = listings[what]!();
  output.write(options.json ? `${JSON.stringify(rows, null, 2)}\n` : `${table(rows)}\n`);
  return 0;
}

const width = (text: string): number => [...text].length;

/** A column up to this width is never narrowed. */
const narrow = 24;

/** The rows under their headings, as wide as the terminal: only long texts wrap. */
function table(rows: readonly Row[]): string {
  const columns = Object.keys(rows[0] ?? { id: '' });
  const natural = columns.map((c) => Math.max(width(c), ...rows.map((r) => width(r[c]!))) + 2);
  const wraps = natural.map((w, i) => i > 0 && w > narrow);
  const sum = (which: boolean) =>
    natural.reduce((total, w, i) => (wraps[i] === which ? total + w : total), 0);
  const room = Math.max(process.stdout.columns ?? 120, 80) - columns.length - 1 - sum(false);
  const scale = Math.min(1, room / Math.max(sum(true), 1));
  const widths = natural.map((w, i) => (wraps[i] ? Math.max(narrow, Math.floor(w * scale)) : w));
  const t = new Table({
    head: columns,
    colWidths: widths,
    wordWrap: true,
    style: { head: [], border: [] },
  });
  t.push(...rows.map((r) => columns.map((c) => r[c]!)));
  return t.toString();
}
