import { register } from 'tsx/esm/api';

/** worker.ts for threads: Node itself reads no TypeScript. */
register();
const { default: outcome } = await import('./worker.ts');
export default outcome;
