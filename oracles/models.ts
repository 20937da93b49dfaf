import { channel } from '../reference/channels/index.ts';
import { prior } from '../reference/priors/index.ts';

/**
 * Priors and channels by their specs, the latest ones kept: the reference keeps what it learns of a
 * curve of fixed points with the two objects, so that a learning curve asked point by point, in as
 * many questions, scans it once.
 */
const kept = 64;

function remembering<Spec, Model>(make: (spec: Spec) => Model): (spec: Spec) => Model {
  const models = new Map<string, Model>();
  return (spec) => {
    const key = JSON.stringify(spec);
    const model = models.get(key) ?? make(spec);
    models.delete(key);
    models.set(key, model);
    if (models.size > kept) models.delete(models.keys().next().value as string);
    return model;
  };
}

export const priorOf = remembering(prior);
export const channelOf = remembering(channel);
