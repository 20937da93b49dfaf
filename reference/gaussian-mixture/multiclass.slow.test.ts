import { describeClusters } from './multiclass.fixture.ts';

describeClusters('softmax');
