import type { Summary } from './summary.ts';

/** Two digits, rounded away from zero: what is below the number is below what is printed. */
function roundedUp(value: number): number {
  if (!(value > 0 && Number.isFinite(value))) return value;
  const digit = 10 ** (Math.floor(Math.log10(value)) - 1);
  const nearest = Number(value.toPrecision(2));
  return nearest >= value ? nearest : Number((nearest + digit).toPrecision(2));
}

/** What the statistical checks of a run risked; undefined if there were none. */
export function falseAlarmText({ falseAlarm, start }: Summary): string | undefined {
  if (!(falseAlarm > 0)) return undefined;
  const bound = start.falseAlarmBound;
  return `a right implementation fails such a run with probability < ${roundedUp(falseAlarm)}${bound === undefined ? '' : ` (bound ${bound})`}`;
}
