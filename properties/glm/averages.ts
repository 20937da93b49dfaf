import fc from 'fast-check';
import { channels, logUniform, priors, uniform } from '../../oracles/arbitraries/index.ts';
import type { ChannelSpec } from '../../reference/channels/channel.ts';
import type { PriorSpec } from '../../reference/priors/prior.ts';
import { law } from '../define.ts';
import { overLine } from '../integrals.ts';
import type { Bench } from '../law.ts';
import { exponential, type Measured, product, scaled, sum } from '../measured.ts';
import { isLabel, moments, noiseOf } from '../models.ts';
import { equal } from '../near.ts';
import { outputPotential, priorDenoiser, priorPotential } from '../questions.ts';
import { overOutputs } from './output-relations.ts';

/*
 * A potential is the average of the logarithm of a partition function, over the very Gaussian
 * channel that the denoiser inverts. The laws of this file take the average themselves, of the
 * implementation's own denoisers, so that both have to be right or wrong in the same way.
 */

const quadrature = 'accuracy of the answers; measured truncation of the average';

/** N(x; 0, v) */
const gaussian = (x: number, v: number): number =>
  Math.exp(-(x * x) / (2 * v)) / Math.sqrt(2 * Math.PI * v);

/** Largest |w| of an atom, typical step of B over which the denoiser changes. */
function fieldGrid(prior: PriorSpec, r: number): { readonly reach: number; readonly step: number } {
  const noise = Math.sqrt(r);
  switch (prior.kind) {
    case 'rademacher':
      return { reach: r + 7 * noise, step: Math.min(0.35 * noise, 0.35) };
    case 'discrete': {
      const range = Math.max(...prior.values) - Math.min(...prior.values);
      const largest = Math.max(...prior.values.map(Math.abs));
      return { reach: r * largest + 7 * noise, step: Math.min(0.35 * noise, 0.7 / range) };
    }
    default: {
      const g = 1 + r * prior.variance;
      const kink = prior.kind === 'gaussian' ? Infinity : Math.sqrt(g / prior.variance);
      return { reach: 8 * noise * Math.sqrt(g), step: Math.min(0.5 * noise, 0.35 * kink) };
    }
  }
}

interface Sight {
  readonly prior: PriorSpec;
  readonly conjugate: number;
}

const averageOverField = law<Sight>({
  id: 'glm/prior-potential-averages-denoiser',
  statement:
    'The potential of a prior is the average of its denoiser over what the scalar channel shows.',
  formula:
    'B ~ N(B; 0, r) Z_w(r, B): Φ_w = E ln Z_w, M = E⟨w⟩², mmse = E var, E⟨w⟩ = E w, total mass 1',
  catches: 'a denoiser and a state evolution written for different priors or different units',
  needs: ['glm.prior-denoiser', 'glm.prior-potential'],
  model: fc.record({ prior: priors(), conjugate: logUniform(0.05, 2) }),
  async check(bench, { prior, conjugate: r }) {
    const { reach, step } = fieldGrid(prior, r);
    const [mass, mean, square, variance, logarithm] = await overLine(
      async (field) => {
        const answer = await priorDenoiser(bench, prior, r, field);
        const density = scaled(gaussian(field, r), exponential(answer.logPartition));
        return [
          density,
          product(density, answer.mean),
          product(density, product(answer.mean, answer.mean)),
          product(density, answer.variance),
          product(density, answer.logPartition),
        ];
      },
      0,
      reach,
      step,
    );
    const { potential, overlap, meanSquareError } = await priorPotential(bench, prior, r);
    return [
      equal('mass of B', mass, 1, quadrature),
      equal('E⟨w⟩', mean, moments(prior).mean, quadrature),
      equal('M', overlap, square, quadrature),
      equal('mmse', meanSquareError, variance, quadrature),
      equal('Φ_w', potential, logarithm, quadrature),
    ];
  },
  cost: 'moderate',
  sources: ['barbier2019', 'guo2005'],
});

/** A field ω = √m v, z ~ N(ω, V) with V = ρ − m. */
interface View {
  readonly channel: ChannelSpec;
  readonly secondMoment: number;
  readonly overlap: number;
}

/** E_v of Σ_y Z ln Z and of Σ_y Z g², by the law's own rules over both. */
async function averageOverView(
  bench: Bench,
  { channel, secondMoment, overlap }: View,
): Promise<readonly Measured[]> {
  const variance = secondMoment - overlap;
  const width = variance + noiseOf(channel);
  // ω changes the label over √width; two walls of a door stand 2K apart and compete over V/K.
  const feature =
    channel.kind === 'symmetric-door'
      ? Math.min(Math.sqrt(width), width / channel.width)
      : Math.sqrt(width);
  const labels = isLabel(channel);
  const step = Math.min(labels ? 0.3 : 0.5, (labels ? 0.4 : 0.6) * (feature / Math.sqrt(overlap)));
  return overLine(
    async (v) => {
      const omega = Math.sqrt(overlap) * v;
      const inner = await overOutputs(
        bench,
        { channel, omega, variance },
        ({ logPartition, g }) => {
          const z = exponential(logPartition);
          return [product(z, logPartition), product(z, product(g, g))];
        },
        56,
      );
      return inner.map((x) => scaled(gaussian(v, 1), x));
    },
    0,
    // The walls of a door may stand five standard deviations out, and its information with them.
    labels ? 10 : 7,
    step,
  );
}

/** Channels of some kinds, seen at an overlap that is a fraction of the second moment. */
const views = (kinds: Parameters<typeof channels>[0], fractions: fc.Arbitrary<number>) =>
  fc
    .record({ channel: channels(kinds), secondMoment: logUniform(0.3, 3), fraction: fractions })
    .map(({ channel, secondMoment, fraction }) => ({
      channel,
      secondMoment,
      overlap: fraction * secondMoment,
    }));

async function potentialIsAverage(bench: Bench, view: View) {
  const [entropy, information] = await averageOverView(bench, view);
  const { channel, secondMoment, overlap } = view;
  const answer = await outputPotential(bench, channel, secondMoment, overlap);
  return [
    equal('Φ_out', answer.potential, entropy, quadrature),
    equal('A', answer.conjugatePerAlpha, information, quadrature),
  ];
}

const averageOfLabels = law<View>({
  id: 'glm/output-potential-averages-labels',
  statement: 'The output potential of labels is minus their entropy, their score the information.',
  formula: 'Φ_out = E_v Σ_y Z ln Z,   A = E_v Σ_y Z g²   (ω = √m v, V = ρ − m)',
  catches: 'a G-AMP and a state evolution written for different channels or different units',
  needs: ['glm.output-denoiser', 'glm.output-potential'],
  model: views(['sign', 'probit', 'symmetric-door'], uniform(0.05, 0.9, 17)),
  check: potentialIsAverage,
  cost: 'moderate',
  sources: ['barbier2019'],
});

const averageOfReals = law<View>({
  id: 'glm/output-potential-averages-outputs',
  statement: 'The output potential of a continuous output is minus its differential entropy.',
  formula: 'Φ_out = E_v ∫dy Z ln Z,   A = E_v ∫dy Z g²   (ω = √m v, V = ρ − m)',
  catches: 'the atom of relu, or one branch of |z|, missing in state evolution only',
  needs: ['glm.output-denoiser', 'glm.output-potential'],
  model: views(['linear', 'relu', 'absolute-value'], uniform(0.1, 0.6, 10)),
  check: potentialIsAverage,
  cost: 'expensive',
  sources: ['barbier2019'],
});

const unseen = law<{ readonly channel: ChannelSpec; readonly secondMoment: number }>({
  id: 'glm/output-potential-at-zero-overlap',
  statement: 'At zero overlap every field looks the same, and one denoiser tells the potential.',
  formula: 'm = 0: Φ_out = Σ_y Z ln Z, A = Σ_y Z g² at ω = 0, V = ρ',
  catches: 'ρ taken for 1; a label of probability zero in the entropy',
  needs: ['glm.output-denoiser', 'glm.output-potential'],
  model: fc.record({ channel: channels(), secondMoment: logUniform(0.1, 10) }),
  async check(bench, { channel, secondMoment }) {
    const [entropy, information] = await overOutputs(
      bench,
      { channel, omega: 0, variance: secondMoment },
      ({ logPartition, g }) => {
        const z = exponential(logPartition);
        return [product(z, logPartition), product(z, product(g, g))];
      },
    );
    const answer = await outputPotential(bench, channel, secondMoment, 0);
    return [
      equal('Φ_out(0)', answer.potential, entropy, quadrature),
      equal('A(0)', answer.conjugatePerAlpha, sum(information), quadrature),
    ];
  },
  cost: 'moderate',
  sources: ['barbier2019'],
});

export const averageLaws = [averageOverField, averageOfLabels, averageOfReals, unseen] as const;
