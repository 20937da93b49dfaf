import type { Summary } from './summary.ts';

/** The endpoint form of shields.io: https://shields.io/badges/endpoint-badge */
export interface Badge {
  readonly schemaVersion: 1;
  readonly label: string;
  readonly message: string;
  readonly color: string;
}

export function badge({ status, checks }: Summary): Badge {
  const judged = checks.passed + checks.failed + checks.expected;
  const [message, color] =
    status === 'passed'
      ? [`${checks.passed}/${judged} passed`, checks.expected > 0 ? 'yellowgreen' : 'brightgreen']
      : status === 'failed'
        ? [`${checks.failed}/${judged} failed`, 'red']
        : [status === 'interrupted' ? 'interrupted' : 'nothing judged', 'lightgrey'];
  return { schemaVersion: 1, label: 'nishimori', message, color };
}
