import fc from 'fast-check';
import { contents, escapes, type FileTrick, links } from './files.fixture.ts';
import type { Act, Deed, Life, Piece, Script } from './script.fixture.ts';
import {
  badNumber,
  badValue,
  deep,
  hostileText,
  hugeNumber,
  inherited,
  inheritedKeys,
  type Raw,
  rawText,
  wide,
  wrongType,
} from './values.fixture.ts';

/** Every kind of misdeed, by the name under which it is tallied; and scripts made of them. */
type Kinds = { readonly [kind: string]: fc.Arbitrary<readonly Deed[]> };

const answer: Deed = { do: 'answer' };
const say = (...pieces: Piece[]): Deed => ({ do: 'write', to: 1, pieces });
const line = (...pieces: Piece[]): Deed => say(...pieces, '\n');
const log = (...pieces: Piece[]): Deed => ({ do: 'write', to: 2, pieces });
const sleep = (ms: number): Deed => ({ do: 'sleep', ms });
const body: Piece = { is: 'body' };
const id: Piece = { is: 'id' };

/** An answer with the right id: `{"id":7,…}`. */
const reply = (...pieces: Piece[]): Deed => line('{"id":', id, ',', ...pieces, '}');
const result = (...pieces: Piece[]): Deed => reply('"result":', ...pieces);
/** A result that is right but for one field. */
const field = (name: string, value: Raw): Deed =>
  result(`{"square":4,"sum":0,"${name}":`, ...value, '}');
const key = (text: string): string => JSON.stringify(text);

/** At any stage. */
const anywhere: Kinds = {
  'lines: broken': fc.constantFrom<readonly Deed[]>(
    [say('{"id":', id, ',"resu')],
    [say(body)],
    [say(body), sleep(20), say('}\n')],
    [say('{"id":'), log('{"id":1}\n'), line(id, ',"result":{"square":4}}')],
    [say('\n'), answer],
    [line('')],
    [say('\r\n\r\n'), answer],
    [say(body, '\r\n')],
    [say(body, ' ', body, '\n')],
    [say('\ufeff', body, '\n')],
    [say({ hex: 'fffe' }), answer],
    [line('[', body, ']')],
    [line(body, ',')],
    [line('The answer is 4, I think.')],
    [{ do: 'drip', to: 1, pieces: [body, '\n'] }],
    [{ do: 'drip', to: 1, pieces: [body] }],
    [say({ hex: '00', times: 5 }), answer],
    [line('"', { repeat: '\\u0000', times: 50 }, '"')],
  ),
  'lines: too many': fc.constantFrom<readonly Deed[]>(
    [answer, answer],
    [answer, sleep(30), answer],
    [answer, line('{}')],
    [answer, say('{"id":')],
    [line('{"id":', { is: 'next' }, ',"result":{"square":4}}'), answer],
    [answer, line('{"id":', { is: 'next' }, ',"result":{"square":4}}')],
    [say({ repeat: '{}\n', times: 1000 })],
    [say({ repeat: '\n', times: 100_000 })],
  ),
  'lines: bytes': fc
    .uint8Array({ minLength: 1, maxLength: 60 })
    .map((bytes) => [line({ hex: Buffer.from(bytes).toString('hex') })]),
  floods: fc.constantFrom<readonly Deed[]>(
    [{ do: 'flood', to: 1, text: 'x', bytes: 4e6 }],
    [{ do: 'flood', to: 1, text: 'spam\n', bytes: 4e6 }],
    [{ do: 'flood', to: 2, text: 'e', bytes: 2e7 }],
    [{ do: 'flood', to: 2, text: 'an error\n', bytes: 2e7 }, answer],
    [
      { do: 'flood', to: 2, text: '\u001b[31m', bytes: 1e6 },
      { do: 'exit', status: 1 },
    ],
    [answer, { do: 'flood', to: 1, text: '[', bytes: 4e6 }],
  ),
  'log: text': hostileText.map((text) => [log(text, '\n'), { do: 'exit', status: 3 }]),
  'log: bytes': fc
    .uint8Array({ minLength: 1, maxLength: 60 })
    .map((bytes) => [log({ hex: Buffer.from(bytes).toString('hex') }), { do: 'exit', status: 3 }]),
  late: fc.constantFrom<readonly Deed[]>(
    [{ do: 'hang' }],
    [sleep(150), answer],
    [sleep(400), answer],
    [say('{"id":'), { do: 'hang' }],
  ),
  dies: fc.constantFrom<readonly Deed[]>(
    [{ do: 'exit', status: 0 }],
    [{ do: 'exit', status: 139 }],
    [answer, { do: 'exit', status: 0 }],
    [answer, sleep(20), { do: 'exit', status: 1 }],
    [say('{"id":'), { do: 'exit', status: 1 }],
    [{ do: 'signal', signal: 'SIGKILL' }],
    [{ do: 'signal', signal: 'SIGSEGV' }],
    [{ do: 'signal', signal: 'SIGPIPE' }],
    [answer, { do: 'signal', signal: 'SIGKILL' }],
    [log('Segmentation fault\n'), { do: 'signal', signal: 'SIGSEGV' }],
  ),
  'stops itself': fc.constantFrom<readonly Deed[]>(
    [{ do: 'signal', signal: 'SIGSTOP' }],
    [answer, { do: 'signal', signal: 'SIGSTOP' }],
  ),
  'ignores signals': fc.constantFrom<readonly Deed[]>(
    [{ do: 'ignore-signals' }, answer],
    [{ do: 'ignore-signals' }, { do: 'hang' }],
  ),
  'closes pipes': fc
    .tuple(
      fc.subarray([0, 1, 2] as const, { minLength: 1 }),
      fc.constantFrom<readonly Deed[]>([], [answer], [sleep(20)], [{ do: 'hang' }]),
      fc.boolean(),
    )
    .map(([fds, rest, first]) => {
      const close = fds.map((fd): Deed => ({ do: 'close', fd }));
      return first ? [...close, ...rest] : [...rest.filter((deed) => deed.do !== 'hang'), ...close];
    }),
  forks: fc
    .tuple(
      fc.constantFrom('hold', 'session', 'session-without-environment', 'orphan', 'breeding'),
      fc.constantFrom<readonly Deed[]>([answer], [{ do: 'exit', status: 0 }], [{ do: 'hang' }]),
    )
    .map(([how, rest]) => {
      // Without its environment a process is known by its parent alone, which must still be there.
      const known = how === 'session-without-environment' ? [{ do: 'hang' } as Deed] : rest;
      return [{ do: 'spawn', how } as Deed, ...(how === 'orphan' ? [sleep(20)] : []), ...known];
    }),
  folder: fc
    .constantFrom('removed', 'read-only', 'linked', 'a-file', 'moved', 'another')
    .map((how) => [{ do: 'folder', how } as Deed, answer]),
  'folder: litter': fc.constantFrom<readonly Deed[]>(
    [{ do: 'plant', to: 'outside/planted' }, answer],
    [{ do: 'burrow', levels: 40 }, answer],
    [
      { do: 'burrow', levels: 300 },
      { do: 'exit', status: 0 },
    ],
    [{ do: 'directory', path: 'locked', mode: 0 }, answer],
    [{ do: 'directory', path: 'question-2.npy', mode: 0o700 }, answer],
    [{ do: 'link', path: 'all', to: 'outside', hard: false }, answer],
    [{ do: 'fifo', path: 'question-3.npy' }, answer],
    [{ do: 'file', path: '-rf', pieces: ['x'] }, answer],
  ),
};

const replyWithFile = ({ deeds, reference }: FileTrick): readonly Deed[] => [
  ...deeds,
  result('{"square":4,"sum":0,"powers":', ...reference, '}'),
];

/** In answer to a question. */
const toQuestion: Kinds = {
  ids: fc
    .oneof(
      fc.constantFrom<Raw>(
        ['"', id, '"'],
        [id, '.5'],
        [id, 'e300'],
        ['-', id],
        ['0'],
        ['null'],
        [{ is: 'previous' }],
        [{ is: 'next' }],
        ['[', id, ']'],
        ['{"id":', id, '}'],
        ['"__proto__"'],
        ['1e400'],
        ['NaN'],
        [id, ',"id":999'],
        ['999,"id":', id],
        [{ repeat: '9', times: 100_000 }],
      ),
      deep,
      inheritedKeys,
      rawText,
    )
    .map((raw) => [line('{"id":', ...raw, ',"result":{"square":4,"sum":0}}')]),
  'no id': fc.constantFrom<readonly Deed[]>(
    [line('{"result":{"square":4}}')],
    [line('{"__proto__":{"id":', id, '},"result":{"square":4}}')],
    [line('{"ID":', id, ',"result":{"square":4}}')],
    [line('{}')],
  ),
  outcomes: fc
    .oneof(
      fc.constantFrom<Raw>(
        ['"result":{},"skip":"no"'],
        ['"result":{"square":4},"failure":"but"'],
        ['"skip":"a","failure":"b"'],
        ['"kind":"answer"'],
        ['"kind":"timeout","reason":"late"'],
        ['"kind":"skip","reason":"no"'],
        ['"kind":"answer","result":{"square":4,"kind":"crashed"}'],
        ['"cmd":"ask","oracle":"toy.power"'],
        ['"Result":{"square":4}'],
      ),
      wrongType.map((raw): Raw => ['"result":', ...raw]),
      wrongType.map((raw): Raw => ['"skip":', ...raw]),
      wrongType.map((raw): Raw => ['"failure":', ...raw]),
      wrongType.map((raw): Raw => ['"failure":"no","code":', ...raw]),
    )
    .map((raw) => [reply(...raw)]),
  numbers: fc
    .tuple(fc.constantFrom('square', 'sum', 'size', 'powers'), fc.oneof(badNumber, hugeNumber))
    .map(([name, raw]) => [field(name, raw)]),
  types: fc
    .tuple(fc.constantFrom('square', 'sum', 'size', 'powers', 'doubled', 'other'), wrongType)
    .map(([name, raw]) => [field(name, raw)]),
  arrays: fc
    .constantFrom<Raw>(
      ['[]'],
      ['[1]'],
      ['[1,2,4]'],
      ['[1,2,4,8,16]'],
      ['[[1,2],[4,8]]'],
      ['[1,[2,[4,[8]]]]'],
      ['[1,"Infinity",null,8]'],
      ['[1,2,4,1e400]'],
      ['[', { repeat: '1,', times: 50_000 }, '1]'],
      ['[', { repeat: '[1,2],', times: 5000 }, '[3]]'],
      ['"[1,2,4,8]"'],
      ['{"0":1,"1":2,"2":4,"3":8}'],
    )
    .map((raw) => [field('powers', raw)]),
  'fields left out, or too many': fc.constantFrom<readonly Deed[]>(
    [result('{}')],
    [result('{"size":"large"}')],
    [result('{"powers":[1,2,4,8]}')],
    [result('{"square":4,"sum":0,"square":5}')],
    [result('{"square":4,"sum":0,"extra":1}')],
    [result(`{"square":4,"sum":0,${inherited.map((name) => `"${name}":1`).join(',')}}`)],
    [result('{"square":4,"sum":0,"":1," ":2}')],
  ),
  sizes: fc
    .tuple(
      fc.oneof(deep, wide),
      fc.constantFrom('"result":', '"result":{"square":4,"sum":0,"powers":', '"x":', '"error":'),
    )
    .map(([raw, where]) => [
      reply(where, ...raw, where.startsWith('"result":{') ? '}' : ',"skip":"no"'),
    ]),
  'keys of prototypes': fc
    .tuple(
      inheritedKeys,
      fc.constantFrom(
        '"result":',
        '"error":',
        '"skip":"x","code":',
        '"__proto__":',
        '"constructor":',
        '"toString":',
        '"result":{"square":4,"sum":0,"powers":',
        '"result":{"square":4,"sum":0,"__proto__":',
        '"result":{"square":',
      ),
    )
    .map(([raw, where]) => [
      where.startsWith('"result"')
        ? reply(where, ...raw, where.includes('{') ? '}' : '')
        : reply('"result":{"square":4,"sum":0},', where, ...raw),
    ]),
  'error bounds': fc
    .oneof(
      badValue,
      fc
        .tuple(fc.oneof(badValue, inheritedKeys), fc.constantFrom('square', 'other', ...inherited))
        .map(([raw, name]): Raw => [`{"${name}":`, ...raw, '}']),
    )
    .map((raw) => [reply('"result":{"square":4,"sum":0},"error":', ...raw)]),
  text: fc
    .tuple(rawText, fc.constantFrom('"skip":', '"failure":', '"failure":"x","code":', '"size":'))
    .map(([raw, where]) => [where === '"size":' ? field('size', raw) : reply(where, ...raw)]),
  'names of fields': hostileText.map((text) => [
    result(`{"square":4,"sum":0,${key(text)}:${key(text)}}`),
  ]),
  'npy: names': escapes.map(replyWithFile),
  'npy: links': links.map(replyWithFile),
  'npy: contents': contents.map(replyWithFile),
  'npy: as the result': contents.map(({ deeds, reference }) => [...deeds, result(...reference)]),
};

const hello = (...pieces: Piece[]): Deed => line('{"protocol":1,', ...pieces, '}');
const who = '"implementation":{"name":"hostile","version":"0"}';

/** In answer to `start`. */
const toStart: Kinds = {
  'start: who': fc
    .tuple(fc.constantFrom('name', 'version', 'language', 'url'), fc.oneof(rawText, badValue))
    .map(([name, raw]) => [
      hello(
        `"implementation":{"name":"hostile","version":"0","${name}":`,
        ...raw,
        '},"oracles":["toy.*"]',
      ),
    ]),
  // Heard out, and so shown in every report.
  'start: hostile name': hostileText.map((text) => [
    hello(
      `"implementation":{"name":${key(text.slice(0, 400))},"version":${key(text.slice(0, 400))},"language":${key(text.slice(0, 400))}},"oracles":["toy.*"]`,
    ),
  ]),
  'start: oracles': fc
    .oneof(
      badValue,
      hostileText.map((text): Raw => [`["toy.*",${key(text)}]`]),
      fc.constantFrom<Raw>(
        ['["*"]'],
        ['["__proto__","constructor"]'],
        ['[', { repeat: '"*a*b*c*",', times: 9999 }, '"toy.*"]'],
        ['[', { repeat: '"toy.*",', times: 20_000 }, '"toy.*"]'],
        ['["toy.power"]'],
        ['["', { repeat: '*', times: 400 }, '"]'],
      ),
    )
    .map((raw) => [hello(`${who},"oracles":`, ...raw)]),
  'start: accuracy': fc
    .oneof(
      badValue,
      fc.constantFrom<Raw>(['0.999'], ['1'], ['0'], ['-1e-8'], ['1e-400'], ['5e-324'], ['"1e-8"']),
    )
    .map((raw) => [hello(`${who},"oracles":["toy.*"],"accuracy":`, ...raw)]),
  'start: protocol': badValue.map((raw) => [
    line('{"protocol":', ...raw, `,${who},"oracles":["toy.*"]}`),
  ]),
  'start: keys of prototypes': inheritedKeys.map((raw) => [
    hello(`${who},"oracles":["toy.*"],"__proto__":`, ...raw, ',"constructor":', ...raw),
  ]),
  'start: other': badValue.map((raw) => [line(...raw)]),
};

const act = (kinds: Kinds): fc.Arbitrary<Act> =>
  fc.oneof(
    ...Object.entries(kinds).map(([kind, deeds]) =>
      deeds.map((list): Act => ({ kind, deeds: list })),
    ),
  );

const honest: readonly Act[] = [{ kind: 'honest', deeds: [answer] }];
const rarely = (
  kinds: Kinds,
  otherwise: readonly Act[],
  weight: number,
): fc.Arbitrary<readonly Act[]> =>
  fc.oneof(
    { weight: 100 - 10 * weight, arbitrary: fc.constant(otherwise) },
    { weight: 10 * weight, arbitrary: act(kinds).map((one) => [one]) },
  );

/** Few at a time: most of what a case costs is starting the process anew. */
const life: fc.Arbitrary<Life> = fc.record({
  before: rarely(anywhere, [], 0.4),
  start: rarely({ ...anywhere, ...toStart }, honest, 1.5),
  asks: fc.array(rarely({ ...anywhere, ...toQuestion }, honest, 6), { maxLength: 3 }),
  stop: rarely(anywhere, [], 2),
});

export const scriptOfMisdeeds: fc.Arbitrary<Script> = fc.record({
  lives: fc.array(life, { minLength: 1, maxLength: 2, size: 'max' }),
});

/** All kinds there are. */
export const kinds: readonly string[] = ['honest', anywhere, toQuestion, toStart].flatMap((some) =>
  typeof some === 'string' ? [some] : Object.keys(some),
);
