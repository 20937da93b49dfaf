import { describe, it } from 'vitest';
import { laws } from './index.ts';
import { assertHolds, assertNotices, benchOf, cases, isCostly, pairs } from './laws.fixture.ts';
import { honest } from './mistakes.fixture.ts';

describe('every statistical law holds on the reference', () => {
  // Large ones are held against many seeds by `npm run calibration`.
  const small = laws.filter(({ cost, statistics }) => cost !== 'large' && statistics !== undefined);
  it.each(small.map((law) => [law.id, law] as const))('%s', (_, law) =>
    assertHolds(law, benchOf(honest), cases[law.cost]),
  );
});

describe('every costly law is broken by the mistakes it is there for', () => {
  it.each(pairs(isCostly))('%s: %s', { timeout: 120_000 }, (_, mistake, law) =>
    assertNotices(law, mistake),
  );
});
