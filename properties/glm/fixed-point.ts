import { conditionedFixedPoint, conditioning } from '../conditioned.ts';
import { law } from '../define.ts';
import { derivative, differenced } from '../differences.ts';
import { difference, product, scaled, sum } from '../measured.ts';
import { moments } from '../models.ts';
import { atMost, equal } from '../near.ts';
import { at, outputPotential, priorPotential } from '../questions.ts';
import { type Branch, branches } from './problems.ts';

const consistent = law<Branch>({
  id: 'glm/fixed-point-is-fixed',
  statement: 'At a fixed point overlap and conjugate determine each other.',
  formula: 'r = α A(m),   m = M(r),   ρ − m = mmse(r)',
  catches: 'an iteration stopped before it converged (critical slowing down), or a damped residual',
  needs: ['glm.fixed-point', 'glm.prior-potential', 'glm.output-potential'],
  model: branches(),
  async check(bench, model) {
    const { prior, channel, alpha, start } = model;
    const { secondMoment } = moments(prior);
    const point = await conditionedFixedPoint(bench, model, start);
    if (point.conjugate.value === Infinity)
      return [
        equal('m at perfect recovery', point.overlap, secondMoment),
        equal('error at perfect recovery', point.meanSquareError, 0),
      ];
    const conjugate = await at(
      async (m) => (await outputPotential(bench, channel, secondMoment, m)).conjugatePerAlpha,
      point.overlap,
      { low: 0, high: secondMoment },
    );
    const through = (field: 'overlap' | 'meanSquareError') =>
      at(async (r) => (await priorPotential(bench, prior, r))[field], point.conjugate, { low: 0 });
    return [
      equal('r against α A(m)', point.conjugate, scaled(alpha, conjugate), conditioning),
      equal('m against M(r)', point.overlap, await through('overlap'), conditioning),
      equal(
        'MSE against mmse(r)',
        point.meanSquareError,
        await through('meanSquareError'),
        conditioning,
      ),
    ];
  },
  cost: 'moderate',
  sources: ['barbier2019'],
});

const nishimori = law<Branch>({
  id: 'glm/mse-is-rho-minus-m',
  statement: 'On the Nishimori line the overlap with the teacher is the overlap of two students.',
  formula: 'MSE = ρ − m   (= ρ − 2m + q with q = m)',
  catches: 'ρ − 2m + q with a q that is not m; 1 − m for every prior',
  needs: ['glm.fixed-point'],
  model: branches(),
  async check(bench, model) {
    const { overlap, meanSquareError } = await conditionedFixedPoint(bench, model, model.start);
    const { secondMoment } = moments(model.prior);
    return [
      equal('m + MSE', sum(overlap, meanSquareError), secondMoment, conditioning),
      atMost('0 ≤ m', 0, overlap),
      atMost('0 ≤ MSE', 0, meanSquareError),
    ];
  },
  cost: 'moderate',
  sources: ['nishimori1980', 'iba1999', 'barbier2019'],
});

const assembled = law<Branch>({
  id: 'glm/free-entropy-is-assembled',
  statement: 'The free entropy is what the prior and the labels contribute, less what they share.',
  formula: 'f = Φ_w(r) + α Φ_out(m) − r m/2',
  catches: 'r m in place of r m/2; α missing; a free energy in place of a free entropy',
  needs: ['glm.fixed-point', 'glm.prior-potential', 'glm.output-potential'],
  model: branches(),
  async check(bench, model) {
    const { prior, channel, alpha, start } = model;
    const point = await conditionedFixedPoint(bench, model, start);
    const { overlap, conjugate, freeEntropy } = point;
    if (conjugate.value === Infinity) return [];
    const { secondMoment } = moments(prior);
    const weights = await at(
      async (r) => (await priorPotential(bench, prior, r)).potential,
      conjugate,
      { low: 0 },
    );
    const labels = await at(
      async (m) => (await outputPotential(bench, channel, secondMoment, m)).potential,
      overlap,
      { low: 0, high: secondMoment },
    );
    const shared = scaled(0.5, product(conjugate, overlap));
    return [
      equal(
        'f',
        freeEntropy,
        difference(sum(weights, scaled(alpha, labels)), shared),
        conditioning,
      ),
    ];
  },
  cost: 'moderate',
  sources: ['barbier2019'],
});

const stationary = law<Branch>({
  id: 'glm/free-entropy-is-stationary',
  statement: 'Fixed points of state evolution are the stationary points of the free entropy.',
  formula: '∂_m f = α Φ_out′(m) − r/2 = 0,   ∂_r f = Φ_w′(r) − m/2 = 0',
  catches:
    'a state evolution and a free entropy of different conventions (2αΦ_out′ against αΦ_out′)',
  needs: ['glm.fixed-point', 'glm.prior-potential', 'glm.output-potential'],
  model: branches(),
  async check(bench, model) {
    const { prior, channel, alpha, start } = model;
    const { overlap, conjugate, meanSquareError } = await conditionedFixedPoint(
      bench,
      model,
      start,
    );
    const { secondMoment } = moments(prior);
    // Without digits in ρ − m, or at m = 0, there is no room for a step in m.
    const room = Math.min(overlap.value, meanSquareError.value) / secondMoment;
    if (!(room > 1e-6) || !(conjugate.value > 1e-6)) return [];
    const slopeOut = await derivative(
      async (m) => (await outputPotential(bench, channel, secondMoment, m)).potential,
      overlap.value,
      room * secondMoment,
      bench.accuracy,
    );
    const slopeIn = await derivative(
      async (r) => (await priorPotential(bench, prior, r)).potential,
      conjugate.value,
      conjugate.value,
      bench.accuracy,
    );
    // Where m itself is uncertain by δm, so is the slope, by half the response of A.
    const response = await at(
      async (m) => (await outputPotential(bench, channel, secondMoment, m)).conjugatePerAlpha,
      overlap,
      { low: 0, high: secondMoment },
    );
    const spread = await at(
      async (r) => (await priorPotential(bench, prior, r)).overlap,
      conjugate,
      { low: 0 },
    );
    const because = conditioning;
    return [
      equal('α Φ_out′ against r/2', scaled(alpha, slopeOut), scaled(0.5, conjugate), {
        amount: (alpha / 2) * response.error,
        because: `${because}; ${differenced}`,
      }),
      equal('Φ_w′ against m/2', slopeIn, scaled(0.5, overlap), {
        amount: spread.error / 2,
        because: `${because}; ${differenced}`,
      }),
    ];
  },
  cost: 'moderate',
  sources: ['barbier2019'],
});

export const fixedPointLaws = [consistent, nishimori, assembled, stationary] as const;
