import type { Known } from '../../properties/mistakes/index.ts';
import { loadGolden } from '../../src/golden.ts';

/** What somebody who has read the golden values knows by heart. */
export const knownAnswers = async (): Promise<readonly Known[]> =>
  (await loadGolden()).flatMap(({ oracle, cases }) =>
    cases.map(({ params, value }) => ({ oracle, params, value })),
  );
