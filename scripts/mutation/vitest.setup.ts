import fc from 'fast-check';

/** To know that a mutant fails is enough: the smallest failing case is looked for by `npm test`. */
fc.configureGlobal({ ...fc.readConfigureGlobal(), endOnFailure: true });
