/** The functions of a ±1 variable in a field u, and of its entropy. */

/** sech u, without overflow. */
export const sech = (u: number): number => {
  const e = Math.exp(-Math.abs(u));
  return (2 * e) / (1 + e * e);
};

/** 1 − sech u = (1 − e^{−|u|})²/(1 + e^{−2|u|}), ~ u²/2 at u → 0. */
export const oneMinusSech = (u: number): number => {
  const d = -Math.expm1(-Math.abs(u));
  const e = 1 - d;
  return (d * d) / (1 + e * e);
};

/** ln cosh u = u²/2 − u⁴/12 + …, without overflow or cancellation. */
export const logCosh = (u: number): number => {
  const size = Math.abs(u);
  if (size < 1) {
    const s = Math.sinh(size / 2);
    return Math.log1p(2 * s * s);
  }
  return size + Math.log1p(Math.exp(-2 * size)) - Math.LN2;
};

/**
 * b(u) = cosh u · H(u), H the entropy of a spin of mean tanh u: for u ≥ 0
 *
 *   b(u) = cosh u ln(1 + e^{−2u}) + u e^{−u},    b(0) = ln 2,   b → e^{−u}(u + 1/2).
 */
export const spinEntropy = (u: number): number => {
  const e = Math.exp(-u);
  if (u > 20) return e * (u + 0.5); // what is left out is e^{−2u} of this
  return (Math.log1p(e * e) * (1 / e + e)) / 2 + u * e;
};
