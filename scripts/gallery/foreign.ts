import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Implementation } from '../../oracles/implementation.ts';
import { findOracle } from '../../oracles/index.ts';
import { packageRoot } from '../../src/package-root.ts';
import { childImplementation } from '../../src/protocol/child.ts';
import { findPython } from '../python.ts';

/**
 * A mistake of the gallery made by somebody else: one line of a right implementation in another language
 * is replaced. That a mistake knows itself again proves little; here it must be known by numbers that
 * come from other code.
 */
export interface Edit {
  /** The id of the mistake that it is. */
  readonly mistake: string;
  readonly script: string;
  readonly module: string;
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

const gamp = { script: 'numpy_gamp.py', module: 'numpy' };
const erm = { script: 'numpy_erm.py', module: 'numpy' };
const committee = { script: 'scipy_committee.py', module: 'scipy' };
const flows = { script: 'scipy_flows.py', module: 'scipy' };

export const edits: readonly Edit[] = [
  {
    mistake: 'no-onsager-term',
    ...gamp,
    file: 'bayes_glm/gamp.py',
    from: 'omega = matrix @ a - width * g',
    to: 'omega = matrix @ a',
  },
  {
    mistake: 'field-without-own-weight',
    ...gamp,
    file: 'bayes_glm/gamp.py',
    from: 'field = precision * a + matrix.T @ g',
    to: 'field = matrix.T @ g',
  },
  {
    mistake: 'squared-output-for-slope',
    ...gamp,
    file: 'bayes_glm/gamp.py',
    from: '_, g, dg = channel.denoise(labels, omega, width)',
    to: '_, g, dg = channel.denoise(labels, omega, width); dg = -g * g',
  },
  {
    mistake: 'damped-means-only',
    ...gamp,
    file: 'bayes_glm/gamp.py',
    from: 'v = damping * v + (1 - damping) * new_v',
    to: 'v = new_v',
  },
  {
    mistake: 'alpha-inverted',
    ...gamp,
    file: 'bayes_glm/state_evolution.py',
    from: 'self.prior, self.channel, self.alpha = prior, channel, alpha',
    to: 'self.prior, self.channel, self.alpha = prior, channel, 1 / alpha',
  },
  {
    mistake: 'conjugate-without-two',
    ...gamp,
    file: 'bayes_glm/state_evolution.py',
    from: 'self.prior, self.channel, self.alpha = prior, channel, alpha',
    to: 'self.prior, self.channel, self.alpha = prior, channel, alpha / 2',
  },
  {
    mistake: 'gibbs-for-bayes',
    ...gamp,
    file: 'bayes_glm/generalisation.py',
    from: 'np.minimum(positive, negative)',
    to: '2 * positive * negative',
  },
  {
    mistake: 'penalty-without-half',
    ...erm,
    file: 'numpy_erm.py',
    from: "penalty = penalty['lambda']",
    to: "penalty = 2 * penalty['lambda']",
  },
  {
    mistake: 'penalty-in-the-training-loss',
    ...erm,
    file: 'numpy_erm.py',
    from: "'trainingLoss': solution.training_loss,",
    to: "'trainingLoss': solution.training_loss + penalty * fields.weight_norm / (2 * alpha),",
  },
  {
    mistake: 'kappa-star-squared',
    ...erm,
    file: 'empirical_risk/features.py',
    from: 'kappas.kappa_star**2',
    to: 'kappas.kappa_star**4',
  },
  {
    mistake: 'balanced-classes',
    ...erm,
    file: 'numpy_erm.py',
    from: 'mixture.Mixture(loss, alpha, bias, probability, spectrum)',
    to: 'mixture.Mixture(loss, alpha, bias, 0.5, spectrum)',
  },
  {
    mistake: 'committee-onsager-missing',
    ...committee,
    file: 'committee_machine/amp.py',
    from: 'omega = matrix @ mean - g @ variance',
    to: 'omega = matrix @ mean',
  },
  {
    mistake: 'multiplier-of-the-wrong-sign',
    ...flows,
    file: 'gradient_flows/single.py',
    from: 'return float(weights @ slope)',
    to: 'return -float(weights @ slope)',
  },
  {
    mistake: 'gradient-with-two-for-four',
    ...flows,
    file: 'gradient_flows/single.py',
    from: 'return -4 * matrix.T',
    to: 'return -2 * matrix.T',
  },
  {
    mistake: 'loss-averaged-gradient-summed',
    ...flows,
    file: 'gradient_flows/single.py',
    from: 'float(np.sum(',
    to: 'float(np.mean(',
  },
  {
    mistake: 'flow-without-width',
    ...flows,
    file: 'gradient_flows/many.py',
    from: '(4 / units)',
    to: '4.0',
  },
];

/** Starts a copy of the adapter with one line replaced: the first place where it stands. */
export async function edited({ script, module, file, from, to }: Edit): Promise<Implementation> {
  const python = findPython(module);
  if (!python) throw new Error(`${script} needs Python with ${module}`);
  const folder = mkdtempSync(join(tmpdir(), 'nishimori-gallery-'));
  cpSync(join(packageRoot(), 'adapters', 'python'), folder, { recursive: true });
  const path = join(folder, file);
  const text = readFileSync(path, 'utf8');
  if (!text.includes(from)) throw new Error(`${file} does not say: ${from}`);
  writeFileSync(path, text.replace(from, to));
  const child = await childImplementation([python, join(folder, script)], { findOracle });
  return {
    ...child,
    close: async () => {
      await child.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
