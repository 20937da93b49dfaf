import picomatch from 'picomatch';
import type { AnyOracle, Witness } from '../../oracles/oracle.ts';
import type { AnyLaw } from '../../properties/law.ts';
import type { Tier } from './tiers.ts';
import type { CheckKind } from './verdict.ts';

/** What the judge needs of a golden value: instances in place, non-finite numbers decoded. */
export interface GoldenValue {
  readonly id: string;
  readonly title: string;
  readonly oracle: string;
  readonly sources: readonly string[];
  readonly cases: readonly {
    readonly params: unknown;
    readonly value: { readonly [field: string]: unknown };
    readonly error: { readonly [field: string]: number };
  }[];
}

interface Common {
  /** `golden:…`, `reference:…`, `law:…`, `witness:…`. */
  readonly id: string;
  readonly title: string;
  readonly formula: string;
  readonly sources: readonly string[];
  /** The oracles that must be covered for it to be made. */
  readonly oracles: readonly string[];
  readonly cost: AnyLaw['cost'];
  /** The realistic mistake that fails it. */
  readonly catches?: string;
}

/** One thing that is tried on an implementation, with one verdict. */
export type Check =
  | (Common & { readonly kind: 'golden'; readonly golden: GoldenValue; readonly oracle: AnyOracle })
  | (Common & { readonly kind: 'reference'; readonly oracle: AnyOracle })
  | (Common & { readonly kind: 'law'; readonly law: AnyLaw })
  | (Common & {
      readonly kind: 'witness';
      readonly oracle: AnyOracle;
      // biome-ignore lint/suspicious/noExplicitAny: witnesses of every kind of params
      readonly witness: Witness<any, any>;
    });

export interface Catalogue {
  readonly golden: readonly GoldenValue[];
  readonly oracles: readonly AnyOracle[];
  readonly laws: readonly AnyLaw[];
}

/** Every check there is, in the order in which they are made: first what needs the fewest questions. */
export function planChecks({ golden, oracles, laws }: Catalogue): readonly Check[] {
  const byId = new Map(oracles.map((oracle) => [oracle.id, oracle]));
  const about = (oracle: AnyOracle) => ({
    formula: oracle.formula,
    oracles: [oracle.id],
    cost: oracle.cost,
    oracle,
  });
  return [
    ...golden.map((value): Check => {
      const oracle = byId.get(value.oracle);
      if (!oracle) throw new Error(`golden value ${value.id}: there is no oracle ${value.oracle}`);
      const id = checkId('golden', value.id);
      return {
        kind: 'golden',
        id,
        title: value.title,
        ...about(oracle),
        sources: value.sources,
        golden: value,
      };
    }),
    ...oracles.map((oracle): Check => {
      const id = checkId('reference', oracle.id);
      return {
        kind: 'reference',
        id,
        title: oracle.title,
        ...about(oracle),
        sources: oracle.sources,
      };
    }),
    ...laws.map((law): Check => {
      const { statement: title, formula, catches, sources, needs, cost } = law;
      return {
        kind: 'law',
        id: checkId('law', law.id),
        title,
        formula,
        catches,
        sources,
        oracles: needs,
        cost,
        law,
      };
    }),
    ...oracles.flatMap((oracle) =>
      oracle.witnesses.map((witness): Check => {
        const id = checkId('witness', `${oracle.id}/${witness.id}`);
        const { method: title } = witness;
        return { kind: 'witness', id, title, ...about(oracle), sources: oracle.sources, witness };
      }),
    ),
  ];
}

const checkId = (kind: CheckKind, id: string): string => `${kind}:${id}`;

/** Globs over ids, in which `*` also crosses `/`: `glm.*`, `law:*`. */
export function matcher(globs: readonly string[]): (id: string) => boolean {
  const matchers = globs.map((glob) => picomatch(glob, { bash: true, dot: true }));
  return (id) => matchers.some((matches) => matches(id));
}

/**
 * The checks that ask nothing but the chosen oracles; or whose own id is chosen (`law:glm/*`).
 * No glob chooses all. What is large is for the deep tier, or for who names it. Unless oracles are chosen, the
 * smoke tier makes one golden value per oracle of what is expensive, and leaves witnesses out: theirs is the
 * long road.
 */
export function selectChecks(
  checks: readonly Check[],
  globs: readonly string[],
  tier: Tier,
): readonly Check[] {
  const chosen = matcher(globs);
  const all = globs.length === 0;
  // The last by name: where losses differ, that is the square one.
  const tasted = new Map<string, string>();
  for (const { id, kind, oracles } of checks) if (kind === 'golden') tasted.set(oracles[0], id);
  return checks.filter(({ id, kind, oracles, cost }) => {
    if (cost === 'large' && tier !== 'deep' && !globs.includes(id)) return false;
    if (!all) return chosen(id) || oracles.every(chosen);
    if (tier !== 'smoke') return true;
    return kind !== 'witness' && (cost !== 'expensive' || tasted.get(oracles[0]) === id);
  });
}
