import fc from 'fast-check';

/**
 * Properties are drawn from one seed, so that a change that passes on one machine passes on all.
 * FC_SEED=<number> draws others; FC_SEED=random draws anew each time. A failure prints the seed.
 */
const wanted = process.env.FC_SEED;
if (wanted !== 'random')
  fc.configureGlobal({
    ...fc.readConfigureGlobal(),
    seed: wanted === undefined ? 2026 : Number(wanted),
  });
