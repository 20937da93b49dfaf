import fc from 'fast-check';
import { covariateQuestions, uniform } from '../../oracles/arbitraries/index.ts';
import { conditioning } from '../conditioned.ts';
import { law } from '../define.ts';
import { derivative, differenced } from '../differences.ts';
import { lossValue, students } from '../erm/models.ts';
import { type Student, student } from '../erm/questions.ts';
import { difference, product, quotient, root, scaled, sum, through } from '../measured.ts';
import { atMost, equal } from '../near.ts';
import { type Covariate, covariate } from './questions.ts';

const everything = [
  'overlap',
  'norm',
  'susceptibility',
  'weightNorm',
  'trainingLoss',
  'error',
] as const;

const plain = law<Student>({
  id: 'gaussian-covariate/plain-inputs',
  statement: 'Features without structure are plain inputs.',
  formula: 's = 1, t = ρ: the fixed point of empirical risk minimisation, ‖w‖²/p = q',
  catches: 'a factor p or k between two conventions of ⟨·⟩; t and t² exchanged',
  needs: ['gaussian-covariate.fixed-point', 'erm.fixed-point'],
  model: students().map((model) => ({
    ...model,
    teacher: { ...model.teacher, flipProbability: 0 },
  })),
  async check(bench, model) {
    const { secondMoment, noiseVariance } = model.teacher;
    const point = await student(bench, model);
    const features = await covariate(bench, {
      spectrum: { weights: [1], student: [1], teacher: [secondMoment] },
      secondMoment,
      noiseVariance,
      task: 'classification',
      loss: model.loss,
      alpha: model.alpha,
      lambda: model.lambda,
    });
    return [
      ...(['overlap', 'norm', 'susceptibility', 'trainingLoss'] as const).map((field) =>
        equal(field, features[field], point[field], conditioning),
      ),
      equal('‖w‖²/p', features.weightNorm, point.norm, conditioning),
      equal('ε', features.error, point.generalisationError, conditioning),
    ];
  },
  cost: 'moderate',
  sources: ['loureiro2021', 'aubin2020'],
});

const merging = law<Covariate & { readonly part: number; readonly tilt: number }>({
  id: 'gaussian-covariate/repeated-eigenvalues-merge',
  statement: 'Within an eigenspace only the whole of the teacher matters, not how it is spread.',
  formula: '(W, s, t) → (c W, s, τ t), ((1 − c) W, s, (1 − cτ)/(1 − c) t): nothing changes',
  catches: 'unweighted averages over blocks; ⟨√t⟩² for ⟨t⟩',
  needs: ['gaussian-covariate.fixed-point'],
  model: fc
    .record({ question: covariateQuestions(), part: uniform(0.1, 0.9, 8), tilt: uniform(0, 1, 10) })
    .map(({ question, ...split }) => ({ ...question, ...split })),
  async check(bench, { part, tilt, ...model }) {
    const { weights, student: s, teacher: t } = model.spectrum;
    const whole = await covariate(bench, model);
    const split = await covariate(bench, {
      ...model,
      spectrum: {
        weights: [part * weights[0], (1 - part) * weights[0], ...weights.slice(1)],
        student: [s[0], ...s],
        teacher: [tilt * t[0], ((1 - part * tilt) / (1 - part)) * t[0], ...t.slice(1)],
      },
    });
    return everything.map((field) => equal(field, split[field], whole[field], conditioning));
  },
  cost: 'moderate',
  sources: ['loureiro2021'],
});

const units = law<Covariate & { readonly scale: number }>({
  id: 'gaussian-covariate/units',
  statement: 'Features c times larger under a penalty c² times larger are the same features.',
  formula: '(s, t, λ) → (c² s, c² t, c² λ): ‖w‖² → ‖w‖²/c², all else unchanged',
  catches: 'standardised features; λ in units of 1/p',
  needs: ['gaussian-covariate.fixed-point'],
  model: fc
    .record({ question: covariateQuestions(), scale: fc.constantFrom(2, 0.5, 3) })
    .map(({ question, scale }) => ({ ...question, scale })),
  async check(bench, { scale, ...model }) {
    const c = scale * scale;
    const { weights, student: s, teacher: t } = model.spectrum;
    const before = await covariate(bench, model);
    const after = await covariate(bench, {
      ...model,
      lambda: c * model.lambda,
      spectrum: { weights, student: s.map((x) => c * x), teacher: t.map((x) => c * x) },
    });
    return everything.map((field) =>
      field === 'weightNorm'
        ? equal(field, scaled(c, after[field]), before[field], conditioning)
        : equal(field, after[field], before[field], conditioning),
    );
  },
  cost: 'moderate',
  sources: ['loureiro2021'],
});

const average = ({ spectrum: { weights, student: s, teacher: t } }: Covariate): number =>
  weights.reduce((total, w, j) => total + (s[j] > 0 ? (w * t[j]) / s[j] : 0), 0);

const unseen = law<Covariate & { readonly fraction: number }>({
  id: 'gaussian-covariate/unseen-is-noise',
  statement: 'What of the teacher the features do not show is noise to whoever learns from them.',
  formula: '(ρ, Δ) → (ρ − δ, Δ + δ), ρ − δ ≥ ⟨t/s⟩: m, q, V, ‖w‖², E_t unchanged;   m² ≤ ⟨t/s⟩ q',
  catches: 'ρ where R = ρ + Δ belongs; the unexplained part of the teacher left out',
  needs: ['gaussian-covariate.fixed-point'],
  model: fc
    .record({ question: covariateQuestions(), fraction: uniform(0.1, 0.9, 8) })
    .map(({ question, fraction }) => ({ ...question, fraction })),
  async check(bench, { fraction, ...model }) {
    const seen = average(model);
    const moved = fraction * Math.max(0, model.secondMoment - seen);
    const before = await covariate(bench, model);
    const after = await covariate(bench, {
      ...model,
      secondMoment: model.secondMoment - moved,
      noiseVariance: model.noiseVariance + moved,
    });
    return [
      ...(['overlap', 'norm', 'susceptibility', 'weightNorm', 'trainingLoss'] as const).map(
        (field) => equal(field, after[field], before[field], conditioning),
      ),
      atMost(
        'm² ≤ ⟨t/s⟩ q',
        product(before.overlap, before.overlap),
        scaled(seen, before.norm),
        conditioning,
      ),
    ];
  },
  cost: 'moderate',
  sources: ['loureiro2021'],
});

const errors = law<Covariate>({
  id: 'gaussian-covariate/errors-from-overlaps',
  statement: 'Two Gaussian fields disagree as their covariances say.',
  formula:
    'classification: m = √(ρq) cos(π ε);   regression: MSE = ρ + q − 2m,  E_t = (MSE + Δ)/(2(1 + V)²)',
  catches: '(y − z)² without its 1/2; the noise of the label in the excess error',
  needs: ['gaussian-covariate.fixed-point'],
  model: covariateQuestions(),
  async check(bench, model) {
    const point = await covariate(bench, model);
    const { overlap, norm, susceptibility, trainingLoss, error } = point;
    const rho = model.secondMoment;
    if (model.task === 'classification') {
      const cosine = through(error, (e) => Math.cos(Math.PI * e), Math.PI);
      return [equal('m', overlap, product(root(scaled(rho, norm)), cosine), conditioning)];
    }
    const stiff = sum(1, susceptibility);
    return [
      equal('MSE', error, sum(rho, norm, scaled(-2, overlap)), conditioning),
      equal(
        '2 E_t',
        scaled(2, trainingLoss),
        quotient(sum(error, model.noiseVariance), product(stiff, stiff)),
        conditioning,
      ),
    ];
  },
  cost: 'moderate',
  sources: ['loureiro2021'],
});

const envelope = law<Covariate>({
  id: 'gaussian-covariate/envelope',
  statement:
    'The minimum rises with the penalty by half the squared length of the weights, not by the variance of their field.',
  formula: 'd(α E_t + λ‖w‖²/2p)/dλ = ‖w‖²/2p,   E_t + λ‖w‖²/(2n) ≤ ℓ(0)',
  catches: 'q for ‖w‖²/p: the norms of a field and of the weights exchanged',
  needs: ['gaussian-covariate.fixed-point'],
  model: covariateQuestions().filter(
    ({ alpha, lambda }) => alpha > 0.05 && alpha < 20 && lambda > 0.03 && lambda < 30,
  ),
  async check(bench, model) {
    const cost = async (lambda: number) => {
      const { trainingLoss, weightNorm } = await covariate(bench, { ...model, lambda });
      return sum(scaled(model.alpha, trainingLoss), scaled(lambda / 2, weightNorm));
    };
    const { weightNorm } = await covariate(bench, model);
    const nothing =
      model.task === 'regression'
        ? (model.secondMoment + model.noiseVariance) / 2
        : lossValue(model.loss, 0);
    const slope = await derivative(cost, model.lambda, model.lambda, bench.accuracy);
    return [
      equal('dA/dλ', slope, scaled(0.5, weightNorm), differenced),
      atMost('objective ≤ ℓ(0)', await cost(model.lambda), model.alpha * nothing, conditioning),
    ];
  },
  cost: 'moderate',
  sources: ['loureiro2021'],
});

const scalar = law<Covariate>({
  id: 'gaussian-covariate/susceptibility-of-least-squares',
  statement: 'The susceptibility of least squares knows the features, and nothing of the labels.',
  formula: 'V = ⟨s/(λ + α s/(1 + V))⟩',
  catches: 'V = ⟨1/D⟩ without s; a susceptibility that depends on noise or teacher',
  needs: ['gaussian-covariate.fixed-point'],
  model: covariateQuestions().map((model) => ({ ...model, loss: 'square' as const })),
  async check(bench, model) {
    const { susceptibility: V } = await covariate(bench, model);
    const pull = quotient(model.alpha, sum(1, V));
    const { weights, student: s } = model.spectrum;
    const response = sum(
      ...weights.map((w, j) => quotient(w * s[j], sum(model.lambda, scaled(s[j], pull)))),
    );
    return [equal('V', difference(V, response), 0, conditioning)];
  },
  cost: 'moderate',
  sources: ['loureiro2021'],
});

export const gaussianCovariateLaws = [
  plain,
  merging,
  units,
  unseen,
  errors,
  envelope,
  scalar,
] as const;
