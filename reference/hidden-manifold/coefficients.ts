/**
 * What Gaussian equivalence keeps of a non-linearity f, z ~ N(0, 1):
 *
 *   κ₀ = E f(z),   κ₁ = E z f(z),   κ★² = E f² − κ₀² − κ₁² = E (f(z) − κ₀ − κ₁z)²
 *
 * f(FC) behaves as κ₀ 1 + κ₁ FC + κ★ N(0, I): noise of standard deviation κ★, not κ★². The last form
 * does not cancel. Source: [goldt2020].
 */
import { DomainError } from '../errors.ts';
import { type Estimate, exactly, mapped, rounded } from '../numerics/estimate.ts';
import { normalDensity } from '../numerics/normal.ts';
import { integrateByTrapezoid } from '../numerics/trapezoid.ts';

export type ActivationKind = 'erf' | 'sign' | 'relu' | 'tanh' | 'linear';

export interface Coefficients {
  readonly kappa0: Estimate;
  readonly kappa1: Estimate;
  /** κ★ ≥ 0, the root of κ★². */
  readonly kappaStar: Estimate;
}

/** Beyond it the normal density has no mass in double precision. */
const end = 14;

/** f and the constants of tanh by the trapezoid rule: analytic in |Im z| < π/2. */
const tanhCoefficients = (): Coefficients => {
  const kappa1 = integrateByTrapezoid((z) => normalDensity(z) * z * Math.tanh(z), -end, end);
  const square = integrateByTrapezoid(
    (z) => normalDensity(z) * (Math.tanh(z) - kappa1.value * z) ** 2,
    -end,
    end,
    { ulps: 16 },
  );
  const kappaStar = Math.sqrt(square.value);
  return { kappa0: exactly(0), kappa1, kappaStar: mapped(square, kappaStar, 1 / (2 * kappaStar)) };
};

const closed = (kappa0: number, kappa1: number, kappaStarSquare: number): Coefficients => ({
  kappa0: rounded(kappa0),
  kappa1: rounded(kappa1),
  kappaStar: rounded(Math.sqrt(kappaStarSquare), 32), // differences of numbers ten times larger
});

const known: Readonly<Record<ActivationKind, () => Coefficients>> = {
  erf: () =>
    closed(0, 2 / Math.sqrt(3 * Math.PI), (2 / Math.PI) * Math.asin(2 / 3) - 4 / (3 * Math.PI)),
  sign: () => closed(0, Math.sqrt(2 / Math.PI), 1 - 2 / Math.PI),
  relu: () => closed(1 / Math.sqrt(2 * Math.PI), 1 / 2, 1 / 4 - 1 / (2 * Math.PI)),
  tanh: tanhCoefficients,
  linear: () => ({ kappa0: exactly(0), kappa1: exactly(1), kappaStar: exactly(0) }),
};

export const activationKinds = Object.keys(known) as readonly ActivationKind[];

const computed = new Map<ActivationKind, Coefficients>();

export const activationCoefficients = (activation: ActivationKind): Coefficients => {
  if (!Object.hasOwn(known, activation))
    throw new DomainError(
      'activation coefficients',
      'activation',
      activation,
      activationKinds.map((kind) => `"${kind}"`).join(', '),
    );
  let found = computed.get(activation);
  if (found === undefined) {
    found = known[activation]();
    computed.set(activation, found);
  }
  return found;
};
