/**
 * A Stryker plugin that lets through the mutants named in the file $NISHIMORI_MUTANTS and refuses all
 * others. Stryker itself chooses by ranges of a file, and a range that holds one mutant often holds
 * others inside it. (JavaScript, because Stryker imports it without a compiler.)
 */
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { declareClassPlugin, PluginKind } from '@stryker-mutator/api/plugin';

class Chosen {
  async init() {
    this.names = new Set(JSON.parse(readFileSync(process.env.NISHIMORI_MUTANTS, 'utf8')));
  }

  async check(mutants) {
    return Object.fromEntries(mutants.map((mutant) => [mutant.id, this.#verdict(mutant)]));
  }

  async group(mutants) {
    return [mutants.map(({ id }) => id)];
  }

  #verdict({ fileName, location: { start, end }, mutatorName, replacement }) {
    const file = relative(process.cwd(), fileName).replaceAll('\\', '/');
    const place = `${start.line + 1}:${start.column + 1}-${end.line + 1}:${end.column + 1}`;
    return this.names.has(`${file}:${place} ${mutatorName} ${replacement}`)
      ? { status: 'passed' }
      : { status: 'compileError', reason: 'not chosen' };
  }
}

export const strykerPlugins = [declareClassPlugin(PluginKind.Checker, 'chosen', Chosen)];
