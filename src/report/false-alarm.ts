import type { Summary } from './summary.ts';

/** Two digits, rounded away from zero: what is below the number is below what is printed. */
function roundedUp(value: number): string {
  const nearest = Number(value.toPrecision(2));
  const digit = 10 ** (Math.floor(Math.log10(value)) - 1);
  return Number((nearest >= value ? nearest : nearest + digit).toPrecision(2)).toExponential();
}

/** What the statistical checks of a run risked; undefined if there were none. */
export function falseAlarmText({ falseAlarm, start }: Summary): string | undefined {
  if (!(falseAlarm > 0 && Number.isFinite(falseAlarm))) return undefined;
  const bound = start.falseAlarmBound;
  return `a right implementation fails such a run with probability < ${roundedUp(falseAlarm)}${bound === undefined ? '' : ` (bound ${bound.toExponential()})`}`;
}
