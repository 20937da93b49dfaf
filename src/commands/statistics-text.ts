import type { Statistics, Tail } from '../../oracles/statistics.ts';

/** What a statistical check says of itself, a line each. */
export function statisticsText({ falseAlarm, tail, power }: Statistics): string {
  return [
    `a right implementation fails with probability <= ${falseAlarm}`,
    `  ${tailText(tail)}`,
    `the mistake "${power.mistake}" is caught with probability >= ${power.atLeast}`,
  ].join('\n');
}

function tailText(tail: Tail): string {
  switch (tail.model) {
    case 'normal':
      return `assumed and calibrated: ${tail.statistics} normal statistics, allowed ${tail.deviations} standard deviations each`;
    case 'student':
      return `assumed and calibrated: ${tail.statistics} Student's t with ${tail.freedom} degrees of freedom, allowed ${tail.deviations} each`;
    case 'hoeffding':
    case 'bernstein':
      return `proved: ${tail.model === 'hoeffding' ? 'Hoeffding' : 'Bernstein'}'s inequality, for ${tail.statistics === 1 ? 'one statistic' : `${tail.statistics} statistics`}`;
    case 'binomial':
      return `binomial, with measured probabilities: ${tail.counts.map(({ what, trials, probability, most }) => `${what}: more than ${most} of ${trials}, each with probability ${probability}`).join('; ')}`;
  }
}
