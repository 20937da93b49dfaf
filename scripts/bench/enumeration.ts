import { channel } from '../../reference/channels/index.ts';
import { exactAverage } from '../../reference/generalised-linear/exact-average.ts';
import { exactPosterior } from '../../reference/generalised-linear/exact-posterior.ts';
import { gaussianMatrix, multiply } from '../../reference/numerics/matrix.ts';
import { philoxStream } from '../../reference/numerics/random.ts';
import { type Benchmark, sample } from './benchmark.ts';

const d = 16;

/** 2¹⁶ weight vectors, α = 1: all teachers of given inputs, and one posterior. */
export const enumerationBenchmark: Benchmark = {
  id: 'enumeration',
  title: `Exact enumeration (rademacher, n = d = ${d})`,
  measure: () => {
    const stream = philoxStream(16);
    const matrix = gaussianMatrix(d, d, stream);
    const teacher = Array.from({ length: d }, () => (stream.uniform() < 0.5 ? -1 : 1));
    const z = multiply(matrix, teacher);
    const signs = z.map((x) => (x >= 0 ? 1 : -1));
    const [sign, noisy] = [
      channel({ kind: 'sign' }),
      { kind: 'probit', noiseVariance: 0.1 } as const,
    ];
    return [
      { label: 'average over all teachers (sign)', samples: sample(() => exactAverage(matrix)) },
      {
        label: 'posterior (sign)',
        samples: sample(() => exactPosterior({ kind: 'rademacher' }, sign, matrix, signs)),
      },
      {
        label: 'posterior (probit)',
        samples: sample(() =>
          exactPosterior({ kind: 'rademacher' }, channel(noisy), matrix, signs),
        ),
      },
    ];
  },
};
