import { referenceImplementation } from '../protocol/reference.ts';
import { serve } from '../protocol/serve.ts';

/** `nishimori serve`: the reference, to be questioned by any harness that speaks the protocol. */
export const serveReference = (): Promise<void> =>
  serve(referenceImplementation(), process.stdin, process.stdout);
