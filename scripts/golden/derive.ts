import { encode } from '../../oracles/encode.ts';
import type { Implementation } from '../../oracles/implementation.ts';
import { findOracle } from '../../oracles/index.ts';
import type { FieldContract } from '../../oracles/oracle.ts';
import { type Difference, differences, distance, type Measured } from '../../src/distance.ts';
import { resolveInstances } from '../../src/golden.ts';
import { defaultAccuracy, matcher } from '../../src/judge/index.ts';
import { childImplementation } from '../../src/protocol/child.ts';
import type { Golden } from '../../src/types/golden.ts';
import { filter, findPython } from '../python.ts';
import type { Recipe, WitnessScript } from './recipe.ts';

type Fields = { readonly [field: string]: unknown };
type Errors = { readonly [field: string]: number };

/** What each witness script does, as it is written beside its numbers. */
const methods: { readonly [script in WitnessScript]: string } = {
  'mpmath_replica.py': 'unreduced definitions in multi-precision arithmetic (mpmath)',
  'bayes_grid.py': "Bayes' rule on a grid, state evolution and thermodynamic integration (NumPy)",
  'bisect_branches.py':
    'bisection on α, asking an independent implementation for its branches (NumPy)',
  'plain_gamp.py': 'the iteration as printed, in multi-precision arithmetic (mpmath)',
  'exact_enumeration.py': 'exhaustive enumeration in another language (Python)',
  'simulate_gamp.py': 'simulation at finite size (NumPy)',
  'mpmath_risk.py': 'unreduced equations in multi-precision arithmetic (gmpy2)',
  'compare_penalties.py':
    'comparison of penalties, asking an independent implementation for error rates (NumPy)',
  'iterate_classes.py': 'damped iteration of the equations of all K scores (NumPy)',
};

const modules: { readonly [script in WitnessScript]: readonly string[] } = {
  'mpmath_replica.py': ['mpmath', 'gmpy2'],
  'bayes_grid.py': ['numpy'],
  'bisect_branches.py': ['numpy'],
  'plain_gamp.py': ['mpmath', 'gmpy2'],
  'exact_enumeration.py': [],
  'simulate_gamp.py': ['numpy'],
  'mpmath_risk.py': ['mpmath', 'gmpy2', 'numpy'],
  'compare_penalties.py': ['numpy'],
  'iterate_classes.py': ['numpy'],
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
): Promise<readonly (Measured | null)[]> {
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
    return answer.skip ? null : { value: answer.result, error: answer.error };
  });
}

/** The reference's own answer, with the fields the recipe keeps; no error below the last bit. */
export function ask(recipe: Recipe, params: Fields): Measured {
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
  return { value: encode(result) as Fields, error };
}

/** Adapters, questioned over the protocol; what they claim bounds their errors. */
const adapters = [
  {
    script: 'adapters/python/numpy_gamp.py',
    modules: ['numpy'],
    method: 'an independent implementation, questioned over the protocol (NumPy)',
  },
  {
    script: 'adapters/python/numpy_erm.py',
    modules: ['numpy'],
    method: 'an independent implementation, questioned over the protocol (NumPy)',
  },
  {
    script: 'adapters/python/scikit_learn.py',
    modules: ['numpy', 'sklearn'],
    method: 'solvers in use, questioned over the protocol (scikit-learn)',
  },
] as const;

/** Puts an adapter the questions that it covers; `null` for the others. */
async function interrogateAdapter(
  { script, modules }: (typeof adapters)[number],
  questions: readonly Question[],
  log: (text: string) => void,
): Promise<readonly (Measured | null)[]> {
  const python = findPython(...modules);
  if (python === null) throw new Error(`${script} needs Python with ${modules.join(', ')}`);
  const implementation = await childImplementation([python, script], { timeout: 120 });
  try {
    const covers = matcher(implementation.oracles);
    log(
      `witness    ${script}: ${questions.filter(({ oracle }) => covers(oracle)).length} questions`,
    );
    const answers: (Measured | null)[] = [];
    for (const { oracle, params } of questions) {
      const reply = covers(oracle)
        ? await implementation.ask(oracle, resolveInstances(params))
        : ({ kind: 'skip' } as const);
      answers.push(
        reply.kind === 'answer'
          ? {
              value: encode(reply.result) as Fields,
              error: claimed(oracle, reply.result, implementation),
            }
          : null,
      );
    }
    return answers;
  } finally {
    await implementation.close?.();
  }
}

/** The accuracy that is claimed, but never below the difference that the oracle blames nobody for. */
function claimed(
  oracle: string,
  result: Fields,
  { accuracy = defaultAccuracy }: Implementation,
): Errors {
  const contracts: { readonly [field: string]: FieldContract } = findOracle(oracle)!.fields;
  return Object.fromEntries(
    Object.entries(result).map(([field, value]) => {
      const contract = contracts[field];
      const floor = contract && 'floor' in contract ? contract.floor : 0;
      return [field, roundUp(Math.max(accuracy * magnitude(value), floor))];
    }),
  );
}

interface Testimony extends Measured {
  readonly method: string;
  readonly script: string;
}

/** What the oracle's own witnesses, which run beside the reference, say to this question. */
function inProcess(recipe: Recipe, params: Fields): Testimony[] {
  const question = resolveInstances(params);
  return findOracle(recipe.oracle)!
    .witnesses.filter((w) => w.applies(question))
    .map((w) => {
      const { result, error } = w.testify(question);
      return {
        method: w.method,
        script: `oracles/witnesses (${w.id})`,
        value: encode(result) as Fields,
        error: error as Errors,
      };
    });
}

/** The largest entry by size; 0 for a label or an infinity. */
function magnitude(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((most, x) => Math.max(most, magnitude(x)), 0);
  const size = Math.abs(Number(value));
  return Number.isFinite(size) ? size : 0;
}

/** Half the spacing of doubles at the largest entry: no stored number is better than that. */
const lastBit = (value: unknown): number => magnitude(value) * 2 ** -53;

/** Their own error is far below the last bit: what they say bounds the error of our value. */
const multiPrecision: readonly WitnessScript[] = [
  'mpmath_replica.py',
  'plain_gamp.py',
  'mpmath_risk.py',
];

/** The errors of our value as a witness in multi-precision arithmetic bounds them, where it is sharper. */
function sharpened(own: Measured, testimonies: readonly Testimony[]): Errors {
  const sharp = testimonies.filter((t) => multiPrecision.some((s) => t.script.endsWith(s)));
  return Object.fromEntries(
    Object.entries(own.error).map(([field, error]) => {
      const bounds = sharp
        .filter((t) => field in t.value)
        .map((t) => distance(own.value[field], t.value[field]) + (t.error[field] ?? 0));
      const best = Math.max(Math.min(error, ...bounds), lastBit(own.value[field]));
      return [field, roundUp(best)];
    }),
  );
}

/** An error bound to two digits, upwards: more would be noise in the files. */
const roundUp = (x: number): number => {
  if (x === 0 || !Number.isFinite(x)) return x;
  if (x < 1e-300) return 1e-300;
  const unit = 10 ** (Math.floor(Math.log10(x)) - 1);
  return Number((Math.ceil(x / unit) * unit).toPrecision(2));
};

export interface Disagreement extends Difference {
  readonly id: string;
}

/** Differences with the value and the place they belong to. */
export const named = (id: string, where: string, found: readonly Difference[]): Disagreement[] =>
  found.map((d) => ({ ...d, id, field: `${where}: ${d.field}` }));

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
  const testimonies = recipes.map((recipe) =>
    recipe.cases.map((params) => (options.scripts ? [] : inProcess(recipe, params))),
  );
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
      if (answer !== null)
        testimonies[r]![c]!.push({
          method: methods[script],
          script: `scripts/witnesses/${script}`,
          ...answer,
        });
    }
  }

  if (!options.scripts) {
    const asked = recipes.flatMap((recipe, r) =>
      recipe.cases.map((params, c) => ({ r, c, oracle: recipe.oracle, params })),
    );
    for (const adapter of adapters) {
      const answers = await interrogateAdapter(adapter, asked, options.log);
      for (const [i, answer] of answers.entries()) {
        const { r, c } = asked[i]!;
        if (answer !== null)
          testimonies[r]![c]!.push({ method: adapter.method, script: adapter.script, ...answer });
      }
    }
  }

  const golden = recipes.map((recipe, r): Golden => {
    const cases = recipe.cases.map((params, c) => {
      const own = values[r]![c]!;
      const witnesses = testimonies[r]![c]!.map(({ method, script, ...other }) => {
        disagreements.push(...named(recipe.id, `case ${c}, ${script}`, differences(own, other)));
        const shared = Object.keys(other.value).filter((f) => f in own.value);
        return {
          method,
          script,
          value: pick(other.value, shared),
          error: pick(other.error, shared) as Errors,
        };
      });
      if (!options.scripts && witnesses.length < 2)
        disagreements.push({
          id: recipe.id,
          field: `case ${c} has ${witnesses.length} of two witnesses`,
          difference: Number.NaN,
          allowed: 0,
        });
      const error = sharpened(own, testimonies[r]![c]!);
      return { params: { ...params }, value: own.value, error, witnesses };
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
              field: `${name}, ${script}`,
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
