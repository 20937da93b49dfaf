import fc from 'fast-check';
import { logUniform, uniform } from '../../oracles/arbitraries/index.ts';
import { law } from '../define.ts';
import { difference, product, quotient, scaled, sum } from '../measured.ts';
import { atMost, equal } from '../near.ts';
import { outputPotential } from '../questions.ts';
import { fixedPointAt, gaussian, potentialAt, rademacher, thresholdAt } from './questions.ts';

const needs = ['committee.threshold'];

const coincide = law<null>({
  id: 'committee/gaussian-units-specialise-continuously',
  statement:
    'Two units of Gaussian weights specialise continuously: no better state is hidden before that.',
  formula: 'K = 2, Gaussian: α_specialisation = α_IT = α_AMP',
  catches: 'a threshold read off an iteration that was stopped; a committee without ties',
  needs,
  model: fc.constant(null),
  async check(bench) {
    const alpha = await thresholdAt(bench, 2, gaussian, 'specialisation');
    const others = ['information-theoretic', 'algorithmic'] as const;
    const comparisons = [];
    for (const kind of others)
      comparisons.push(equal(kind, await thresholdAt(bench, 2, gaussian, kind), alpha));
    return comparisons;
  },
  cost: 'cheap',
  sources: ['aubin2018'],
});

const order = law<null>({
  id: 'committee/rademacher-thresholds-in-order',
  statement:
    'With Rademacher weights the teacher overtakes first; the units specialise, hidden behind him; last the hidden branch ends.',
  formula: 'K = 2, Rademacher: α_IT < α_specialisation < α_AMP = α_spinodal',
  catches: 'the jump of an iteration taken for the information-theoretic threshold',
  needs,
  model: fc.constant(null),
  async check(bench) {
    const at = (kind: 'information-theoretic' | 'specialisation' | 'algorithmic' | 'spinodal') =>
      thresholdAt(bench, 2, rademacher, kind);
    const [teacher, apart, end] = [
      await at('information-theoretic'),
      await at('specialisation'),
      await at('algorithmic'),
    ];
    return [
      atMost('α_IT < α_specialisation', sum(teacher, 0.01), apart),
      atMost('α_specialisation < α_AMP', sum(apart, 0.01), end),
      equal('α_AMP = α_spinodal', end, await at('spinodal')),
    ];
  },
  cost: 'moderate',
  sources: ['aubin2018'],
});

const marginal = law<{ readonly difference: number }>({
  id: 'committee/specialisation-is-marginal',
  statement:
    'At the specialisation threshold a small difference of the units is reproduced, neither more nor less.',
  formula: 'Gaussian, at α_c:   α_c A_−(q_+, q_−)/q_− → 1 as q_− → 0',
  catches: 'ties dropped; the pull of the difference halved; a threshold read off a slow iteration',
  needs: ['committee.threshold', 'committee.fixed-point', 'committee.output-potential'],
  model: fc.record({ difference: logUniform(1e-4, 1e-2) }),
  async check(bench, { difference: minus }) {
    const alpha = await thresholdAt(bench, 2, gaussian, 'specialisation');
    const { diagonal } = await fixedPointAt(bench, gaussian, alpha.value, 'unspecialised');
    const plus = 2 * diagonal.value;
    const { conjugatePerAlphaDiagonal, conjugatePerAlphaOffDiagonal } = await potentialAt(
      bench,
      (plus + minus) / 2,
      (plus - minus) / 2,
    );
    const growth = quotient(
      product(alpha, difference(conjugatePerAlphaDiagonal, conjugatePerAlphaOffDiagonal)),
      minus,
    );
    return [
      equal('α_c A_−/q_−', growth, 1, {
        amount: 2 * minus + 8 * diagonal.error,
        because: 'the next order in q_−; q_+ and α_c are answers',
      }),
    ];
  },
  cost: 'moderate',
  sources: ['aubin2018'],
});

const linear = law<{ readonly distance: number; readonly rademacher: boolean }>({
  id: 'committee/specialisation-grows-linearly',
  statement: 'Past its threshold the specialisation grows in proportion to the distance from it.',
  formula: 'q_−(α_c (1 + 2δ))/q_−(α_c (1 + δ)) = 2 + O(δ)',
  catches: 'a threshold that is a little early or late; overlaps of an iteration not converged',
  needs: ['committee.threshold', 'committee.fixed-point'],
  model: fc.record({ distance: logUniform(1e-3, 1e-2), rademacher: fc.boolean() }),
  async check(bench, { distance, rademacher: binary }) {
    const prior = binary ? rademacher : gaussian;
    const alpha = await thresholdAt(bench, 2, prior, 'specialisation');
    const apart = async (delta: number) => {
      const { diagonal, offDiagonal } = await fixedPointAt(
        bench,
        prior,
        alpha.value * (1 + delta),
        'specialised',
      );
      const q = difference(diagonal, offDiagonal);
      // q_− is of the order of δ, and moves like α: a relative error of α is one of q_−, over δ
      return { value: q.value, error: q.error + 8 * (alpha.error + bench.accuracy) };
    };
    const [near, far] = [await apart(distance), await apart(2 * distance)];
    return [
      equal('q_−(2δ)/q_−(δ)', quotient(far, near), 2, {
        amount: 12 * distance,
        because: 'the next order in the distance',
      }),
    ];
  },
  cost: 'moderate',
  sources: ['aubin2018'],
});

const fold = law<{ readonly distance: number }>({
  id: 'committee/branch-ends-in-a-fold',
  statement:
    'The specialised branch of Rademacher weights ends like a square root, not where an iteration loses patience.',
  formula: 'q_−(α_f (1 − 4δ)) − q_−(α_f (1 − δ)) = q_−(α_f (1 − 9δ)) − q_−(α_f (1 − 4δ)) + O(δ)',
  catches: 'the end of the branch a per mille early; the end of the other branch',
  needs: ['committee.threshold', 'committee.fixed-point'],
  model: fc.record({ distance: logUniform(1e-5, 1e-4) }),
  async check(bench, { distance }) {
    const alpha = await thresholdAt(bench, 2, rademacher, 'algorithmic');
    const apart = async (k: number) => {
      const { diagonal, offDiagonal } = await fixedPointAt(
        bench,
        rademacher,
        alpha.value * (1 - k * k * distance),
        'specialised',
      );
      const q = difference(diagonal, offDiagonal);
      // dq/dα ~ 1/√(distance)
      const slope = 1 / Math.sqrt(distance);
      return { value: q.value, error: q.error + slope * (alpha.error + bench.accuracy) };
    };
    const [a, b, c] = [await apart(1), await apart(2), await apart(3)];
    return [
      equal('ratio of the steps', quotient(difference(b, a), difference(c, b)), 1, {
        amount: 8 * Math.sqrt(distance),
        because: 'the next order in √δ',
      }),
    ];
  },
  cost: 'moderate',
  sources: ['aubin2018'],
});

const ties = law<{ readonly half: number }>({
  id: 'committee/ties-help-to-specialise',
  statement:
    'An even number of units has three outputs and specialises earlier than either of its odd neighbours.',
  formula: 'α_c(2m) < α_c(2m ± 1)',
  catches: 'ties given to one of the labels; samples with y = 0 dropped',
  needs,
  model: fc.record({ half: fc.integer({ min: 2, max: 40 }) }),
  async check(bench, { half }) {
    const at = (units: number) => thresholdAt(bench, units, gaussian, 'specialisation');
    const even = await at(2 * half);
    return [
      atMost('α_c(2m) < α_c(2m − 1)', even, scaled(0.99, await at(2 * half - 1))),
      atMost('α_c(2m) < α_c(2m + 1)', even, scaled(0.99, await at(2 * half + 1))),
    ];
  },
  cost: 'moderate',
  sources: ['aubin2018', 'schwarze1993'],
});

const quadratic = law<{ readonly units: number }>({
  id: 'committee/specialisation-at-k-squared',
  statement:
    'Odd numbers of units specialise at n ∝ K² d, from below, with corrections of the order of 1/K.',
  formula: 'c − α_c(K)/K² = a/K + O(1/K²),   c of K → ∞',
  catches: 'n/(K d) for n/(K² d); the constant of even K; a factor of two in the growth rate',
  needs,
  model: fc.record({ units: fc.integer({ min: 10, max: 40 }).map((k) => 2 * k + 1) }),
  async check(bench, { units }) {
    const limit = await thresholdAt(bench, 'infinite', gaussian, 'algorithmic');
    const missing = async (K: number) => {
      const alpha = await thresholdAt(bench, K, gaussian, 'algorithmic');
      return scaled(K, difference(limit, scaled(1 / K ** 2, alpha)));
    };
    const [few, many] = [await missing(units), await missing(2 * units - 1)];
    return [
      atMost('from below', 0, few),
      equal('K (c − α_c/K²) at K and 2K − 1', quotient(many, few), 1, {
        amount: 4 / units,
        because: 'the next order in 1/K',
      }),
    ];
  },
  cost: 'moderate',
  sources: ['aubin2018', 'schwarze1993'],
});

const capacity = law<null>({
  id: 'committee/counting-of-many-rademacher-units',
  statement:
    'A teacher of many Rademacher units is found when the outputs of the plateau have told one bit per weight.',
  formula: 'K → ∞:   α̃_IT Ψ_sign(2/π) = −ln 2',
  catches: 'n/d for n/(K d); γ = 2/π² or 1 for 2/π; bits for nats',
  needs: ['committee.threshold', 'glm.output-potential'],
  model: fc.constant(null),
  async check(bench) {
    const alpha = await thresholdAt(bench, 'infinite', rademacher, 'information-theoretic');
    const { potential } = await outputPotential(bench, { kind: 'sign' }, 1, 2 / Math.PI);
    return [equal('α̃ Ψ', product(alpha, potential), -Math.LN2)];
  },
  cost: 'cheap',
  sources: ['aubin2018'],
});

const ladder = law<{ readonly units: number }>({
  id: 'committee/more-units-later',
  statement:
    'The more units of one parity, the later they specialise, and more than in proportion to K².',
  formula: 'α_c(K)/K² < α_c(K + 2)/(K + 2)²',
  catches: 'n/(K² d) for n/d; K left out of the sum of the fields',
  needs,
  model: fc.record({ units: uniform(2, 60, 58).map(Math.round) }),
  async check(bench, { units }) {
    const at = (K: number) => thresholdAt(bench, K, gaussian, 'specialisation');
    return [
      atMost(
        'α_c(K)/K² < α_c(K + 2)/(K + 2)²',
        scaled(1 / units ** 2, await at(units)),
        scaled(1 / (units + 2) ** 2, await at(units + 2)),
      ),
    ];
  },
  cost: 'moderate',
  sources: ['aubin2018'],
});

export const committeeThresholdLaws = [
  coincide,
  order,
  marginal,
  linear,
  fold,
  ties,
  quadratic,
  capacity,
  ladder,
] as const;
