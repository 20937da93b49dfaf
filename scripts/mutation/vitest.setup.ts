import fc from 'fast-check';

/** To know that a mutant fails is enough: the smallest failing case is looked for by `npm test`. */
if (process.env.NISHIMORI_MUTATION_SHRINKS !== 'yes')
  fc.configureGlobal({ ...fc.readConfigureGlobal(), endOnFailure: true });
