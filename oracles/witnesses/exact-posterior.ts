import erfc from '@stdlib/math/base/special/erfc/lib/index.js';
import type { Witness } from '../oracle.ts';
import type {
  GlmExactPosteriorParams,
  GlmExactPosteriorResult,
} from '../types/glm.exact-posterior.ts';
import type { Channel } from '../types/shared.ts';
import { attempting, OutOfReach } from './attempt.ts';
import { gauss } from './panels.ts';
import { lawOf } from './weight.ts';

/** P_out(y | z), as defined. */
function likelihood(channel: Channel, y: number, z: number): number {
  const noise = 'noiseVariance' in channel ? channel.noiseVariance : 0;
  switch (channel.kind) {
    case 'sign':
      return y * z > 0 || (z === 0 && y > 0) ? 1 : 0;
    case 'probit':
      if (noise === 0) return y * z > 0 ? 1 : 0;
      return erfc((-y * z) / Math.sqrt(2 * noise)) / 2;
    case 'symmetric-door':
      return Math.abs(z) < channel.width === y < 0 ? 1 : 0;
    case 'linear':
      return gauss(y - z, noise);
    case 'absolute-value':
      return gauss(y - z, noise) + gauss(y + z, noise);
    case 'relu':
      throw new OutOfReach('no density at a given weight');
  }
}

const LARGEST = 40_000;

/** Every weight vector in turn, as one counts in a number system whose digits are the atoms. */
export const countedWeights: Witness<GlmExactPosteriorParams, GlmExactPosteriorResult> = {
  id: 'counted-weights',
  method: 'the posterior by running through all weight vectors and multiplying the likelihoods',
  ...attempting(({ prior, channel, matrix, labels }) => {
    if ('noiseVariance' in channel && channel.kind !== 'probit' && channel.noiseVariance === 0)
      throw new OutOfReach('no density at a given weight');
    const { atoms } = lawOf(prior);
    const d = matrix[0].length;
    const count = atoms.length ** d;
    if (count * matrix.length > LARGEST) throw new OutOfReach('too many weights');
    const digits = new Array<number>(d).fill(0);
    const z = new Array<number>(matrix.length);
    const mean = new Array<number>(d).fill(0);
    let evidence = 0;
    let terms = 0;
    let steepest = 0;
    for (let k = 0; k < count; k++) {
      let p = 1;
      for (const digit of digits) p *= atoms[digit].mass;
      for (let mu = 0; mu < matrix.length && p > 0; mu++) {
        z[mu] = 0;
        for (let i = 0; i < d; i++) z[mu] += matrix[mu][i] * atoms[digits[i]].value;
        const distance =
          channel.kind === 'symmetric-door' ? Math.abs(z[mu]) - channel.width : z[mu];
        if (
          (channel.kind === 'sign' || channel.kind === 'symmetric-door') &&
          Math.abs(distance) < 1e-12
        )
          throw new OutOfReach('a weight on the boundary');
        p *= likelihood(channel, labels[mu], z[mu]);
        if ('noiseVariance' in channel && channel.noiseVariance > 0) {
          const far = Math.abs(labels[mu]) + Math.abs(z[mu]);
          steepest = Math.max(steepest, (far * far) / channel.noiseVariance);
        }
      }
      evidence += p;
      for (let i = 0; i < d; i++) mean[i] += p * atoms[digits[i]].value;
      if (p > 0) terms++;
      // the next number
      for (let i = 0; i < d && ++digits[i] === atoms.length; i++) digits[i] = 0;
    }
    if (!(evidence > 1e-280)) throw new OutOfReach('the evidence underflows');
    const most = Math.max(...atoms.map(({ value }) => Math.abs(value)));
    // each factor is rounded, and each exponent to an ulp of itself; sums grow with their length
    const rounding =
      Number.EPSILON * (8 * matrix.length * (d + 2) * (1 + steepest) + Math.sqrt(terms));
    return {
      result: { mean: mean.map((m) => m / evidence), logEvidence: Math.log(evidence) },
      error: {
        mean: 2 * rounding * most,
        logEvidence: rounding + 4 * Number.EPSILON * Math.abs(Math.log(evidence)),
      },
    };
  }),
};
