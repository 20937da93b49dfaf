import fc from 'fast-check';
import { uniform } from '../../oracles/arbitraries/index.ts';
import { conditioning } from '../conditioned.ts';
import { law } from '../define.ts';
import { derivative, differenced } from '../differences.ts';
import { difference, product, quotient, root, scaled, sum, through } from '../measured.ts';
import { atMost, equal } from '../near.ts';
import { averaged, marginAverages } from './margin-averages.ts';
import { labelCorrelation, lossValue, maximalCurvature, students } from './models.ts';
import { type Student, student } from './questions.ts';

const assembled = law<Student>({
  id: 'erm/objective-is-loss-and-penalty',
  statement:
    'What is minimised is the training loss and the penalty, and doing nothing costs more.',
  formula: 'objective = E_t + λ q/(2α) ≤ ℓ(0),   0 ≤ E_t',
  catches: 'a penalty λ‖w‖² for (λ/2)‖w‖²; a training loss with the penalty in it',
  needs: ['erm.fixed-point'],
  model: students(),
  async check(bench, model) {
    const { norm, trainingLoss, objective } = await student(bench, model);
    const penalty = scaled(model.lambda / (2 * model.alpha), norm);
    return [
      equal('objective', objective, sum(trainingLoss, penalty), conditioning),
      atMost('objective ≤ ℓ(0)', objective, lossValue(model.loss, 0), conditioning),
      atMost('0 ≤ E_t', 0, trainingLoss),
    ];
  },
  cost: 'moderate',
  sources: ['aubin2020'],
});

const angle = law<Student>({
  id: 'erm/error-is-angle',
  statement: 'A student errs where its hyperplane and the teacher’s disagree.',
  formula: 'cos(π ε) = m/√(ρ q),   m² ≤ ρ q,   0 ≤ ε ≤ 1/2',
  catches: 'm/√q for ρ ≠ 1; m/q; the error against noisy labels in place of clean ones',
  needs: ['erm.fixed-point'],
  model: students(),
  async check(bench, model) {
    const { overlap, norm, generalisationError } = await student(bench, model);
    const power = scaled(model.teacher.secondMoment, norm);
    const cosine = through(generalisationError, (e) => Math.cos(Math.PI * e), Math.PI);
    return [
      equal('m against √(ρq) cos(π ε)', overlap, product(root(power), cosine), conditioning),
      atMost('m² ≤ ρ q', product(overlap, overlap), power, conditioning),
      atMost('ε ≤ 1/2', generalisationError, 0.5, conditioning),
    ];
  },
  cost: 'moderate',
  sources: ['aubin2020'],
});

const curvature = law<Student>({
  id: 'erm/susceptibility-counts-curvature',
  statement: 'Each sample stiffens at most one direction, and by no more than its loss is curved.',
  formula:
    '0 ≤ 1 − λV ≤ α V/(1/c + V),  c = sup ℓ″ (1, 1/4, ∞ for square, logistic, hinge); equality for the square loss',
  catches: 'E[x′]/V for E[1 − x′]/V; a susceptibility in units of 1/λ; 2α for α',
  needs: ['erm.fixed-point'],
  model: students(),
  async check(bench, { lambda, ...model }) {
    const { susceptibility: V } = await student(bench, { lambda, ...model });
    const stiff = scaled(model.alpha, quotient(V, sum(1 / maximalCurvature(model.loss), V)));
    const free = scaled(lambda, V);
    return [
      atMost('λV ≤ 1', free, 1, conditioning),
      model.loss === 'square'
        ? equal('λV + αV/(1 + V)', sum(free, stiff), 1, conditioning)
        : atMost('1 ≤ λV + αV/(1/c + V)', 1, sum(free, stiff), conditioning),
    ];
  },
  cost: 'moderate',
  sources: ['thrampoulidis2018', 'aubin2020'],
});

const virial = law<Student>({
  id: 'erm/virial',
  statement: 'The samples pull the weights outwards as much as the penalty pulls them in.',
  formula: 'α E[2P(u) f x] = λ q,   E[2P(u) ℓ(x)] = E_t,   u ~ N(0, q)',
  catches:
    'an average over ±1 in place of a sum; V₀ = 1 − q; a fixed point of inconsistent equations',
  needs: ['erm.fixed-point', 'erm.proximal'],
  model: students({ alpha: [0.2, 5], lambda: [0.02, 100] }),
  async check(bench, { loss, alpha, lambda, teacher }) {
    const point = await student(bench, { loss, alpha, lambda, teacher });
    const { overlap: m, norm: q, susceptibility: width, generalisationError } = point;
    const { secondMoment: rho, noiseVariance, flipProbability: flip } = teacher;
    // R q − m² = ρ q sin²(π ε) + Δ q: positive terms keep their digits where the student is good.
    const sine = through(generalisationError, (e) => Math.sin(Math.PI * e), Math.PI);
    const missed = product(q, sum(scaled(rho, product(sine, sine)), noiseVariance));
    const slope = quotient(m, root(missed));
    const [, pulled, cost] = await marginAverages(bench, loss, {
      mean: 0,
      variance: q,
      width,
      agreement: { flip, slope },
    });
    const because = `${conditioning}; ${averaged}`;
    return [
      equal('α E[2P f x] against λ q', scaled(alpha, pulled), scaled(lambda, q), because),
      equal('E[2P ℓ(x)] against E_t', cost, point.trainingLoss, because),
    ];
  },
  cost: 'moderate',
  sources: ['aubin2020', 'thrampoulidis2018'],
});

const squareVirial = law<Student>({
  id: 'erm/virial-of-the-square-loss',
  statement: 'For the square loss the pull of the samples is known from two moments of the margin.',
  formula: 'E_t = (1 + q − 2 m c_y)/(2(1 + V)²),   α (1 − m c_y)/(1 + V) − 2α E_t = λ q',
  catches: 'a noise that does not shrink c_y; flips counted once; ρ left out of c_y',
  needs: ['erm.fixed-point'],
  model: students({}, fc.constant('square')),
  async check(bench, model) {
    const { overlap: m, norm: q, susceptibility: V, trainingLoss } = await student(bench, model);
    const { alpha, lambda, teacher } = model;
    const told = scaled(labelCorrelation(teacher), m);
    const gain = quotient(1, sum(1, V));
    const residual = product(product(gain, gain), sum(1, q, scaled(-2, told)));
    const pulled = difference(product(gain, difference(1, told)), scaled(2, trainingLoss));
    return [
      equal('2 E_t', scaled(2, trainingLoss), residual, conditioning),
      equal('α E[2P f x] against λ q', scaled(alpha, pulled), scaled(lambda, q), conditioning),
    ];
  },
  cost: 'moderate',
  sources: ['aubin2020'],
});

const envelope = law<Student>({
  id: 'erm/envelope',
  statement: 'The minimum rises with the penalty by half the norm: the weights need not respond.',
  formula: 'd(α E_t + λ q/2)/dλ = q/2',
  catches: 'λ‖w‖² for (λ/2)‖w‖²; a norm and an objective of different normalisations',
  needs: ['erm.fixed-point'],
  model: students({ alpha: [0.1, 10], lambda: [0.05, 20] }),
  async check(bench, model) {
    const { norm } = await student(bench, model);
    const slope = await derivative(
      async (lambda) => scaled(model.alpha, (await student(bench, { ...model, lambda })).objective),
      model.lambda,
      model.lambda,
      bench.accuracy,
    );
    return [equal('dA/dλ against q/2', slope, scaled(0.5, norm), differenced)];
  },
  cost: 'moderate',
  sources: ['thrampoulidis2018'],
});

const monotone = law<Student & { readonly factor: number }>({
  id: 'erm/more-penalty-less-fit',
  statement: 'A larger penalty shortens the weights and worsens the fit.',
  formula: 'λ < λ′ ⇒ q′ ≤ q, E_t ≤ E_t′, objective ≤ objective′',
  catches: 'λ and 1/λ (a parameter C) exchanged',
  needs: ['erm.fixed-point'],
  model: fc
    .record({ model: students(), factor: uniform(1.1, 10, 20) })
    .map(({ model, factor }) => ({ ...model, factor })),
  async check(bench, { factor, ...model }) {
    const loose = await student(bench, model);
    const tight = await student(bench, { ...model, lambda: model.lambda * factor });
    return [
      atMost('q′ ≤ q', tight.norm, loose.norm, conditioning),
      atMost('E_t ≤ E_t′', loose.trainingLoss, tight.trainingLoss, conditioning),
      atMost('objective', loose.objective, tight.objective, conditioning),
    ];
  },
  cost: 'moderate',
  sources: ['thrampoulidis2018'],
});

const units = law<Student & { readonly scale: number }>({
  id: 'erm/units',
  statement: 'The length of the teacher is a unit that the labels do not show.',
  formula: '(ρ, Δ) → (c²ρ, c²Δ): m → c m; q, V, E_t and all error rates unchanged',
  catches: 'ρ = 1 taken for granted; noise as a standard deviation',
  needs: ['erm.fixed-point'],
  model: fc
    .record({ model: students(), scale: fc.constantFrom(2, 0.5, 3) })
    .map(({ model, scale }) => ({ ...model, scale })),
  async check(bench, { scale: c, ...model }) {
    const plain = await student(bench, model);
    const { secondMoment, noiseVariance, flipProbability } = model.teacher;
    const longer = await student(bench, {
      ...model,
      teacher: {
        secondMoment: c * c * secondMoment,
        noiseVariance: c * c * noiseVariance,
        flipProbability,
      },
    });
    return [
      equal('m', longer.overlap, scaled(c, plain.overlap), conditioning),
      ...(
        ['norm', 'susceptibility', 'generalisationError', 'trainingLoss', 'trainingError'] as const
      ).map((field) => equal(field, longer[field], plain[field], conditioning)),
    ];
  },
  cost: 'moderate',
  sources: ['aubin2020'],
});

const noise = law<Student>({
  id: 'erm/pure-noise-teaches-nothing',
  statement: 'From labels flipped half of the time nothing is learned.',
  formula: 'η = 1/2: m = 0, ε = 1/2',
  catches: 'the absolute value of an overlap; 1 − η for 1 − 2η',
  needs: ['erm.fixed-point'],
  model: students().map((model) => ({
    ...model,
    teacher: { ...model.teacher, flipProbability: 0.5 },
  })),
  async check(bench, model) {
    const { overlap, generalisationError } = await student(bench, model);
    return [equal('m', overlap, 0), equal('ε', generalisationError, 0.5)];
  },
  cost: 'moderate',
  sources: ['aubin2020'],
});

export const ermFixedPointLaws = [
  assembled,
  angle,
  curvature,
  virial,
  squareVirial,
  envelope,
  monotone,
  units,
  noise,
] as const;
