// Plays a script of misdeeds:  executor.mjs <den>
// The den holds `script.json`, the canaries in `outside/`, `lives`, one byte per life so far, and
// `played`, the kinds of what was done.
// Everything is synchronous, so that start-up is cheap and a deed is done when the next one begins.
import fs from 'node:fs';
import { join } from 'node:path';

const [den] = process.argv.slice(2);
const script = JSON.parse(fs.readFileSync(join(den, 'script.json'), 'utf8'));
const outside = join(den, 'outside');
fs.appendFileSync(join(den, 'lives'), '.');
const age = fs.statSync(join(den, 'lives')).size - 1;
const life = script.lives[Math.min(age, script.lives.length - 1)];

const clock = new Int32Array(new SharedArrayBuffer(4));
const sleep = (ms) => Atomics.wait(clock, 0, 0, ms);
const hang = () => {
  for (;;) sleep(1000);
};

const early = join(den, 'early');
let directory = early;
let request = { id: 0 };
let asked = 0;

const powers = (x) => [1, x, x * x, x ** 3];
const matrixOf = (value) => {
  if (Array.isArray(value)) return value;
  const bytes = fs.readFileSync(join(directory, value.npy));
  const start = 10 + bytes.readUInt16LE(8);
  const entries = (bytes.length - start) / 8;
  return [Array.from({ length: entries }, (_, k) => bytes.readDoubleLE(start + 8 * k))];
};
const rightly = () => {
  if (request.cmd === 'start')
    return {
      protocol: 1,
      implementation: { name: 'hostile', version: '0' },
      oracles: ['toy.*'],
      accuracy: 1e-9,
    };
  const { oracle, params = {}, id } = request;
  if (oracle !== 'toy.sum') {
    const { x = 2 } = params;
    const size = x > 1 ? 'large' : 'small';
    return { id, result: { square: x * x, size, powers: powers(x) } };
  }
  const sum = matrixOf(params.matrix)
    .flat()
    .reduce((a, b) => a + b, 0);
  return { id, result: { sum } };
};

const known = {
  id: () => String(request.id),
  previous: () => String(request.id - 1),
  next: () => String(request.id + 1),
  outside: () => outside,
  scratch: () => directory,
  body: () => JSON.stringify(rightly()),
  powers: () => Buffer.from(Float64Array.from(powers(request.params?.x ?? 2)).buffer),
};
const bytesOf = (pieces) =>
  Buffer.concat(
    pieces.map((piece) => {
      if (typeof piece === 'string') return Buffer.from(piece);
      if ('is' in piece) return Buffer.from(known[piece.is]());
      if ('hex' in piece)
        return Buffer.concat(Array(piece.times ?? 1).fill(Buffer.from(piece.hex, 'hex')));
      return Buffer.from(piece.repeat.repeat(piece.times));
    }),
  );

/** False if nobody listens any more. */
const write = (fd, bytes) => {
  for (let at = 0; at < bytes.length; )
    try {
      at += fs.writeSync(fd, bytes, at);
    } catch (error) {
      if (error.code !== 'EAGAIN') return false;
      sleep(1);
    }
  return true;
};

const place = (path) => (path.startsWith('outside') ? join(den, path) : join(directory, path));
const quietly = (run) => {
  try {
    run();
  } catch {
    // Somebody was quicker, or the system forbids it: the next deed may succeed.
  }
};

/** Sleeps that the search for survivors finds by their arguments, where the environment is gone. */
const nap = (seconds) => ['sleep', `${seconds}.${process.env.HOSTILE_CASE ?? 0}`];
const shell = (text) => ['sh', '-c', text];
const spawnings = {
  hold: { words: nap(61), stdio: 'inherit' },
  session: { words: nap(62), stdio: 'ignore', detached: true },
  'session-without-environment': { words: nap(63), stdio: 'ignore', detached: true, env: {} },
  orphan: {
    words: shell(`setsid ${nap(64).join(' ')} & setsid ${nap(65).join(' ')} & exit 0`),
    stdio: 'ignore',
  },
  breeding: {
    words: shell(
      `i=0; while [ $i -lt 40 ]; do i=$((i+1)); setsid ${nap(66).join(' ')} & done; exec ${nap(67).join(' ')}`,
    ),
    stdio: 'ignore',
    detached: true,
  },
};
const spawn = async ({ words: [file, ...words], env = process.env, ...options }) => {
  const { spawn } = await import('node:child_process');
  const path = process.env.PATH;
  const child = spawn(file, words, { ...options, env: { ...env, PATH: path } });
  child.on('error', () => {});
  child.unref();
  return child;
};

const upheavals = {
  removed: () => fs.rmSync(directory, { recursive: true, force: true }),
  'read-only': () => fs.chmodSync(directory, 0o500),
  linked: () => {
    fs.renameSync(directory, join(den, `away-${age}`));
    fs.symlinkSync(outside, directory);
  },
  'a-file': () => {
    fs.rmSync(directory, { recursive: true, force: true });
    fs.writeFileSync(directory, 'no folder');
  },
  moved: () => fs.renameSync(directory, join(den, `moved-${age}`)),
  another: () => {
    fs.renameSync(directory, join(den, `replaced-${age}`));
    fs.mkdirSync(directory);
  },
};

const deeds = {
  answer: () => write(1, bytesOf([{ is: 'body' }, '\n'])),
  write: ({ to, pieces }) => write(to, bytesOf(pieces)),
  drip: ({ to, pieces }) => {
    const bytes = bytesOf(pieces);
    for (let i = 0; i < bytes.length; i++) {
      if (!write(to, bytes.subarray(i, i + 1))) return;
      if (i % 16 === 0) sleep(1);
    }
  },
  flood: ({ to, text, bytes }) => {
    const chunk = Buffer.from(text.repeat(Math.ceil(65_536 / text.length)));
    for (let sent = 0; sent < bytes && write(to, chunk); ) sent += chunk.length;
  },
  sleep: ({ ms }) => sleep(ms),
  hang,
  exit: ({ status }) => process.exit(status),
  signal: ({ signal }) => {
    process.kill(process.pid, signal);
    sleep(20);
  },
  'ignore-signals': () => {
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT']) process.on(signal, () => {});
  },
  close: ({ fd }) => quietly(() => fs.closeSync(fd)),
  spawn: ({ how }) => spawn(spawnings[how]),
  // Never through a link that an earlier life has left: it is the harness that is led elsewhere.
  file: ({ path, pieces }) =>
    quietly(() => {
      fs.rmSync(place(path), { force: true });
      fs.writeFileSync(place(path), bytesOf(pieces), { flag: 'wx' });
    }),
  sparse: ({ path, bytes }) =>
    quietly(() => {
      const { O_CREAT, O_NOFOLLOW, O_RDWR } = fs.constants;
      const file = fs.openSync(place(path), O_RDWR | O_CREAT | O_NOFOLLOW);
      fs.ftruncateSync(file, bytes);
      fs.closeSync(file);
    }),
  link: ({ path, to, hard }) =>
    quietly(() =>
      hard ? fs.linkSync(place(to), place(path)) : fs.symlinkSync(place(to), place(path)),
    ),
  fifo: async ({ path }) => {
    const { spawnSync } = await import('node:child_process');
    spawnSync('mkfifo', [place(path)]);
  },
  directory: ({ path, mode }) =>
    quietly(() => {
      fs.mkdirSync(place(path));
      fs.writeFileSync(place(`${path}/inner`), 'inner');
      fs.chmodSync(place(path), mode);
    }),
  burrow: ({ levels }) =>
    quietly(() => {
      const home = process.cwd();
      process.chdir(directory);
      for (let i = 0; i < levels; i++) {
        fs.mkdirSync('d'.repeat(200));
        process.chdir('d'.repeat(200));
      }
      process.chdir(home);
    }),
  plant: ({ to }) => {
    for (let n = 1; n <= 12; n++)
      quietly(() => fs.symlinkSync(place(`${to}-${n}`), place(`question-${n}.npy`)));
  },
  swap: ({ path, to }) => {
    const round = `cp '${path}.good' '${path}.1'; mv -f '${path}.1' '${path}'; ln -sf '${place(to)}' '${path}.2'; mv -Tf '${path}.2' '${path}'`;
    return spawn({
      words: shell(`i=0; while [ $i -lt 60 ]; do i=$((i+1)); ${round}; done`),
      stdio: 'ignore',
      // Whatever becomes of the path of the folder, it stays in the folder.
      cwd: directory,
    });
  },
  folder: ({ how }) => {
    // Once: what it writes from then on must not land outside by its own hand.
    if (directory !== early) quietly(upheavals[how]);
    directory = early;
  },
};

const play = async (acts) => {
  for (const { kind, deeds: list } of acts) {
    fs.appendFileSync(join(den, 'played'), `${kind}\n`);
    for (const deed of list) await deeds[deed.do](deed);
  }
};

const input = (() => {
  let text = '';
  const chunk = Buffer.alloc(65_536);
  return () => {
    for (;;) {
      const end = text.indexOf('\n');
      if (end >= 0) {
        const line = text.slice(0, end);
        text = text.slice(end + 1);
        return line;
      }
      let read = 0;
      try {
        read = fs.readSync(0, chunk);
      } catch (error) {
        if (error.code !== 'EAGAIN') return undefined;
        sleep(1);
        continue;
      }
      if (read === 0) return undefined;
      text += chunk.toString('utf8', 0, read);
    }
  };
})();

await play(life.before);
for (let line = input(); line !== undefined; line = input()) {
  request = JSON.parse(line);
  if (request.cmd === 'start') {
    directory = request.directory;
    await play(life.start);
  } else if (request.cmd === 'stop') {
    await play(life.stop);
    break;
  } else if (asked < life.asks.length) await play(life.asks[asked++]);
  else deeds.answer();
}
process.exit(0);
