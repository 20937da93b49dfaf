import { hiddenManifoldSeparability as separability } from '../../reference/hidden-manifold/separability.ts';
import { answerOf } from '../answer.ts';
import { manifolds } from '../arbitraries/manifold.ts';
import { defineOracle } from '../oracle.ts';
import { manifoldProperties } from '../schema/manifold.ts';
import { answered } from '../schema/numbers.ts';
import { object } from '../schema/object.ts';
import type {
  HiddenManifoldSeparabilityParams,
  HiddenManifoldSeparabilityResult,
} from '../types/hidden-manifold.separability.ts';
import { explainedTeacher } from '../witnesses/hidden-manifold-separability.ts';

export const hiddenManifoldSeparability = defineOracle<
  HiddenManifoldSeparabilityParams,
  HiddenManifoldSeparabilityResult
>({
  id: 'hidden-manifold.separability',
  title: 'Up to how many samples per feature are labels of the latent variables separable?',
  formula:
    '1/α* = min_{t ≥ 0} E (Z − t U)₊²,  U of density 2 φ(U) Φ(U r/√(1 − r²)),  r² = 1 − z g(−z) at z = γ κ★²/κ₁²',
  params: object(
    'HiddenManifoldSeparabilityParams',
    'Features X = f(F C), y = sign(θ·C/√d), n = α p of them.',
    manifoldProperties,
  ),
  result: object('HiddenManifoldSeparabilityResult', 'The separability threshold.', {
    alpha: answered('α* = n/p; Infinity where the features tell all of the latent variables.'),
  }),
  fields: {
    alpha: {
      kind: 'number',
      meaning: 'separability threshold α* = n/p',
      floor: 0,
      because: 'never below 2, that of pure noise',
    },
  },
  answer: (model) => answerOf(separability(model)),
  sample: manifolds(),
  continuous: ['gamma'],
  witnesses: [explainedTeacher],
  sources: ['candes2020', 'gerace2020'],
  cost: 'cheap',
});
