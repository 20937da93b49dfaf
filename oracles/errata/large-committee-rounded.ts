import fc from 'fast-check';
import { largeCommittee } from '../../reference/committee/large.ts';
import { committeeThreshold } from '../../reference/committee/threshold.ts';
import { uniform } from '../arbitraries/numbers.ts';
import { defineErratum } from './erratum.ts';

export const largeCommitteeRounded = defineErratum<{ readonly above: number }, number>({
  id: 'large-committee-rounded',
  where: 'Computational gap',
  literal: 'IT threshold: n > 7.65 K d',
  right:
    'n > 7.680 K d: the α̃ = n/(K d) at which ½ [q + ln(1 − q)] + α̃ [Ψ(γ(q)) − Ψ(2/π)] = 0 at its maximum in q > 0',
  why: 'At 7.65 the specialised state exists, since 7.169, but its free entropy is smaller than that of the unspecialised one: it is metastable, and specialisation is not yet possible by any means. The branch is steep there, so that a small error of q or of Ψ moves the root visibly; two roads (equal free entropies, equal areas) agree on 7.6802.',
  law: 'Past the information-theoretic threshold, by any margin, the specialised state has the larger free entropy.',
  sources: ['zdeborova2021', 'aubin2018', 'schwarze1993'],
  // Less than what the printed value is short of.
  model: fc.record({ above: uniform(1e-3, 2e-2, 19) }),
  forms: {
    literal: () => 7.65,
    right: () => committeeThreshold('infinite', 'gaussian', 'information-theoretic').value,
  },
  measure: (alpha, { above }) => {
    const [apart, alike] = (['specialised', 'unspecialised'] as const).map(
      (branch) => largeCommittee(alpha + above, branch).freeEntropyPerUnit,
    );
    return {
      left: alike.value,
      right: apart.value,
      relation: 'at-most',
      allowance: apart.error + alike.error,
      because: 'errors of the free entropies',
    };
  },
});
