import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { mistakes } from '../../properties/mistakes/index.ts';
import { pageOf } from '../../src/diagnosis/diagnosis.ts';
import { packageRoot } from '../../src/package-root.ts';
import { edits } from './foreign.ts';
import { pageFile, toldOf } from './page.ts';

const page = readFileSync(pageFile, 'utf8');

describe('docs/what-the-suite-catches.md', () => {
  it.each(mistakes.map((mistake) => [mistake.id, mistake] as const))(
    'tells %s as it is told, where a report points',
    (id, mistake) => {
      const [file, anchor] = pageOf(id).split('#');
      expect(existsSync(join(packageRoot(), file))).toBe(true);
      expect(page).toContain(`<a id="${anchor}"></a>`);
      expect(page).toContain(toldOf(mistake).join('\n'));
      expect(page).toContain(`(#${id})`);
    },
  );
});

it('mistakes of adapters are those of the gallery, and stand where they are said to', () => {
  for (const { mistake, file, from } of edits) {
    expect(mistakes.map(({ id }) => id)).toContain(mistake);
    expect(readFileSync(join(packageRoot(), 'adapters/python', file), 'utf8')).toContain(from);
  }
});
