import { philoxStream, type RandomStream } from '../../reference/numerics/random.ts';

/**
 * The random numbers with which a witness answers a question: the same to the same question, so that a
 * failure can be replayed, and others to another, so that a rate of false alarms is one over questions.
 * Drawn once for all they would be in a witness's favour, or against it, in every run there ever is.
 */
export function streamOfQuestion(params: object): RandomStream {
  const text = JSON.stringify(params);
  let [low, high] = [0x811c9dc5, 0x01234567];
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    low = Math.imul(low ^ c, 0x01000193); // FNV-1a
    high = Math.imul(high ^ c, 0x85ebca6b); // and another odd multiplier
  }
  return philoxStream((high >>> 11) * 2 ** 32 + (low >>> 0));
}
