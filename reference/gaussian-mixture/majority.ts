/**
 * Hinge loss with a free intercept and a rare class: can it do without weights? Then it does, at every λ,
 * since the risk of small weights is homogeneous.
 *
 * With w = 0 and b = ±1 the frequent class (fraction P, eigenvalues s) sits on the kink, where a sample may
 * pull with any force f from 0 to 1, and the rare one (fraction p, eigenvalues s′) pulls with force 1. For
 * weights so small that λ is nothing against V̂ s, in units of √q,
 *
 *   f = clip((ξ − a)/ν, 0, 1),  ξ ~ N(0, 1),  ν = V/√q
 *   P E f = p                                              the intercept
 *   1/ν² = (2αp)²⟨t/s⟩ + αp⟨s′/s⟩ + αP E f²                  the norm
 *
 * The frequent class holds the fraction αP P(a < ξ < a + ν) of all directions. Where that is one or more
 * there are no weights.
 */
import type { Loss } from '../losses/loss.ts';
import { findRoot } from '../numerics/roots.ts';
import { largerClass } from './intercept.ts';
import { averagesAt } from './margin-averages.ts';
import { classProbabilities, type MixtureProblem } from './problem.ts';
import { average } from './spectrum.ts';

/** Whether the risk is least without weights, all labels being those of the frequent class. */
export function needsNoWeights(problem: MixtureProblem, loss: Loss): boolean {
  if (loss.kind !== 'hinge' || problem.bias !== 'free') return false;
  const { alpha, spectrum } = problem;
  const p = classProbabilities(problem);
  const c = largerClass(p);
  const [often, rare] = [alpha * p[c], alpha * p[1 - c]];
  const ratio = p[1 - c] / p[c];
  const [held, other] = c === 0 ? [spectrum.plus, spectrum.minus] : [spectrum.minus, spectrum.plus];
  // Fewer samples than directions hold nothing, nor do samples that all pull with full force already
  if (often < 1 || ratio === 1 || held.some((s) => s === 0)) return false;
  const outside =
    (2 * rare) ** 2 * average(spectrum.weights, (j) => spectrum.mean[j] / held[j]) +
    rare * average(spectrum.weights, (j) => other[j] / held[j]);

  const averages = (gap: number, width: number) => averagesAt(loss, { gap, variance: 1 }, width);
  /** At this ν, with the intercept that balances: −a lies between the extremes of a step and a ramp. */
  const balanced = (width: number) => {
    const gap = findRoot(
      (g) => Math.log(averages(g, width).force / ratio),
      -8 - Math.sqrt(-2 * Math.log(ratio)),
      width + 8,
    ).root;
    return averages(gap, width);
  };
  // E f² lies between (E f)² and E f
  const narrow = 1 / Math.sqrt(outside + often * ratio);
  const wide = 1 / Math.sqrt(outside + often * ratio * ratio);
  const width = Math.exp(
    findRoot(
      (x) => Math.log(outside + often * balanced(Math.exp(x)).squaredForce) + 2 * x,
      Math.log(narrow) - 1e-9,
      Math.log(wide) + 1e-9,
    ).root,
  );
  return often * balanced(width).curvature * width >= 1;
}
