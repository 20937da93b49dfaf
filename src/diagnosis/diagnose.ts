import { findOracle } from '../../oracles/index.ts';
import {
  type Evidence,
  type Mistake,
  mistakes,
  type WrongAnswer,
} from '../../properties/mistakes/index.ts';
import { type Diagnosis, pageOf } from './diagnosis.ts';
import { digitsExplained } from './explained.ts';

/** An answer is explained if nine tenths of what is wrong about it are. */
const explainedDigits = 1;
/** Digits that must agree in all before a mistake is named: chance does not reach that. */
const convincing = 5;
/** More from one answer proves no more. */
const mostPerAnswer = 6;
const mostDiagnoses = 3;

/**
 * Which mistakes of the gallery explain the wrong answers of a run, the best first. A mistake is put to the
 * test by making it: asked the same questions, it must give the same wrong answers, to a few digits of
 * what is wrong about them. So a number that is merely wrong is explained by nothing. Mistakes that
 * cannot be repeated (left-over state, single precision) are known by their traces.
 */
export async function diagnose(
  evidence: Evidence,
  accuracy: number,
  gallery: readonly Mistake[] = mistakes,
): Promise<readonly Diagnosis[]> {
  const failures = evidence.failing.length;
  const found: { diagnosis: Diagnosis; score: number }[] = [];
  for (const mistake of gallery) {
    const told = {
      id: mistake.id,
      title: mistake.title,
      mistake: mistake.mistake,
      symptom: mistake.symptom,
      formula: mistake.formula,
      page: pageOf(mistake.id),
      failures,
    };
    const repeated = repeat(mistake, evidence.wrong, accuracy);
    if (repeated) {
      const { explains, digits, score } = repeated;
      found.push({ diagnosis: { ...told, explains, digits }, score });
    } else if (await recognised(mistake, evidence)) {
      const explains = evidence.failing;
      // Traces are common to many mistakes: what repeats the very numbers goes first.
      found.push({ diagnosis: { ...told, explains }, score: 0.75 * explains.length });
    }
  }
  return found
    .sort((a, b) => b.score - a.score)
    .slice(0, mostDiagnoses)
    .map(({ diagnosis }) => diagnosis);
}

/** Answers may be garbage, in which nothing can be recognised: no report is lost for that. */
async function recognised({ recognise }: Mistake, evidence: Evidence): Promise<boolean> {
  try {
    return (await recognise?.(evidence)) ?? false;
  } catch {
    return false;
  }
}

interface Repeated {
  readonly explains: readonly string[];
  readonly digits: number;
  readonly score: number;
}

/** The way of making the mistake that explains most of the answers of its oracles; at least half of them. */
function repeat(
  { ways, oracles }: Mistake,
  wrong: readonly WrongAnswer[],
  accuracy: number,
): Repeated | undefined {
  const own = wrong.filter(({ oracle }) => oracles.includes(oracle));
  let best: Repeated | undefined;
  for (const way of own.length > 0 ? ways : []) {
    const checks = new Set<string>();
    let unexplained = 0;
    let worst = Number.POSITIVE_INFINITY;
    let total = 0;
    for (const answer of own) {
      const digits = explainedBy(way, answer, accuracy) ?? 0;
      if (digits < explainedDigits) {
        unexplained += 1;
        continue;
      }
      checks.add(answer.check);
      worst = Math.min(worst, digits);
      total += Math.min(mostPerAnswer, digits);
    }
    const explained = own.length - unexplained;
    if (total < convincing || explained < unexplained) continue;
    const score = checks.size * (explained / own.length) + total / (1000 * own.length);
    if (!best || score > best.score)
      best = { explains: [...checks], digits: Math.floor(10 * worst) / 10, score };
  }
  return best;
}

function explainedBy(
  way: Mistake['ways'][number],
  answer: WrongAnswer,
  accuracy: number,
): number | undefined {
  const oracle = findOracle(answer.oracle);
  if (!oracle) return undefined;
  try {
    return digitsExplained(oracle, answer, way(answer.params, answer.oracle), accuracy);
  } catch {
    // A question that this mistake cannot answer at all.
    return undefined;
  }
}
