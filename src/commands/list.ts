import type { Writable } from 'node:stream';
import Table from 'cli-table3';
import { errata } from '../../oracles/errata/index.ts';
import { oracles } from '../../oracles/index.ts';
import { cite, type SourceKey, sources } from '../../oracles/sources.ts';
import { laws } from '../../properties/index.ts';
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
      kind: l.falseAlarm === undefined ? 'deterministic' : `false alarm ${l.falseAlarm}`,
    })),
  golden: () =>
    readGolden().map((g) => ({
      id: g.id,
      title: g.title,
      value: formatGoldenValue(g),
      printed: g.literature.map((l) => l.printed).join(', '),
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

/** The rows under their headings, as wide as the terminal: only the last columns wrap. */
function table(rows: readonly Row[]): string {
  const columns = Object.keys(rows[0] ?? { id: '' });
  const room = Math.max(process.stdout.columns ?? 120, 80);
  const natural = columns.map((c) => Math.max(width(c), ...rows.map((r) => width(r[c]!))) + 2);
  const fixed = natural[0]!;
  const rest = natural.slice(1).reduce((a, b) => a + b, 0);
  const available = Math.max(room - fixed - columns.length - 1, 20 * (columns.length - 1));
  const scale = Math.min(1, available / Math.max(rest, 1));
  const widths = natural.map((w, i) => (i === 0 ? w : Math.max(12, Math.floor(w * scale))));
  const t = new Table({
    head: columns,
    colWidths: widths,
    wordWrap: true,
    style: { head: [], border: [] },
  });
  t.push(...rows.map((r) => columns.map((c) => r[c]!)));
  return t.toString();
}
