import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';

/**
 * A signal to a process group misses whoever has left it (`setsid`, daemons). On Linux they are found
 * all the same: by a mark in the environment, which every process passes on to those it starts, by
 * the session, and by descent from one that is known. Only a process that has cleared its environment
 * and left the session and lost its parents before it was looked for is missed. Other systems have
 * no way to see the environment of a process that could be relied on: there, the group is all.
 */
export class Offspring {
  /** To be added to the environment of the first of them. */
  readonly environment: { readonly [variable: string]: string };
  readonly #mark = randomBytes(12).toString('hex');
  readonly #known = new Set<string>();
  readonly #signalled = new Set<string>();

  constructor() {
    // Whoever has started us may look for a mark as well: ours is added to it.
    const inherited = process.env[variable];
    this.environment = {
      [variable]: inherited === undefined ? this.#mark : `${inherited}:${this.#mark}`,
    };
  }

  /** Remembers who is there now: the end of a parent cuts the descent. */
  look(leader: number): void {
    for (const { key } of this.#find(leader)) this.#known.add(key);
  }

  /** Ends all that can be found, and those they start meanwhile. */
  end(leader: number): void {
    for (let round = 0; round < mostRounds; round++) {
      const found = this.#find(leader).filter(({ key }) => !this.#signalled.has(key));
      if (found.length === 0) return;
      for (const { pid, key } of found) {
        this.#known.add(key);
        this.#signalled.add(key);
        try {
          process.kill(pid, 'SIGKILL');
        } catch {
          // Already gone, or another user's.
        }
      }
    }
  }

  #find(leader: number): readonly Process[] {
    const running = processes();
    const found = new Map<number, Process>();
    for (const one of running)
      if (one.session === leader || this.#known.has(one.key) || isMarked(one.pid, this.#mark))
        found.set(one.pid, one);
    for (let before = -1; before < found.size; ) {
      before = found.size;
      for (const one of running) if (found.has(one.parent)) found.set(one.pid, one);
    }
    found.delete(process.pid);
    return [...found.values()];
  }
}

const variable = 'NISHIMORI_OFFSPRING';

/** Whoever starts others faster than they are ended is given up on: they are thousands by then. */
const mostRounds = 100;

interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly session: number;
  /** Tells it from a later process with the same number. */
  readonly key: string;
}

/** Place of the start of a process, in ticks since the system's own, in what follows its name. */
const startTime = 19;
/** Whoever was there before us was not started by us. */
let ourStart = 0;

function processes(): readonly Process[] {
  if (process.platform !== 'linux') return [];
  if (ourStart === 0) ourStart = Number(fieldsOf(process.pid)[startTime] ?? 0);
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    const pid = Number(name);
    const fields = fieldsOf(pid);
    const [state, parent, , session] = fields;
    const started = fields[startTime];
    if (state === '' || state === 'Z' || state === 'X' || Number(started) < ourStart) return [];
    return [{ pid, parent: Number(parent), session: Number(session), key: `${pid} ${started}` }];
  });
}

/** What the system says of a process; the name of its program, in parentheses, may hold anything. */
function fieldsOf(pid: number): readonly string[] {
  const stat = read(`/proc/${pid}/stat`);
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}

const isMarked = (pid: number, mark: string): boolean =>
  read(`/proc/${pid}/environ`).includes(mark);

/** Empty if it has ended, or is another user's. */
function read(file: string): string {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    return '';
  }
}
