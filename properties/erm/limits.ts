import fc from 'fast-check';
import { alphas, logUniform, losses, uniform } from '../../oracles/arbitraries/index.ts';
import type { Teacher } from '../../oracles/types/index.ts';
import { conditioning } from '../conditioned.ts';
import { law } from '../define.ts';
import { through } from '../measured.ts';
import { atMost, equal } from '../near.ts';
import { at, generalisationError, optimum } from '../questions.ts';
import { labelCorrelation, students, tellingTeachers } from './models.ts';
import { type Student, student } from './questions.ts';

/** A limit that is approached like 1/λ or like λ: two answers bound what is left of the way. */
const remainder = 'a quarter of the last step towards the limit, which is more than what is left';

const bayes = law<Student>({
  id: 'erm/never-beats-bayes',
  statement: 'No loss and no penalty generalises better than the posterior mean.',
  formula: 'ε(ERM) ≥ arccos(√(m_B/ρ))/π',
  catches: 'α inverted; an error rate of another channel; cos² for cos',
  needs: ['erm.fixed-point', 'glm.optimum', 'glm.generalisation-error'],
  model: students({ alpha: [0.05, 20], lambda: [1e-4, 1e3] }).map((model) => ({
    ...model,
    teacher: { ...model.teacher, flipProbability: 0 },
  })),
  async check(bench, model) {
    const { secondMoment, noiseVariance } = model.teacher;
    const { generalisationError: error } = await student(bench, model);
    const best = await optimum(bench, {
      prior: { kind: 'gaussian', variance: secondMoment },
      channel: noiseVariance > 0 ? { kind: 'probit', noiseVariance } : { kind: 'sign' },
      alpha: model.alpha,
    });
    const bound = await at(
      async (m) =>
        (await generalisationError(bench, { kind: 'sign' }, secondMoment, m)).bayesClassification,
      best.overlap,
      { low: 0, high: secondMoment },
    );
    return [atMost('ε_B ≤ ε', bound, error, conditioning)];
  },
  cost: 'moderate',
  sources: ['aubin2020', 'gyorgyi1990'],
});

const hebb = law<Omit<Student, 'lambda'>>({
  id: 'erm/hebb-limit',
  statement: 'Under a very large penalty every loss is the Hebb rule: all samples pull alike.',
  formula: 'λ → ∞: cos(π ε) = √(αρ) c_y/√(1 + αρ c_y²)',
  catches: 'a penalty that stops to act; α per feature and per weight exchanged; c_y without noise',
  needs: ['erm.fixed-point'],
  model: fc.record({ loss: losses(), alpha: alphas(0.05, 20), teacher: tellingTeachers }),
  async check(bench, model) {
    const lambda = 300 * (1 + model.alpha);
    const near = await student(bench, { ...model, lambda });
    const far = await student(bench, { ...model, lambda: 10 * lambda });
    const told =
      Math.sqrt(model.alpha * model.teacher.secondMoment) * labelCorrelation(model.teacher);
    const limit = Math.atan2(1, told) / Math.PI;
    return [
      equal('ε', far.generalisationError, limit, {
        amount: Math.abs(near.generalisationError.value - far.generalisationError.value) / 4,
        because: remainder,
      }),
    ];
  },
  cost: 'moderate',
  sources: ['aubin2020'],
});

interface Ridgeless {
  readonly alpha: number;
  readonly teacher: Teacher;
}

const ridgeless = law<Ridgeless>({
  id: 'erm/ridgeless',
  statement: 'Without a penalty least squares interpolates, or projects: both in closed form.',
  formula:
    'α < 1: m = ραc_y, q = [α²c_y²ρ + α(1 − 2ραc_y²)]/(1 − α);   α > 1: m = ρc_y, q = [ρc_y² + (1 − 2ρc_y²)/α]/(1 − 1/α)',
  catches: 'an iteration stopped at small λ, where it takes 1/λ steps; d/n for n/d',
  needs: ['erm.fixed-point'],
  model: fc.record({
    alpha: fc.oneof(uniform(0.05, 0.8, 15), uniform(1.25, 20, 15)),
    teacher: tellingTeachers,
  }),
  async check(bench, { alpha, teacher }) {
    const ask = (lambda: number) => student(bench, { loss: 'square', alpha, lambda, teacher });
    const far = await ask(1e-5);
    const near = await ask(1e-6);
    const c = labelCorrelation(teacher);
    const rho = teacher.secondMoment;
    const known = rho * c * c;
    const norm =
      alpha < 1
        ? (alpha * alpha * known + alpha * (1 - 2 * alpha * known)) / (1 - alpha)
        : (known + (1 - 2 * known) / alpha) / (1 - 1 / alpha);
    return (
      [
        ['m', 'overlap', Math.min(1, alpha) * rho * c],
        ['q', 'norm', norm],
      ] as const
    ).map(([name, field, limit]) =>
      equal(name, near[field], limit, {
        amount: Math.abs(far[field].value - near[field].value) / 4,
        because: `${conditioning}; ${remainder}`,
      }),
    );
  },
  cost: 'moderate',
  sources: ['aubin2020'],
});

const doubleDescent = law<{ readonly teacher: Teacher; readonly lambda: number }>({
  id: 'erm/double-descent',
  statement: 'Least squares with little penalty is worst with as many samples as weights.',
  formula: 'square loss, λ ≪ 1: q and ε at α = 1 exceed those at α = 0.6 and at α = 1.6',
  catches: 'n/d with d counted twice; a penalty that grows with the number of samples',
  needs: ['erm.fixed-point'],
  model: fc.record({ teacher: tellingTeachers, lambda: logUniform(1e-6, 1e-4) }),
  async check(bench, { teacher, lambda }) {
    const ask = (alpha: number) => student(bench, { loss: 'square', alpha, lambda, teacher });
    const [few, peak, many] = [await ask(0.6), await ask(1), await ask(1.6)];
    return [few, many].flatMap((side, k) => [
      atMost(`q, ${k ? 'more' : 'fewer'} samples`, side.norm, peak.norm, conditioning),
      atMost(
        `ε, ${k ? 'more' : 'fewer'} samples`,
        side.generalisationError,
        peak.generalisationError,
        conditioning,
      ),
    ]);
  },
  cost: 'moderate',
  sources: ['aubin2020', 'mei2022'],
});

const sines = (x: number): number => Math.sin(Math.PI * x);

const fewSamples = law<Student>({
  id: 'erm/few-samples-pull-alike',
  statement:
    'A few samples, orthogonal to each other, all pull alike: the error is that of their sum.',
  formula: 'α → 0: cos(π ε)/√α → √ρ c_y',
  catches: 'a power of α lost; an error that does not start from 1/2',
  needs: ['erm.fixed-point'],
  model: students({ lambda: [0.1, 10] }).map((model) => ({ ...model, alpha: 1e-2 })),
  async check(bench, model) {
    const limit = Math.sqrt(model.teacher.secondMoment) * labelCorrelation(model.teacher);
    const ratio = async (alpha: number) => {
      const { generalisationError: e } = await student(bench, { ...model, alpha });
      const cosine = through({ value: 0.5 - e.value, error: e.error }, sines, Math.PI);
      return { value: cosine.value / Math.sqrt(alpha), error: cosine.error / Math.sqrt(alpha) };
    };
    const near = await ratio(model.alpha);
    const far = await ratio(4 * model.alpha);
    return [
      equal('cos(π ε)/√α', near, limit, {
        amount: Math.abs(far.value - near.value) / 2,
        because: 'half of the last step towards the limit, which is approached like α',
      }),
    ];
  },
  cost: 'moderate',
  sources: ['aubin2020'],
});

export const ermLimitLaws = [bayes, hebb, ridgeless, doubleDescent, fewSamples] as const;
