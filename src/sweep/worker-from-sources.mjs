import { register } from 'tsx/esm/api';

/** worker.ts for threads of a process that runs from the sources: Node itself reads no TypeScript. */
register();
const { default: answer } = await import('./worker.ts');
export default answer;
