import { encode } from '../../oracles/encode.ts';
import { findOracle } from '../../oracles/index.ts';
import { resolveInstances } from '../../src/golden.ts';
import type { Golden } from '../../src/types/golden.ts';
import { filter, findPython } from '../python.ts';
import type { Recipe, WitnessScript } from './recipe.ts';

type Fields = { readonly [field: string]: unknown };
type Errors = { readonly [field: string]: number };
export interface Testimony {
  readonly result: Fields;
  readonly error: Errors;
}

/** What each witness script does, as it is written beside its numbers. */
const methods: { readonly [script in WitnessScript]: string } = {
  'mpmath_replica.py': 'unreduced definitions in multi-precision arithmetic (mpmath)',
  'bayes_grid.py': "Bayes' rule on a grid, state evolution and thermodynamic integration (NumPy)",
  'plain_gamp.py': 'the iteration as printed, in multi-precision arithmetic (mpmath)',
  'exact_enumeration.py': 'exhaustive enumeration in another language (Python)',
  'simulate_gamp.py': 'simulation at finite size (NumPy)',
};

const modules: { readonly [script in WitnessScript]: readonly string[] } = {
  'mpmath_replica.py': ['mpmath'],
  'bayes_grid.py': ['numpy'],
  'plain_gamp.py': ['mpmath'],
  'exact_enumeration.py': [],
  'simulate_gamp.py': ['numpy'],
};

export interface Question {
  readonly oracle: string;
  readonly params: Fields;
}

const LANES = 2;

/** Asks one script all its questions, on two processes; `null` where it has nothing to say. */
export async function interrogate(
  script: WitnessScript,
  questions: readonly Question[],
): Promise<readonly (Testimony | null)[]> {
  const python = findPython(...modules[script]);
  if (python === null)
    throw new Error(`${script} needs Python with ${modules[script].join(', ') || 'nothing else'}`);
  const lines = questions.map((q) =>
    JSON.stringify({ oracle: q.oracle, params: encode(resolveInstances(q.params)) }),
  );
  const lanes = Array.from({ length: LANES }, (_, lane) =>
    lines.filter((_, i) => i % LANES === lane),
  );
  const answers = await Promise.all(
    lanes.map((lane) =>
      lane.length === 0 ? [] : filter(python, [`scripts/witnesses/${script}`], lane),
    ),
  );
  return questions.map((q, i) => {
    const line = answers[i % LANES]![Math.floor(i / LANES)];
    if (line === undefined)
      throw new Error(`${script} left ${JSON.stringify(q)} without an answer`);
    const answer = JSON.parse(line);
    if (answer.failure)
      throw new Error(`${script}: ${JSON.stringify(answer.failure)} on ${lines[i]}`);
    return answer.skip ? null : { result: answer.result, error: answer.error };
  });
}

/** The reference's own answer, with the fields the recipe keeps; no error below the last bit. */
export function ask(recipe: Recipe, params: Fields): Testimony {
  const oracle = findOracle(recipe.oracle);
  if (!oracle) throw new Error(`${recipe.id}: no oracle ${recipe.oracle}`);
  const answer = oracle.answer(resolveInstances(params) as never);
  const all = answer.result as Fields;
  const kept = recipe.fields ?? Object.keys(all);
  const result = Object.fromEntries(kept.map((f) => [f, all[f]]));
  const error = Object.fromEntries(
    kept
      .filter((f) => (answer.error as Errors)[f] !== undefined)
      .map((f) => [f, roundUp(Math.max((answer.error as Errors)[f]!, lastBit(all[f])))]),
  );
  return { result: encode(result) as Fields, error };
}

/** Half the spacing of doubles at the largest entry: no stored number is better than that. */
function lastBit(value: unknown): number {
  const largest = Array.isArray(value)
    ? Math.max(0, ...value.flat(3).map((x) => Math.abs(Number(x))))
    : Math.abs(Number(value));
  return Number.isFinite(largest) ? largest * 2 ** -53 : 0;
}

/** An error bound to two digits, upwards: more would be noise in the files. */
const roundUp = (x: number): number => {
  if (x === 0 || !Number.isFinite(x)) return x;
  const unit = 10 ** (Math.floor(Math.log10(x)) - 1);
  return Number((Math.ceil(x / unit) * unit).toPrecision(2));
};

export interface Disagreement {
  readonly id: string;
  readonly what: string;
  readonly difference: number;
  readonly allowed: number;
}

/** Every field on which two testimonies both speak, but not within their errors. */
export function compare(id: string, what: string, a: Testimony, b: Testimony): Disagreement[] {
  return Object.keys(b.result)
    .filter((field) => field in a.result)
    .flatMap((field) => {
      const difference = distance(a.result[field], b.result[field]);
      const allowed = (a.error[field] ?? 0) + (b.error[field] ?? 0);
      return difference <= allowed ? [] : [{ id, what: `${what}: ${field}`, difference, allowed }];
    });
}

function distance(a: unknown, b: unknown): number {
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length
      ? Math.max(0, ...a.map((x, i) => distance(x, b[i])))
      : Number.POSITIVE_INFINITY;
  if (typeof a === 'number' && typeof b === 'number') return Math.abs(a - b);
  return a === b ? 0 : Number.POSITIVE_INFINITY;
}

/** Carries out recipes: values, witnesses, and every disagreement between them. */
export async function derive(
  recipes: readonly Recipe[],
  options: {
    readonly scripts?: readonly WitnessScript[];
    readonly version: string;
    readonly log: (text: string) => void;
  },
): Promise<{ golden: readonly Golden[]; disagreements: readonly Disagreement[] }> {
  const disagreements: Disagreement[] = [];
  const values = recipes.map((recipe) => {
    options.log(`reference  ${recipe.id}`);
    return recipe.cases.map((params) => ask(recipe, params));
  });

  const scripts = (Object.keys(methods) as WitnessScript[]).filter(
    (s) => (options.scripts ?? [s]).includes(s) && recipes.some((r) => r.witnesses.includes(s)),
  );
  const testimonies = new Map<string, Testimony>();
  const key = (script: string, r: number, c: number) => `${script} ${r} ${c}`;
  for (const script of scripts) {
    const asked = recipes.flatMap((recipe, r) =>
      recipe.witnesses.includes(script)
        ? recipe.cases.map((params, c) => ({ r, c, oracle: recipe.oracle, params }))
        : [],
    );
    options.log(`witness    ${script}: ${asked.length} questions`);
    const answers = await interrogate(script, asked);
    for (const [i, answer] of answers.entries()) {
      const { r, c } = asked[i]!;
      if (answer !== null) testimonies.set(key(script, r, c), answer);
    }
  }

  const golden = recipes.map((recipe, r): Golden => {
    const cases = recipe.cases.map((params, c) => {
      const own = values[r]![c]!;
      const witnesses = scripts.flatMap((script) => {
        const other = testimonies.get(key(script, r, c));
        if (!other) return [];
        disagreements.push(...compare(recipe.id, `case ${c}, ${script}`, own, other));
        const shared = Object.keys(other.result).filter((f) => f in own.result);
        return [
          {
            method: methods[script],
            script: `scripts/witnesses/${script}`,
            value: pick(other.result, shared),
            error: pick(other.error, shared) as Errors,
          },
        ];
      });
      return { params: { ...params }, value: own.result, error: own.error, witnesses };
    });
    const constants = recipe.constants?.map(({ name, relation, compute, witnesses }) => {
      const { value, error } = compute();
      return {
        name,
        relation,
        value,
        error: roundUp(Math.max(error, lastBit(value))),
        witnesses: witnesses.map(({ method, script, compute: testify }) => {
          const other = testify();
          const allowed = error + other.error;
          if (!(Math.abs(value - other.value) <= allowed))
            disagreements.push({
              id: recipe.id,
              what: `${name}, ${script}`,
              difference: Math.abs(value - other.value),
              allowed,
            });
          return { method, script, value: other.value, error: other.error };
        }),
      };
    });
    return {
      id: recipe.id,
      title: recipe.title,
      ...(recipe.description ? { description: recipe.description } : {}),
      oracle: recipe.oracle,
      ...(recipe.headline ? { headline: recipe.headline } : {}),
      cases: cases as unknown as Golden['cases'],
      ...(constants ? { constants } : {}),
      evidence: recipe.evidence,
      flags: [...recipe.flags],
      literature: recipe.literature.map((printed) => ({
        ...printed,
        ...agreement(
          printed.printed,
          printedValue(recipe, printed.field, cases[0]!.value, constants),
        ),
      })),
      sources: [...recipe.sources] as unknown as Golden['sources'],
      provenance: {
        recipe: 'scripts/golden/recipes',
        command: `npm run golden:build -- ${recipe.id}`,
        version: options.version,
      },
      ...(recipe.notes ? { notes: recipe.notes } : {}),
    };
  });
  return { golden, disagreements };
}

const pick = (record: Fields, keys: readonly string[]): Fields =>
  Object.fromEntries(keys.filter((k) => k in record).map((k) => [k, record[k]]));

function printedValue(
  recipe: Recipe,
  field: string | undefined,
  value: Fields,
  constants: readonly { readonly name: string; readonly value: number }[] | undefined,
): unknown {
  const constant = constants?.find((c) => c.name === field);
  return constant ? constant.value : value[field ?? recipe.headline ?? Object.keys(value)[0]!];
}

/** Whether our value, rounded to the digits that were printed, is what was printed. */
function agreement(printed: string, value: unknown): { agrees?: boolean } {
  if (typeof value !== 'number' || !/^[0-9]*\.?[0-9]+$/.test(printed)) return {};
  const decimals = printed.includes('.') ? printed.length - printed.indexOf('.') - 1 : 0;
  return { agrees: value.toFixed(decimals) === Number(printed).toFixed(decimals) };
}
