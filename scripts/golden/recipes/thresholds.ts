import type { ChannelSpec } from '../../../reference/channels/channel.ts';
import type { PriorSpec } from '../../../reference/priors/prior.ts';
import type { Printed, Recipe } from '../recipe.ts';
import { channels, priors } from './models.ts';

type Kind = 'algorithmic' | 'information-theoretic' | 'lower-spinodal' | 'weak-recovery';

const names: { readonly [kind in Kind]: string } = {
  algorithmic: 'algorithmic threshold',
  'information-theoretic': 'information-theoretic threshold',
  'lower-spinodal': 'lower spinodal',
  'weak-recovery': 'weak-recovery threshold',
};

interface Row {
  readonly model: string;
  readonly what: string;
  readonly prior: PriorSpec;
  readonly channel: ChannelSpec;
  readonly kind: Kind;
  readonly flags?: readonly string[];
  readonly literature?: readonly Printed[];
  readonly notes?: string;
  readonly witnesses?: Recipe['witnesses'];
}

const perceptron = {
  model: 'rademacher-sign',
  what: 'binary perceptron (Rademacher weights, sign labels)',
  prior: priors.rademacher,
  channel: channels.sign,
} as const;

const phaseRetrieval = {
  model: 'gaussian-absolute-value',
  what: 'real phase retrieval (Gaussian weights, noiseless modulus)',
  prior: priors.gaussian,
  channel: channels['absolute-value'],
} as const;

const compressedSensing = (density: number) =>
  ({
    model: `gauss-bernoulli-linear/density-${String(density).replace('.', '-')}`,
    what: `noiseless compressed sensing at density ${density}`,
    prior: { kind: 'gauss-bernoulli', density, variance: 1 },
    channel: { kind: 'linear', noiseVariance: 0 },
  }) as const;

const rows: readonly Row[] = [
  {
    ...perceptron,
    kind: 'information-theoretic',
    flags: ['first-order', 'kink'],
    literature: [
      { printed: '1.245', source: 'gyorgyi1990', where: 'abstract', remark: 'α_GD' },
      { printed: '1.24', source: 'seung1992' },
    ],
    notes:
      'Quadratures that miss the kink of the sign channel, or a floor on V of 1e-6, shift this value in its third decimal. 1.249, found in some recent texts, is not reproduced.',
  },
  { ...perceptron, kind: 'algorithmic', flags: ['fold'] },
  {
    ...phaseRetrieval,
    kind: 'information-theoretic',
    flags: ['even-channel', 'noiseless'],
    literature: [{ printed: '1', source: 'barbier2019', remark: 'up to the global sign' }],
  },
  {
    ...phaseRetrieval,
    kind: 'algorithmic',
    flags: ['fold', 'even-channel', 'noiseless'],
    literature: [{ printed: '1.13', source: 'barbier2019', remark: 'up to the global sign' }],
  },
  {
    ...phaseRetrieval,
    kind: 'weak-recovery',
    flags: ['even-channel', 'noiseless'],
    literature: [{ printed: '0.5', source: 'mondelli2019' }],
  },
  ...(['information-theoretic', 'algorithmic'] as const).map((kind) => ({
    model: 'rademacher-relu',
    what: 'Rademacher weights, noiseless ReLU',
    prior: priors.rademacher,
    channel: channels.relu,
    kind,
    flags: ['noiseless', kind === 'algorithmic' ? 'fold' : 'limit'],
  })),
  ...(['information-theoretic', 'algorithmic', 'weak-recovery'] as const).map((kind) => ({
    model: 'rademacher-absolute-value',
    what: 'Rademacher weights, noiseless modulus',
    prior: priors.rademacher,
    channel: channels['absolute-value'],
    kind,
    flags: ['even-channel', 'noiseless'],
  })),
  ...(['information-theoretic', 'algorithmic', 'weak-recovery'] as const).map((kind) => ({
    model: 'rademacher-balanced-door',
    what: 'Rademacher weights, balanced symmetric door',
    prior: priors.rademacher,
    channel: channels['balanced-door'],
    kind,
    flags: ['even-channel', ...(kind === 'algorithmic' ? ['fold'] : [])],
  })),
  {
    model: 'gaussian-relu',
    what: 'Gaussian weights, noiseless ReLU',
    prior: priors.gaussian,
    channel: channels.relu,
    kind: 'algorithmic',
    flags: ['noiseless', 'limit'],
    witnesses: ['mpmath_replica.py', 'bisect_branches.py'],
    notes: 'No fold: V → 0 continuously as α → 2.',
  },
  ...[0.1, 0.2, 0.5].flatMap((density) =>
    (['information-theoretic', 'algorithmic'] as const).map((kind) => ({
      ...compressedSensing(density),
      kind,
      flags: ['noiseless', ...(kind === 'algorithmic' ? ['fold'] : [])],
    })),
  ),
  ...(['lower-spinodal', 'information-theoretic', 'algorithmic'] as const).map((kind) => ({
    model: 'gauss-bernoulli-linear/noisy',
    what: 'compressed sensing at density 0.1 and noise variance 1e-4',
    prior: { kind: 'gauss-bernoulli', density: 0.1, variance: 1 } as const,
    channel: { kind: 'linear', noiseVariance: 1e-4 } as const,
    kind,
    flags: kind === 'information-theoretic' ? ['first-order'] : ['fold'],
    witnesses: ['mpmath_replica.py', 'bisect_branches.py'] as const,
    notes: 'Coexistence of two branches between the spinodals; both recover imperfectly.',
  })),
];

export const thresholds: readonly Recipe[] = rows.map(
  ({ model, what, prior, channel, kind, flags = [], literature = [], notes, witnesses }) => ({
    id: `glm/${model}/${kind}-threshold`.replace('spinodal-threshold', 'spinodal'),
    title: `${names[kind]} of the ${what}`.replace(
      / of the (Rademacher|Gaussian|noiseless)/,
      ': $1',
    ),
    oracle: 'glm.threshold',
    headline: 'alpha',
    evidence: 'theorem',
    flags: ['threshold', ...flags],
    literature,
    sources: ['barbier2019', ...literature.map((l) => l.source).filter((s) => s !== 'barbier2019')],
    ...(notes ? { notes } : {}),
    cases: [{ prior, channel, kind }],
    witnesses: witnesses ?? ['mpmath_replica.py', 'bayes_grid.py'],
  }),
);
