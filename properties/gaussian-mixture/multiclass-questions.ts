import type { GaussianMixtureMulticlassParams } from '../../oracles/types/index.ts';
import { conditioned } from '../conditioned.ts';
import type { Bench } from '../law.ts';
import type { Measured } from '../measured.ts';
import { floorOf, LeftOut, permitted } from '../questions.ts';

export type Multiclass = GaussianMixtureMulticlassParams;

const id = 'gaussian-mixture.multiclass';
const scalars = ['generalisationError', 'trainingLoss', 'weightNorm'] as const;

/** A field that is left out is missed when it is looked at, not before. */
const missing = Number.NaN;

/** One answer, its arrays taken apart: entries are accurate relative to the largest of their array. */
async function once(bench: Bench, model: Multiclass): Promise<Record<string, Measured>> {
  const answer = await bench.ask<Record<string, unknown>>(id, model);
  const K = model.probabilities.length;
  const found: Record<string, Measured> = {};
  const put = (name: string, field: string, x: unknown, scale: number) => {
    const value = x === undefined ? missing : Number(x);
    found[name] = { value, error: permitted(bench, value, scale, floorOf(id, field)) };
  };
  for (const field of scalars) put(field, field, answer[field], 0);
  for (const field of ['overlap', 'norm'] as const) {
    const matrix = answer[field] as readonly (readonly unknown[])[] | undefined;
    const scale = Math.max(...(matrix ?? []).flat().map((x) => Math.abs(Number(x))));
    for (let k = 0; k < K; k++)
      for (let l = 0; l < K; l++) put(`${field} ${k} ${l}`, field, matrix?.[k]?.[l], scale);
  }
  const bias = answer.bias as readonly unknown[] | undefined;
  // an intercept is a difference of terms of the order of the overlaps, or of the mean of a label
  const scale = Math.max(
    ...(bias ?? []).map((x) => Math.abs(Number(x))),
    ...Object.keys(found)
      .filter((name) => name.startsWith('overlap'))
      .map((name) => Math.abs(found[name].value) || 0),
  );
  for (let k = 0; k < K; k++) put(`bias ${k}`, 'bias', bias?.[k], scale);
  return found;
}

const names = (K: number): string[] => {
  const classes = Array.from({ length: K }, (_, k) => k);
  return [
    ...scalars,
    ...classes.map((k) => `bias ${k}`),
    ...classes.flatMap((k) => classes.flatMap((l) => [`overlap ${k} ${l}`, `norm ${k} ${l}`])),
  ];
};

/** The fixed point of K clusters, with errors widened by its condition number. */
export async function multiclass(bench: Bench, model: Multiclass) {
  const fields = await conditioned(
    bench,
    model,
    (question) => once(bench, question),
    names(model.probabilities.length),
  );
  const get = (name: string): Measured => {
    if (Number.isNaN(fields[name].value)) throw new LeftOut(`${id} leaves out ${name}`);
    return fields[name];
  };
  return {
    get generalisationError() {
      return get('generalisationError');
    },
    get trainingLoss() {
      return get('trainingLoss');
    },
    get weightNorm() {
      return get('weightNorm');
    },
    bias: (k: number) => get(`bias ${k}`),
    overlap: (k: number, l: number) => get(`overlap ${k} ${l}`),
    norm: (k: number, l: number) => get(`norm ${k} ${l}`),
  };
}
