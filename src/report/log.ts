import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { decode, encode } from '../../oracles/encode.ts';
import { printableJson } from './escape.ts';
import type { Event } from './events.ts';

export const logName = 'log.ndjson';

/**
 * The log on disk, one event a line. Each line is handed to the system before the run goes on, so
 * that whatever ends the process, what was measured is there.
 */
export class Log {
  readonly #file: number;

  constructor(folder: string) {
    mkdirSync(folder, { recursive: true });
    this.#file = openSync(join(folder, logName), 'w');
  }

  write(event: Event): void {
    const line = Buffer.from(`${printableJson(JSON.stringify(encode(event)))}\n`);
    for (let at = 0; at < line.length; ) at += writeSync(this.#file, line, at);
  }

  close(): void {
    closeSync(this.#file);
  }
}

/** The events of a log. A last line that was not finished is left out. */
export function parseLog(text: string): readonly Event[] {
  const lines = text.split('\n');
  return lines.flatMap((line, i) => {
    if (line === '') return [];
    try {
      return [decode(JSON.parse(line)) as Event];
    } catch (error) {
      if (i === lines.length - 1) return [];
      throw error;
    }
  });
}
