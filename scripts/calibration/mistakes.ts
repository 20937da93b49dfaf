import { committeeMistakes } from '../../properties/committee-mistakes.fixture.ts';
import { ermMistakes } from '../../properties/erm-mistakes.fixture.ts';
import { gradientFlowMistakes } from '../../properties/gradient-flow-mistakes.fixture.ts';
import { answersOf, mistakes as gallery } from '../../properties/mistakes/index.ts';
import { honest, type Mistake, mistakes } from '../../properties/mistakes.fixture.ts';

export type Answer = Mistake['answer'];

/** The right answers. */
export const right: Answer = honest;

const all = new Map<string, Answer>(
  [
    ...[...mistakes, ...ermMistakes, ...committeeMistakes, ...gradientFlowMistakes],
    ...gallery
      .filter(({ ways }) => ways.length > 0)
      .map((mistake) => ({ id: mistake.id, answer: answersOf(mistake) })),
  ].map(({ id, answer }) => [id, answer]),
);

/** The answers of a wrong implementation. */
export function wrong(id: string): Answer {
  const answer = all.get(id);
  if (!answer) throw new Error(`there is no mistake '${id}'`);
  return answer;
}
