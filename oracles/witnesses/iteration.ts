import type { Channel, Prior } from '../types/shared.ts';
import { OutOfReach } from './attempt.ts';
import { averageOutput, noiseOf } from './output.ts';
import { type Law, lawOf, seenWeight } from './weight.ts';

/**
 * State evolution as an experiment on two tables: what the outputs say about a weight (A), what the
 * weight still hides (mmse), and again. No potential, no curve.
 */
export class Iteration {
  readonly law: Law;
  readonly rho: number;
  readonly channel: Channel;
  readonly even: boolean;
  readonly noiseless: boolean;
  /** Labels of a finite set. */
  readonly labels: boolean;
  private readonly order: number;
  private readonly resolution: number;

  constructor(prior: Prior, channel: Channel, level: 'coarse' | 'fine') {
    this.law = lawOf(prior);
    this.rho = this.law.secondMoment;
    this.channel = channel;
    this.even = channel.kind === 'absolute-value' || channel.kind === 'symmetric-door';
    this.labels = ['sign', 'probit', 'symmetric-door'].includes(channel.kind);
    this.noiseless = noiseOf(channel) === 0;
    this.order = level === 'coarse' ? 10 : 14;
    this.resolution = level === 'coarse' ? 0.5 : 0.4;
  }

  /** Zero overlap is a fixed point. */
  get symmetric(): boolean {
    return this.even && Math.abs(this.law.mean) < 1e-14;
  }

  output(V: number) {
    if (this.noiseless && !(V > 1e-10 * this.rho))
      throw new OutOfReach('perfect recovery is a limit');
    return averageOutput(this.channel, Math.max(this.rho - V, 0), V, this.order);
  }

  weight(r: number) {
    return seenWeight(this.law, r, this.resolution);
  }

  /** r = α A(V); A ≥ 0, but for the rounding of 1 − E Var/V where outputs say nothing. */
  signal(V: number, alpha: number): number {
    return alpha * Math.max(this.output(V).conjugate, 0);
  }

  /** V after one more iteration at α. */
  step(V: number, alpha: number): number {
    return this.weight(this.signal(V, alpha)).meanSquareError;
  }
}
