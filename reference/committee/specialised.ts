/**
 * The specialised branch: q_− > 0, reached continuously from the specialisation. Two unknowns u_± with
 * ln α_±(u_+, u_−) = ln α, by Newton's method; the trivial root q_− = 0 has been divided out.
 *
 * Gaussian weights: the branch exists above the specialisation and rises with α; for large α each
 * unit is a perceptron, r → (c₀ α)². Rademacher weights: it ends at a fold, near which the root is first
 * found on the interpolated branch.
 */
import { boundaryConstant } from '../channels/decision-boundary.ts';
import { ConvergenceError, DomainError } from '../errors.ts';
import { evaluate } from '../generalised-linear/chebyshev-interpolant.ts';
import { rootErrors, solveSystem } from '../numerics/newton-system.ts';
import { findRoot } from '../numerics/roots.ts';
import { branchPoint, coarse, fine, noise } from './branch.ts';
import { rademacherBranch, specialisation, type Transition } from './transitions.ts';
import { type Certified, certify } from './unspecialised.ts';
import type { CommitteePrior } from './weights.ts';

export const specialisedPoint = (
  where: string,
  prior: CommitteePrior,
  alpha: number,
): Certified => {
  const begin = specialisation(prior);
  if (!(alpha > begin.alpha.value))
    throw new DomainError(
      where,
      'alpha',
      alpha,
      `> ${begin.alpha.value} on the specialised branch (the specialisation)`,
    );
  const start = prior === 'gaussian' ? gaussianStart(alpha, begin) : foldStart(where, alpha);
  const level = Math.log(alpha);
  const residuals = (x: Float64Array, step: number): Float64Array => {
    const { plus, minus } = branchPoint(prior, x[0], x[1], step);
    return Float64Array.of(plus - level, minus - level);
  };
  const outcome = solveSystem((x) => (x[0] > 0 && x[1] >= 0 ? residuals(x, coarse) : null), start, {
    tolerance: 1e-12,
    noise: 1e-14,
    maxStep: 1,
  });
  if (outcome.status !== 'converged')
    throw new ConvergenceError(where, `specialised branch at alpha = ${alpha}: ${outcome.status}`);
  const [uPlus, uMinus] = outcome.point;
  return certify(branchPoint(prior, uPlus, uMinus, fine), prior, (point) => {
    const rest = [point.plus, point.minus].map((x) => 2 * Math.abs(x - level) + noise);
    const [plus, minus] = rootErrors(outcome.jacobian, rest);
    return { plus, minus };
  });
};

/** A perceptron per unit far from the bifurcation, little overlap close to it. */
const gaussianStart = (alpha: number, begin: Transition): readonly [number, number] => {
  const u = Math.max(Math.log1p((boundaryConstant().value * alpha) ** 2), begin.point.uPlus);
  const distance = alpha / begin.alpha.value - 1;
  return [u, u * (distance / (0.7 + distance))];
};

const foldStart = (where: string, alpha: number): readonly [number, number] => {
  const { alpha: curve, uPlus, end, fold } = rademacherBranch('rademacher');
  if (!(alpha < fold.alpha.value))
    throw new DomainError(
      where,
      'alpha',
      alpha,
      `< ${fold.alpha.value} on the specialised branch of Rademacher weights (its fold)`,
    );
  const gap = (x: number) => evaluate(curve, x) - Math.log(alpha);
  const [low, high] = [gap(0), gap(end)];
  const uMinus =
    low < 0 && high > 0 ? findRoot(gap, 0, end, { ends: [low, high] }).root : low >= 0 ? 0 : end;
  return [evaluate(uPlus, uMinus), uMinus];
};
