import { readFileSync } from 'node:fs';
import { basename, extname } from 'node:path';
import type { Task } from '../../reference/gaussian-covariate/result.ts';
import type { Matrix } from '../../reference/numerics/matrix.ts';
import { readCsv } from './csv.ts';
import { DataError } from './data-error.ts';
import { readNumericNpy } from './npy.ts';
import type { Table } from './table.ts';

export interface LabelledData {
  readonly features: Matrix;
  /** ±1 for a classification, the targets of a regression. */
  readonly labels: Float64Array;
  readonly task: Task;
}

/** A feature matrix (one row per sample) and its labels, from two files. */
export function readLabelled(
  featureFile: string,
  labelFile: string,
  task: Task | undefined,
): LabelledData {
  const features = readTable(featureFile);
  const labels = readTable(labelFile);
  if (labels.columns !== 1 && labels.rows !== 1)
    throw new DataError(
      labels.file,
      `labels are one column or one row, not ${labels.rows} × ${labels.columns}`,
    );
  if (labels.data.length !== features.rows)
    throw new DataError(
      labels.file,
      `${labels.data.length} labels for the ${features.rows} rows of ${features.file}`,
    );
  return { features, ...asTask(labels, task) };
}

/** A table of finite numbers; the extension of the file says how it is written. */
export function readTable(path: string): Table {
  const file = basename(path);
  const extension = extname(path).toLowerCase();
  if (!['.npy', '.csv', '.tsv', '.txt'].includes(extension))
    throw new DataError(file, 'the extension must be .npy, .csv, .tsv or .txt');
  const bytes = contents(path);
  const table =
    extension === '.npy'
      ? readNumericNpy(file, bytes)
      : readCsv(file, new TextDecoder().decode(bytes));
  const bad = table.data.findIndex((x) => !Number.isFinite(x));
  if (bad < 0) return table;
  const { columns, place } = table;
  throw new DataError(
    file,
    `a finite number is needed, got ${table.data[bad]}`,
    place(Math.floor(bad / columns), bad % columns),
  );
}

function contents(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new DataError(path, `cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
}

/** Two classes are written as −1 and 1 or as 0 and 1; other labels are the targets of a regression. */
function asTask(labels: Table, task: Task | undefined): { labels: Float64Array; task: Task } {
  const { file, data, rows, columns, place } = labels;
  if (data.every((y) => y === data[0]))
    throw new DataError(
      file,
      `all ${data.length} labels are ${data[0]}: there is nothing to learn`,
    );
  if (task === 'regression') return { task, labels: data };
  const unsigned = !data.includes(-1);
  const stranger = data.findIndex((y) => y !== 1 && y !== (unsigned ? 0 : -1));
  if (stranger < 0) return { task: 'classification', labels: data.map((y) => (y === 1 ? 1 : -1)) };
  if (task === undefined) return { task: 'regression', labels: data };
  throw new DataError(
    file,
    `labels of two classes are -1 and 1, or 0 and 1: got ${data[stranger]}`,
    rows === 1 && columns > 1 ? place(0, stranger) : place(stranger, 0),
  );
}
