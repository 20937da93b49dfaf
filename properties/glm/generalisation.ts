import fc from 'fast-check';
import {
  channels,
  logUniform,
  oneOf,
  overlapFractions,
  uniform,
} from '../../oracles/arbitraries/index.ts';
import type { ChannelSpec } from '../../reference/channels/channel.ts';
import { law } from '../define.ts';
import { overLine } from '../integrals.ts';
import { difference, exponential, product, scaled, sum, through } from '../measured.ts';
import { isLabel, scaledChannel } from '../models.ts';
import { atMost, equal } from '../near.ts';
import { generalisationError, outputDenoiser } from '../questions.ts';

interface Student {
  readonly channel: ChannelSpec;
  readonly secondMoment: number;
  readonly overlap: number;
}

/** Noiseless outputs of a new input: a linear channel's own noise is a matter of definition. */
const clean = channels(['sign', 'linear', 'relu', 'absolute-value', 'symmetric-door']).map(
  (channel): ChannelSpec =>
    'noiseVariance' in channel && channel.kind !== 'probit'
      ? { ...channel, noiseVariance: 0 }
      : channel,
);

const students = (channel: fc.Arbitrary<ChannelSpec> = clean): fc.Arbitrary<Student> =>
  fc
    .record({
      channel,
      secondMoment: oneOf([2, fc.constant(1)], [1, logUniform(0.1, 10)]),
      fraction: overlapFractions({ one: true }),
    })
    .map(({ channel, secondMoment, fraction }) => ({
      channel,
      secondMoment,
      overlap: Math.min(secondMoment, fraction * secondMoment),
    }));

const signStudents = students(fc.constant({ kind: 'sign' }));

const errorsOfSigns = law<Student>({
  id: 'glm/generalisation-square-is-twice-gibbs',
  statement:
    'For signs, the error of the mean prediction is twice the error rate of one posterior sample.',
  formula: 'E(y − ⟨y⟩)² = 2 ε_G,   ε_B ≤ ε_G ≤ 2 ε_B',
  catches:
    'Gibbs’ error given for Bayes’; 4 ε (of a predicted sign) for the square error of a mean',
  needs: ['glm.generalisation-error'],
  model: signStudents,
  async check(bench, { channel, secondMoment, overlap }) {
    const errors = await generalisationError(bench, channel, secondMoment, overlap);
    const { bayesMeanSquare, bayesClassification, gibbsClassification } = errors;
    return [
      equal('MSE against 2 ε_G', bayesMeanSquare, scaled(2, gibbsClassification)),
      atMost('ε_B ≤ ε_G', bayesClassification, gibbsClassification),
      atMost('ε_G ≤ 2 ε_B', gibbsClassification, scaled(2, bayesClassification)),
      atMost('0 ≤ ε_B', 0, bayesClassification),
      atMost('ε_G ≤ 1/2', gibbsClassification, 0.5),
    ];
  },
  cost: 'cheap',
  sources: ['opper1991', 'barbier2019'],
});

const angles = law<Student>({
  id: 'glm/generalisation-angles',
  statement:
    'The posterior mean stands between the teacher and a posterior sample: its angle to either is the same.',
  formula: 'cos(π ε_G) = cos²(π ε_B) = m/ρ',
  catches: 'm/ρ and √(m/ρ) exchanged; ρ forgotten under the arccosine',
  needs: ['glm.generalisation-error'],
  model: signStudents,
  async check(bench, { channel, secondMoment, overlap }) {
    const errors = await generalisationError(bench, channel, secondMoment, overlap);
    const cosine = (x: number) => Math.cos(Math.PI * x);
    const gibbs = through(errors.gibbsClassification, cosine, Math.PI);
    const bayes = through(errors.bayesClassification, cosine, Math.PI);
    // 1 − cos keeps the digits where the error is small: 2 sin²(πε/2) against 1 − m/ρ.
    const sines = (x: number) => 2 * Math.sin((Math.PI / 2) * x) ** 2;
    const gap = (secondMoment - overlap) / secondMoment;
    const relative = 8 * bench.accuracy * gap;
    return [
      equal('cos(π ε_G) against cos²(π ε_B)', gibbs, product(bayes, bayes)),
      equal('1 − cos(π ε_G)', sines(errors.gibbsClassification.value), gap, {
        amount: relative,
        because: 'the square of an angle doubles its relative error',
      }),
    ];
  },
  cost: 'cheap',
  sources: ['opper1991'],
});

const ends = law<Student>({
  id: 'glm/generalisation-limits',
  statement: 'Who knows nothing guesses the mean; who knows the weights makes no mistake.',
  formula: 'm = 0: ε_B = ε_G = 1/2, MSE = Var y;   m = ρ: all errors 0',
  catches: 'errors in units of the wrong variance; an arccosine of 1 + rounding',
  needs: ['glm.generalisation-error'],
  model: students(),
  async check(bench, { channel, secondMoment }) {
    const nothing = await generalisationError(bench, channel, secondMoment, 0);
    const everything = await generalisationError(bench, channel, secondMoment, secondMoment);
    const variances: { readonly [kind in ChannelSpec['kind']]: number | null } = {
      sign: 1,
      probit: null,
      'symmetric-door': null,
      linear: secondMoment,
      relu: secondMoment * (0.5 - 1 / (2 * Math.PI)),
      'absolute-value': secondMoment * (1 - 2 / Math.PI),
    };
    const variance = variances[channel.kind];
    return [
      equal('MSE at m = ρ', everything.bayesMeanSquare, 0, {
        amount: bench.accuracy * secondMoment,
        because: 'a difference of two terms of the order of ρ',
      }),
      ...(variance === null ? [] : [equal('MSE at m = 0', nothing.bayesMeanSquare, variance)]),
      ...(channel.kind === 'sign'
        ? [
            equal('ε_B at m = 0', nothing.bayesClassification, 0.5),
            equal('ε_G at m = 0', nothing.gibbsClassification, 0.5),
          ]
        : []),
    ];
  },
  cost: 'cheap',
  sources: ['barbier2019'],
});

const decreasing = law<Student & { readonly further: number }>({
  id: 'glm/generalisation-decreases',
  statement:
    'The more of the teacher is known, the better its outputs are predicted; the error is concave in what is missing.',
  formula: 'm₁ < m₂ ⇒ MSE(m₂) ≤ MSE(m₁), and MSE(m)/(ρ − m) does not decrease',
  catches: 'an overlap and an error exchanged',
  needs: ['glm.generalisation-error'],
  model: fc
    .record({ student: students(), further: uniform(0.05, 0.95, 18) })
    .map(({ student, further }) => ({
      ...student,
      further: student.overlap + further * (student.secondMoment - student.overlap),
    }))
    .filter(({ overlap, further }) => further > overlap),
  async check(bench, { channel, secondMoment, overlap, further }) {
    const worse = (await generalisationError(bench, channel, secondMoment, overlap))
      .bayesMeanSquare;
    const better = (await generalisationError(bench, channel, secondMoment, further))
      .bayesMeanSquare;
    return [
      atMost('MSE(m₂) ≤ MSE(m₁)', better, worse),
      // Φ convex in m for E⟨y⟩²: the chord to the perfect end lies below the curve.
      atMost('chord', scaled((secondMoment - further) / (secondMoment - overlap), worse), better),
    ];
  },
  cost: 'cheap',
  sources: ['barbier2019'],
});

const units = law<Student & { readonly scale: number }>({
  id: 'glm/generalisation-units',
  statement:
    'Error rates have no unit; errors of continuous outputs have that of the output squared.',
  formula: '(ρ, m, K) → (c²ρ, c²m, c K): ε unchanged, MSE → c² MSE for linear, relu, |z|',
  catches: 'ρ = 1 taken for granted',
  needs: ['glm.generalisation-error'],
  model: fc
    .record({ student: students(), scale: fc.constantFrom(2, 0.5, 4) })
    .map(({ student, scale }) => ({ ...student, scale })),
  async check(bench, { channel, secondMoment, overlap, scale: c }) {
    const plain = await generalisationError(bench, channel, secondMoment, overlap);
    const rescaled = await generalisationError(
      bench,
      scaledChannel(channel, c),
      c * c * secondMoment,
      c * c * overlap,
    );
    const factor = isLabel(channel) ? 1 : c * c;
    return [
      equal('MSE', rescaled.bayesMeanSquare, scaled(factor, plain.bayesMeanSquare)),
      ...(channel.kind === 'sign'
        ? [
            equal('ε_B', rescaled.bayesClassification, plain.bayesClassification),
            equal('ε_G', rescaled.gibbsClassification, plain.gibbsClassification),
          ]
        : []),
    ];
  },
  cost: 'cheap',
  sources: ['barbier2019'],
});

const predicted = law<Student>({
  id: 'glm/generalisation-from-predictive-distribution',
  statement: 'The error of a label is the average of its predictive variance.',
  formula: 'MSE = E_v Var(y | ω) = 1 − E_v (Z(+1) − Z(−1))², ω = √m v, V = ρ − m, for ±1 labels',
  catches: '(E φ)² in place of E[(E φ)²] (the error of Theorem 2 as it is printed)',
  needs: ['glm.generalisation-error', 'glm.output-denoiser'],
  model: fc
    .record({
      channel: channels(['sign', 'symmetric-door']),
      secondMoment: logUniform(0.3, 3),
      fraction: uniform(0.05, 0.9, 17),
    })
    .map(({ channel, secondMoment, fraction }) => ({
      channel,
      secondMoment,
      overlap: fraction * secondMoment,
    })),
  async check(bench, { channel, secondMoment, overlap }) {
    const variance = secondMoment - overlap;
    const wall = channel.kind === 'symmetric-door' ? variance / channel.width : Math.sqrt(variance);
    const step = 0.5 * Math.min(1, Math.sqrt(variance / overlap), wall / Math.sqrt(overlap));
    const [square] = await overLine(
      async (v) => {
        const omega = Math.sqrt(overlap) * v;
        const [plus, minus] = await Promise.all(
          [1, -1].map(async (y) =>
            exponential((await outputDenoiser(bench, channel, y, omega, variance)).logPartition),
          ),
        );
        const mean = difference(plus, minus);
        return [scaled(Math.exp(-(v * v) / 2) / Math.sqrt(2 * Math.PI), product(mean, mean))];
      },
      0,
      7,
      step,
    );
    const errors = await generalisationError(bench, channel, secondMoment, overlap);
    return [
      equal(
        'MSE',
        errors.bayesMeanSquare,
        sum(1, scaled(-1, square)),
        'accuracy of the answers; measured truncation of the average over v',
      ),
    ];
  },
  cost: 'moderate',
  sources: ['barbier2019'],
});

export const generalisationLaws = [
  errorsOfSigns,
  angles,
  ends,
  decreasing,
  units,
  predicted,
] as const;
