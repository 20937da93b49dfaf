import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../src/package-root.ts';
import { drawFigure, type Figure } from '../../src/plot/index.ts';

const folder = join(packageRoot(), 'docs', 'figures');
const fileOf = (name: string): string => join(folder, `${name}.svg`);

export function writeFigure(name: string, figure: Figure): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(fileOf(name), drawFigure(figure));
}

/** Whether a picture is as it would be drawn now. */
export const isFresh = (name: string, figure: Figure): boolean =>
  existsSync(fileOf(name)) && readFileSync(fileOf(name), 'utf8') === drawFigure(figure);
