import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { channel } from '../../reference/channels/index.ts';
import { philoxStream } from '../../reference/numerics/random.ts';
import { prior } from '../../reference/priors/index.ts';
import { packageRoot } from '../../src/package-root.ts';
import { writeNpy } from '../../src/protocol/npy.ts';
import { channels, priors } from './recipes/models.ts';

/**
 * The instances that golden values are computed on. They are drawn once, shipped, and named by
 * checksum: a golden value never depends on how an instance was drawn.
 */
interface Instance {
  readonly name: string;
  readonly prior: keyof typeof priors;
  readonly channel: keyof typeof channels;
  readonly samples: number;
  readonly dimension: number;
  readonly seed: number;
  /** Sizes of the columns, from 1 down to this one; 1 by default. */
  readonly smallest?: number;
  /** The files that are shipped; all three by default. */
  readonly parts?: readonly Part[];
}

type Part = 'matrix' | 'labels' | 'initial';

const traces: readonly (readonly [keyof typeof priors, keyof typeof channels, number, number])[] = [
  ['rademacher', 'sign', 40, 30],
  ['gaussian', 'sign', 60, 30],
  ['gaussian', 'probit', 60, 30],
  ['gauss-bernoulli', 'linear', 20, 30],
  ['gaussian', 'relu', 60, 24],
  ['ternary', 'linear', 24, 24],
  ['rademacher', 'balanced-door', 80, 24],
  ['gaussian', 'noisy-absolute-value', 80, 20],
];
const posteriors: readonly (readonly [
  keyof typeof priors,
  keyof typeof channels,
  number,
  number,
])[] = [
  ['rademacher', 'sign', 14, 12],
  ['rademacher', 'probit', 14, 12],
  ['rademacher', 'linear', 8, 12],
  ['ternary', 'probit', 10, 8],
  ['rademacher', 'noisy-absolute-value', 10, 10],
];

/** Data sets whose minimisers are known. */
const risks: readonly Omit<Instance, 'seed'>[] = [
  { name: 'erm-noisy', prior: 'gaussian', channel: 'probit', samples: 60, dimension: 20 },
  { name: 'erm-separable', prior: 'gaussian', channel: 'sign', samples: 24, dimension: 30 },
  {
    name: 'erm-graded',
    prior: 'gaussian',
    channel: 'probit',
    samples: 40,
    dimension: 12,
    smallest: 1e-4,
  },
  { name: 'erm-few-samples', prior: 'rademacher', channel: 'probit', samples: 6, dimension: 8 },
];

const instances: readonly Instance[] = [
  ...traces.map(([p, c, samples, dimension], i) => ({
    name: `${p}-${c}`,
    prior: p,
    channel: c,
    samples,
    dimension,
    seed: 100 + i,
  })),
  ...posteriors.map(([p, c, samples, dimension], i) => ({
    name: `exact-${p}-${c}`,
    prior: p,
    channel: c,
    samples,
    dimension,
    seed: 200 + i,
  })),
  ...[8, 12].map((dimension, i) => ({
    name: `binary-perceptron-d-${dimension}`,
    prior: 'rademacher' as const,
    channel: 'sign' as const,
    samples: dimension,
    dimension,
    seed: 300 + i,
  })),
  ...risks.map((risk, i) => ({ ...risk, seed: 400 + i, parts: ['matrix', 'labels'] as const })),
];

/** Matrix with N(0, 1/d) entries, labels of a teacher drawn from the prior, and a weak informed start. */
function draw(instance: Instance) {
  const { samples, dimension, smallest = 1 } = instance;
  const random = philoxStream(instance.seed);
  const data = Float64Array.from(
    { length: samples * dimension },
    (_, k) =>
      (random.normal() / Math.sqrt(dimension)) *
      smallest ** ((k % dimension) / Math.max(1, dimension - 1)),
  );
  const p = prior(priors[instance.prior]);
  const c = channel(channels[instance.channel]);
  const teacher = Float64Array.from({ length: dimension }, () => p.sample(random));
  const labels = Float64Array.from({ length: samples }, (_, mu) => {
    let z = 0;
    for (let i = 0; i < dimension; i++) z += data[mu * dimension + i]! * teacher[i]!;
    return c.sample(z, random);
  });
  const initial = teacher.map((w) => 0.3 * w + 0.3 * random.normal());
  return {
    matrix: { shape: [samples, dimension], data },
    labels: { shape: [samples], data: labels },
    initial: { shape: [dimension], data: initial },
  };
}

const path = (name: string, part: Part) => `instances/${name}.${part}.npy`;

/** Draws the instances that are not there yet. Those that are there are never drawn again. */
export function drawMissingInstances(): readonly string[] {
  const drawn: string[] = [];
  mkdirSync(join(packageRoot(), 'golden', 'instances'), { recursive: true });
  for (const instance of instances) {
    const parts = draw(instance);
    for (const part of instance.parts ?? (['matrix', 'labels', 'initial'] as const)) {
      const file = join(packageRoot(), 'golden', path(instance.name, part));
      if (existsSync(file)) continue;
      writeFileSync(file, writeNpy(parts[part]));
      drawn.push(path(instance.name, part));
    }
  }
  return drawn;
}

export interface InstanceReference {
  readonly npy: string;
  readonly sha256: string;
}

function reference(name: string, part: Part): InstanceReference {
  const npy = path(name, part);
  const bytes = readFileSync(join(packageRoot(), 'golden', npy));
  return { npy, sha256: createHash('sha256').update(bytes).digest('hex') };
}

export const instanceMatrix = (name: string) => reference(name, 'matrix');
export const instanceVector = (name: string, part: 'labels' | 'initial') => reference(name, part);
