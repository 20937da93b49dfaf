import fc from 'fast-check';
import { logUniform, priors, uniform } from '../../oracles/arbitraries/index.ts';
import { conditionedFixedPoint, conditionedOptimum, conditioning } from '../conditioned.ts';
import { law } from '../define.ts';
import { difference, product, scaled, sum } from '../measured.ts';
import { isLabel, isNoiseless, moments, type Problem, priorEntropy } from '../models.ts';
import { atMost, equal } from '../near.ts';
import { at, optimum, outputPotential, phase, priorPotential } from '../questions.ts';
import { problems } from './problems.ts';

const variational = law<Problem & { readonly trial: number }>({
  id: 'glm/optimum-is-the-supremum',
  statement: 'No overlap has a larger free entropy than that of the optimum.',
  formula: 'f ≥ inf_r f_RS(m, r) = Φ_w(r) + α Φ_out(M(r)) − r M(r)/2, for any trial r',
  catches: 'the branch of the algorithm, or the lower one, reported as the optimum',
  needs: ['glm.optimum', 'glm.prior-potential', 'glm.output-potential'],
  model: fc
    .record({ problem: problems(), trial: logUniform(1e-2, 1e2) })
    .map(({ problem, trial }) => ({ ...problem, trial })),
  async check(bench, { trial: r, ...problem }) {
    const { prior, channel, alpha } = problem;
    const { secondMoment } = moments(prior);
    const { freeEntropy } = await optimum(bench, problem);
    const { potential, overlap } = await priorPotential(bench, prior, r);
    const labels = await at(
      async (m) => (await outputPotential(bench, channel, secondMoment, m)).potential,
      overlap,
      { low: 0, high: secondMoment },
    );
    const shared = scaled(r / 2, overlap);
    const trial = difference(sum(potential, scaled(alpha, labels)), shared);
    if (freeEntropy.value === Infinity || trial.value === -Infinity) return [];
    return [atMost('f_RS of the trial against f', trial, freeEntropy)];
  },
  cost: 'moderate',
  sources: ['barbier2019'],
});

const bestBranch = law<Problem>({
  id: 'glm/optimum-is-a-branch',
  statement:
    'Between a student who starts from nothing and one who starts from the answer, the optimum is the better one.',
  formula: 'f = max(f_uninformed, f_informed), at its overlap   (two branches at most)',
  catches: 'the smaller of the two; the free energy minimised where the entropy is to be maximised',
  needs: ['glm.optimum', 'glm.fixed-point'],
  model: problems().filter(
    ({ prior, channel }) =>
      (prior.kind === 'rademacher' || prior.kind === 'gaussian') &&
      channel.kind !== 'relu' &&
      channel.kind !== 'symmetric-door',
  ),
  async check(bench, problem) {
    const best = await conditionedOptimum(bench, problem);
    const low = await conditionedFixedPoint(bench, problem, 'uninformed');
    const high = await conditionedFixedPoint(bench, problem, 'informed');
    const winner = high.freeEntropy.value > low.freeEntropy.value ? high : low;
    const margin = difference(high.freeEntropy, low.freeEntropy);
    const tie = !(Math.abs(margin.value) > 2 * margin.error) && Number.isFinite(margin.value);
    const infinite = !Number.isFinite(winner.freeEntropy.value);
    return [
      infinite
        ? equal('f = +∞', best.freeEntropy.value === winner.freeEntropy.value ? 1 : 0, 1)
        : equal('f against the larger', best.freeEntropy, winner.freeEntropy, conditioning),
      equal('algorithm', best.algorithmicOverlap, low.overlap, conditioning),
      equal('its error', best.algorithmicMeanSquareError, low.meanSquareError, conditioning),
      ...(tie
        ? []
        : [
            equal('m of the better', best.overlap, winner.overlap, conditioning),
            equal('MSE of the better', best.meanSquareError, winner.meanSquareError, conditioning),
          ]),
    ];
  },
  cost: 'expensive',
  sources: ['barbier2019'],
});

const slope = law<Problem & { readonly more: number }>({
  id: 'glm/free-entropy-slope',
  statement:
    'One more sample per weight adds the potential of one label: f is convex in α and its slope is Φ_out, even across a transition.',
  formula: 'α₁ < α₂: Φ_out(m*(α₁)) ≤ [f(α₂) − f(α₁)]/(α₂ − α₁) ≤ Φ_out(m*(α₂))   (df/dα = Φ_out)',
  catches: 'α Φ_out counted twice or not at all; α = d/n; a branch followed beyond its transition',
  needs: ['glm.optimum', 'glm.output-potential'],
  model: fc
    .record({ problem: problems(), more: logUniform(1.05, 4) })
    .map(({ problem, more }) => ({ ...problem, more })),
  async check(bench, { more, ...problem }) {
    const { channel, alpha } = problem;
    const { secondMoment } = moments(problem.prior);
    const few = await conditionedOptimum(bench, problem);
    const many = await conditionedOptimum(bench, { ...problem, alpha: alpha * more });
    if (!Number.isFinite(few.freeEntropy.value) || !Number.isFinite(many.freeEntropy.value))
      return [];
    const run = alpha * more - alpha;
    const rise = difference(many.freeEntropy, few.freeEntropy);
    const potential = (overlap: typeof few.overlap) =>
      at(async (m) => (await outputPotential(bench, channel, secondMoment, m)).potential, overlap, {
        low: 0,
        high: secondMoment,
      });
    return [
      atMost('slope at α₁', scaled(run, await potential(few.overlap)), rise, conditioning),
      atMost('slope at α₂', rise, scaled(run, await potential(many.overlap)), conditioning),
      atMost('MMSE(α₂) ≤ MMSE(α₁)', many.meanSquareError, few.meanSquareError, conditioning),
    ];
  },
  cost: 'expensive',
  sources: ['barbier2019'],
});

const algorithmNeverWins = law<Problem>({
  id: 'glm/algorithm-never-beats-bayes',
  statement: 'No algorithm does better than Bayes; where it does worse, learning is hard.',
  formula:
    'MSE_AMP ≥ MMSE; phase = hard ⇔ AMP’s fixed point is not the global maximum; easy ⇒ MMSE = 0',
  catches: 'easy and impossible exchanged; the phase decided by a tolerance on m',
  needs: ['glm.optimum'],
  model: problems(),
  async check(bench, problem) {
    const best = await conditionedOptimum(bench, problem);
    const { secondMoment } = moments(problem.prior);
    const name = await phase(bench, problem);
    const gap = difference(best.algorithmicMeanSquareError, best.meanSquareError);
    // Two fixed points so close that their errors overlap are not told apart here.
    const apart = gap.value > Math.max(4 * gap.error, 1e-9 * secondMoment);
    const together = gap.value <= gap.error;
    const is = (phases: readonly string[]) => (phases.includes(name) ? 1 : 0);
    return [
      atMost('MMSE ≤ MSE_AMP', best.meanSquareError, best.algorithmicMeanSquareError, conditioning),
      atMost('m_AMP ≤ m*', best.algorithmicOverlap, best.overlap, conditioning),
      ...(apart ? [equal('the phase is hard', is(['hard']), 1)] : []),
      ...(together && best.meanSquareError.value > 1e-3 * secondMoment && gap.error < 1e-3
        ? [equal('the phase is impossible', is(['impossible']), 1)]
        : []),
      ...(name === 'easy' ? [equal('MMSE in the easy phase', best.meanSquareError, 0)] : []),
    ];
  },
  cost: 'expensive',
  sources: ['zdeborova2016', 'barbier2019'],
});

const information = law<Problem>({
  id: 'glm/free-entropy-information-bounds',
  statement:
    'What n labels tell about the weights is not negative, nor more than the labels hold, nor more than there is to know.',
  formula:
    'max(α Φ_out(0), α Φ_out(ρ) − H(P_w)) ≤ f ≤ α Φ_out(ρ);   noiseless ±1 labels: −min(α ln 2, H(P_w)) ≤ f ≤ 0',
  catches: 'the replica-symmetric value reported below −H(P_w); a sign or a base of the logarithm',
  needs: ['glm.optimum', 'glm.output-potential'],
  model: problems().filter(
    ({ channel }) => isLabel(channel) || (channel.kind === 'linear' && !isNoiseless(channel)),
  ),
  async check(bench, problem) {
    const { prior, channel, alpha } = problem;
    const { secondMoment } = moments(prior);
    const { freeEntropy } = await optimum(bench, problem);
    const potential = async (m: number) =>
      (await outputPotential(bench, channel, secondMoment, m)).potential;
    const noise = scaled(alpha, await potential(secondMoment));
    const entropy = priorEntropy(prior);
    return [
      atMost('f ≤ α Φ_out(ρ)', freeEntropy, noise),
      atMost('α Φ_out(0) ≤ f', scaled(alpha, await potential(0)), freeEntropy),
      ...(Number.isFinite(entropy)
        ? [atMost('α Φ_out(ρ) − H ≤ f', sum(noise, -entropy), freeEntropy)]
        : []),
      ...(isLabel(channel)
        ? [atMost('−α ln 2 ≤ f', -alpha * Math.LN2, freeEntropy), atMost('f ≤ 0', freeEntropy, 0)]
        : []),
    ];
  },
  cost: 'moderate',
  sources: ['cover2006', 'barbier2019'],
});

const gaussianChannel = law<{
  readonly prior: Problem['prior'];
  readonly noise: number;
  readonly alpha: number;
}>({
  id: 'glm/optimum-known-variance-bound',
  statement:
    'Linear regression with any prior is at least as easy as with a Gaussian one of the same variance.',
  formula: 'linear channel: MMSE ≤ V, V² + V (Δ + (α − 1) v) − v Δ = 0, v = Var w',
  catches: 'a prior’s variance and second moment exchanged; noise added to the wrong side',
  needs: ['glm.optimum'],
  model: fc.record({
    prior: priors(['gaussian', 'rademacher', 'gauss-bernoulli', 'discrete']),
    noise: logUniform(1e-2, 10),
    alpha: uniform(0.05, 5, 99),
  }),
  async check(bench, { prior, noise, alpha }) {
    const { mean, secondMoment } = moments(prior);
    const v = secondMoment - mean ** 2;
    const b = v * (1 - alpha) - noise;
    const root = Math.hypot(b, 2 * Math.sqrt(v * noise));
    const bound = b >= 0 ? (b + root) / 2 : (2 * v * noise) / (root - b);
    const problem: Problem = { prior, channel: { kind: 'linear', noiseVariance: noise }, alpha };
    const best = await conditionedOptimum(bench, problem);
    const solvable = prior.kind === 'gaussian';
    return [
      atMost('MMSE', best.meanSquareError, bound, conditioning),
      ...(solvable ? [equal('MMSE of a Gaussian', best.meanSquareError, bound, conditioning)] : []),
      atMost(
        'information per weight',
        product(-1, best.freeEntropy),
        (alpha / 2) * Math.log(2 * Math.PI * Math.E * (noise + secondMoment)),
      ),
    ];
  },
  cost: 'moderate',
  sources: ['guo2011'],
});

const nishimori = law<Problem>({
  id: 'glm/optimum-mse-is-rho-minus-m',
  statement: 'Optimum and algorithm both stand on the Nishimori line.',
  formula: 'MMSE = ρ − m*,   MSE_AMP = ρ − m_AMP',
  catches: 'overlap and error taken from different branches; a cosine of the angle given for m',
  needs: ['glm.optimum'],
  model: problems(),
  async check(bench, problem) {
    const best = await conditionedOptimum(bench, problem);
    const { secondMoment } = moments(problem.prior);
    const { algorithmicOverlap, algorithmicMeanSquareError } = best;
    return [
      equal('m* + MMSE', sum(best.overlap, best.meanSquareError), secondMoment, conditioning),
      equal(
        'm_AMP + MSE_AMP',
        sum(algorithmicOverlap, algorithmicMeanSquareError),
        secondMoment,
        conditioning,
      ),
    ];
  },
  cost: 'moderate',
  sources: ['nishimori1980', 'barbier2019'],
});

export const optimumLaws = [
  nishimori,
  variational,
  bestBranch,
  slope,
  algorithmNeverWins,
  information,
  gaussianChannel,
] as const;
