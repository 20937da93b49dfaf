import { it } from 'vitest';
import { orthantsAddUpToOne } from './orthant.fixture.ts';

it('the eight orthants of one vector add up to one', () => {
  orthantsAddUpToOne(3, 2);
});
