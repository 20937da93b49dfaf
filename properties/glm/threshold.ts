import fc from 'fast-check';
import {
  centredPriors,
  channels,
  evenChannels,
  logUniform,
  oneOf,
  priors,
  uniform,
} from '../../oracles/arbitraries/index.ts';
import type { ChannelSpec } from '../../reference/channels/channel.ts';
import type { PriorSpec } from '../../reference/priors/prior.ts';
import { conditionedFixedPoint } from '../conditioned.ts';
import { law } from '../define.ts';
import { product, scaled } from '../measured.ts';
import {
  isNoiseless,
  moments,
  priorEntropy,
  revealedFraction,
  scaledChannel,
  scaledPrior,
} from '../models.ts';
import { atMost, equal } from '../near.ts';
import { fixedPoint, optimum, outputPotential, threshold } from '../questions.ts';

/** A prior and a channel with a first-order transition, and a distance δ from it to look at. */
interface Transition {
  readonly prior: PriorSpec;
  readonly channel: ChannelSpec;
  readonly distance: number;
}

const sparse: fc.Arbitrary<PriorSpec> = uniform(0.05, 0.6, 11).map((density) => ({
  kind: 'gauss-bernoulli',
  density,
  variance: 1,
}));

const linear: ChannelSpec = { kind: 'linear', noiseVariance: 0 };

const binary: fc.Arbitrary<PriorSpec> = fc.constant({ kind: 'rademacher' });

const weaklyNoisy: fc.Arbitrary<ChannelSpec> = logUniform(1e-6, 1e-2).map((noiseVariance) => ({
  kind: 'probit',
  noiseVariance,
}));

const pairs = (
  ...choices: readonly (readonly [fc.Arbitrary<PriorSpec>, fc.Arbitrary<ChannelSpec>])[]
): fc.Arbitrary<Transition> =>
  oneOf(
    ...choices.map(
      ([prior, channel]) =>
        [1, fc.record({ prior, channel, distance: logUniform(1e-3, 0.05) })] as const,
    ),
  );

const noiselessTransitions = pairs(
  [binary, channels(['sign', 'relu'])],
  [sparse, fc.constant(linear)],
);

const transitions = pairs(
  [binary, channels(['sign', 'relu'])],
  [sparse, fc.constant(linear)],
  [binary, weaklyNoisy],
);

const inOrder = law<Transition>({
  id: 'glm/threshold-order',
  statement: 'The better branch appears, then wins, and only then can an algorithm find it.',
  formula: 'α_spinodal ≤ α_IT ≤ α_AMP',
  catches: 'maximum and minimum of α(r) exchanged; a threshold read off where an iteration stalls',
  needs: ['glm.threshold'],
  model: transitions,
  async check(bench, { prior, channel }) {
    const wins = await threshold(bench, prior, channel, 'information-theoretic');
    const found = await threshold(bench, prior, channel, 'algorithmic');
    const ordered = atMost('α_IT ≤ α_AMP', wins.alpha, found.alpha);
    if (isNoiseless(channel)) return [ordered];
    const appears = await threshold(bench, prior, channel, 'lower-spinodal');
    return [ordered, atMost('α_spinodal ≤ α_IT', appears.alpha, wins.alpha)];
  },
  cost: 'moderate',
  sources: ['barbier2019', 'krzakala2012'],
});

const algorithmic = law<Transition>({
  id: 'glm/threshold-algorithmic',
  statement:
    'Above its threshold the algorithm ends where the informed student ends; just below it ends short.',
  formula: 'm_uninformed(α₋) ≤ m_fold ≤ m_uninformed(α₊) = m_informed(α₊), α± = α_AMP (1 ± δ)',
  catches:
    'critical slowing down taken for a threshold; the information-theoretic one in its place',
  needs: ['glm.threshold', 'glm.fixed-point'],
  model: noiselessTransitions,
  async check(bench, { prior, channel, distance }) {
    const fold = await threshold(bench, prior, channel, 'algorithmic');
    const { secondMoment } = moments(prior);
    const on = (side: number, start: 'uninformed' | 'informed') =>
      fixedPoint(bench, { prior, channel, alpha: fold.alpha.value * (1 + side * distance) }, start);
    const below = await on(-1, 'uninformed');
    const above = await on(1, 'uninformed');
    const best = await on(1, 'informed');
    return [
      atMost('m below the threshold', below.overlap, fold.overlap),
      atMost('m where the branch ends', fold.overlap, above.overlap),
      equal('m above the threshold', above.overlap, best.overlap),
      atMost('an error is left below', secondMoment * 1e-4, below.meanSquareError),
      equal('no error is left above', above.meanSquareError, 0),
    ];
  },
  cost: 'expensive',
  sources: ['barbier2019', 'gyorgyi1990', 'krzakala2012'],
});

const informationTheoretic = law<Transition>({
  id: 'glm/threshold-information-theoretic',
  statement:
    'At the information-theoretic threshold the optimum changes branch, and the losing branch is as good as the winning one.',
  formula: 'm*(α₋) ≤ m_low ≤ m*(α₊), α± = α_IT (1 ± δ);   f_low(α_IT) = f_high(α_IT)',
  catches: 'the equality of f written with the wrong entropy of the prior; unconverged branches',
  needs: ['glm.threshold', 'glm.optimum', 'glm.fixed-point'],
  model: pairs([binary, channels(['sign'])], [binary, weaklyNoisy], [sparse, fc.constant(linear)]),
  async check(bench, { prior, channel, distance }) {
    const wins = await threshold(bench, prior, channel, 'information-theoretic');
    const found = await threshold(bench, prior, channel, 'algorithmic');
    const alpha = wins.alpha.value;
    // Weak noise leaves little room between the thresholds: look within a part of it.
    const room = (found.alpha.value - alpha) / alpha;
    const delta = room > 0 ? Math.min(distance, room / 4) : distance;
    if (!(delta > 1e4 * bench.accuracy)) return [];
    const problem = { prior, channel };
    const below = await optimum(bench, { ...problem, alpha: alpha * (1 - delta) });
    const above = await optimum(bench, { ...problem, alpha: alpha * (1 + delta) });
    const sides = [
      atMost('m* below the threshold', below.overlap, wins.overlap),
      atMost('m* of the loser', wins.overlap, above.overlap),
      atMost('AMP stays behind', above.algorithmicOverlap, above.overlap),
      atMost(
        'the jump of the MMSE',
        scaled(1 - delta, above.meanSquareError),
        scaled(1 - 2 * delta, below.meanSquareError),
      ),
    ];
    if (revealedFraction(channel) > 0) return sides;
    const low = await conditionedFixedPoint(bench, { ...problem, alpha }, 'uninformed');
    const high = await conditionedFixedPoint(bench, { ...problem, alpha }, 'informed');
    return [
      ...sides,
      equal('f of both branches', low.freeEntropy, high.freeEntropy),
      equal('m of the branch that loses', wins.overlap, low.overlap),
    ];
  },
  cost: 'expensive',
  sources: ['gyorgyi1990', 'barbier2019'],
});

const counting = law<{ readonly prior: PriorSpec; readonly channel: ChannelSpec }>({
  id: 'glm/threshold-counts-equations',
  statement: 'Continuous weights need as many equations as unknowns that are not zero.',
  formula: 'α_IT = s/κ: s the mass of non-zero weights, κ the fraction of labels that show |z|',
  catches: 'relu counted as one equation per label; the density forgotten',
  needs: ['glm.threshold'],
  model: fc
    .record({
      prior: priors(['gaussian', 'gauss-bernoulli']),
      kind: fc.constantFrom('linear', 'absolute-value', 'relu'),
    })
    .map(({ prior, kind }) => ({
      prior,
      channel: (kind === 'relu' ? { kind } : { kind, noiseVariance: 0 }) as ChannelSpec,
    })),
  async check(bench, { prior, channel }) {
    const mass = prior.kind === 'gauss-bernoulli' ? prior.density : 1;
    const { alpha } = await threshold(bench, prior, channel, 'information-theoretic');
    return [equal('α_IT', alpha, mass / revealedFraction(channel))];
  },
  cost: 'cheap',
  sources: ['barbier2019', 'wu2012'],
});

const bits = law<{ readonly channel: ChannelSpec }>({
  id: 'glm/threshold-counts-bits',
  statement:
    'To find d bits takes at least d bits of labels; exactly as many where nothing else can be learned.',
  formula: 'α_IT ≥ H(P_w)/H(y), H(y) = −Φ_out(0); equality for an even channel if α_IT ≤ α_WR',
  catches: 'bits and nats mixed; the entropy of unbalanced labels taken for one bit',
  needs: ['glm.threshold', 'glm.output-potential'],
  model: fc.record({
    channel: oneOf<ChannelSpec>(
      [1, fc.constant({ kind: 'sign' })],
      [3, uniform(0.4, 1.4, 20).map((width) => ({ kind: 'symmetric-door', width }))],
    ),
  }),
  async check(bench, { channel }) {
    const prior: PriorSpec = { kind: 'rademacher' };
    const { potential } = await outputPotential(bench, channel, 1, 0);
    const { alpha } = await threshold(bench, prior, channel, 'information-theoretic');
    const labels = product(alpha, scaled(-1, potential));
    const bound = atMost('H(P_w) ≤ α_IT H(y)', priorEntropy(prior), labels);
    if (channel.kind === 'sign') return [bound];
    const recovery = await threshold(bench, prior, channel, 'weak-recovery');
    return alpha.value < recovery.alpha.value * (1 - 1e-6)
      ? [bound, equal('H(P_w) = α_IT H(y)', labels, priorEntropy(prior))]
      : [bound];
  },
  cost: 'moderate',
  sources: ['cover2006', 'barbier2019'],
});

const weakRecovery = law<Transition>({
  id: 'glm/threshold-weak-recovery',
  statement:
    'Below weak recovery nothing is learned of an even channel, above it something; the shape of the prior does not matter.',
  formula: 'm_uninformed = 0 for α < α_WR, > 0 for α > α_WR;   α_WR depends on P_w through ρ only',
  catches: 'm = 0 reported as the end of state evolution where it is unstable; ρ² forgotten',
  needs: ['glm.threshold', 'glm.fixed-point'],
  model: fc.record({
    prior: centredPriors(),
    channel: evenChannels(),
    distance: logUniform(1e-3, 0.2),
  }),
  async check(bench, { prior, channel, distance }) {
    const { secondMoment } = moments(prior);
    const { alpha } = await threshold(bench, prior, channel, 'weak-recovery');
    const gaussian: PriorSpec = { kind: 'gaussian', variance: secondMoment };
    const same = await threshold(bench, gaussian, channel, 'weak-recovery');
    const on = async (side: number) =>
      (
        await fixedPoint(
          bench,
          { prior, channel, alpha: alpha.value * (1 + side * distance) },
          'uninformed',
        )
      ).overlap;
    return [
      equal('α_WR for a Gaussian of the same variance', alpha, same.alpha),
      equal('m below', await on(-1), 0),
      atMost('m above', 1e-6 * distance * secondMoment, await on(1)),
    ];
  },
  cost: 'moderate',
  sources: ['mondelli2019', 'maillard2020'],
});

const curvature = law<{ readonly channel: ChannelSpec; readonly secondMoment: number }>({
  id: 'glm/threshold-weak-recovery-is-instability',
  statement: 'Weak recovery is where a small overlap first grows.',
  formula: 'α_WR ρ² A(m)/m → 1 as m → 0',
  catches: 'A′(0) without its factor; Fisher information of the label in place of its curvature',
  needs: ['glm.threshold', 'glm.output-potential'],
  model: fc.record({ channel: evenChannels(), secondMoment: logUniform(0.3, 3) }),
  async check(bench, { channel, secondMoment }) {
    const prior: PriorSpec = { kind: 'gaussian', variance: secondMoment };
    const { alpha } = await threshold(bench, prior, channel, 'weak-recovery');
    const growth = async (m: number) =>
      scaled(
        secondMoment ** 2 / m,
        product(alpha, (await outputPotential(bench, channel, secondMoment, m)).conjugatePerAlpha),
      );
    // A/m is smooth in m: the value at m = 0 from two small overlaps, and how far they differ.
    const m = 1e-6 * secondMoment;
    const near = await growth(m);
    const far = await growth(2 * m);
    const curved = Math.abs(far.value - near.value);
    return [
      equal('α_WR ρ² A(m)/m', near, 1, {
        amount: 2 * curved,
        because: 'A/m at m = 1e−6 ρ is not its limit; twice its change from m to 2m',
      }),
    ];
  },
  cost: 'cheap',
  sources: ['mondelli2019', 'barbier2019'],
});

const units = law<Transition & { readonly scale: number }>({
  id: 'glm/threshold-units',
  statement: 'Numbers of samples have no units.',
  formula: '(w, Δ, K) → (c w, c²Δ, c K): α_IT, α_AMP unchanged, m → c² m',
  catches: 'ρ = 1 taken for granted; z of variance d where 1 is meant',
  needs: ['glm.threshold'],
  model: fc
    .record({ transition: transitions, scale: fc.constantFrom(2, 0.5) })
    .map(({ transition, scale }) => ({ ...transition, scale })),
  async check(bench, { prior, channel, scale: c }) {
    const comparisons = [];
    for (const kind of ['information-theoretic', 'algorithmic'] as const) {
      const plain = await threshold(bench, prior, channel, kind);
      const rescaled = await threshold(
        bench,
        scaledPrior(prior, c),
        scaledChannel(channel, c),
        kind,
      );
      comparisons.push(equal(`α, ${kind}`, rescaled.alpha, plain.alpha));
    }
    return comparisons;
  },
  cost: 'moderate',
  sources: ['barbier2019'],
});

export const thresholdLaws = [
  inOrder,
  algorithmic,
  informationTheoretic,
  counting,
  bits,
  weakRecovery,
  curvature,
  units,
] as const;
