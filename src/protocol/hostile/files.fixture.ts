import fc from 'fast-check';
import type { Deed, Piece } from './script.fixture.ts';
import { hostileText, type Raw } from './values.fixture.ts';

/** Ways to be wrong with `{"npy": name}`: what is done to the folder, and the JSON that is answered. */
export interface FileTrick {
  readonly deeds: readonly Deed[];
  readonly reference: Raw;
}

const names = (name: string): Raw => [`{"npy":${JSON.stringify(name)}}`];

const npy = (
  header: string,
  data: readonly Piece[],
  { magic = '934e554d5059', version = '0100', length = header.length } = {},
): readonly Piece[] => [
  { hex: magic },
  { hex: version },
  { hex: Buffer.from([length & 255, (length >> 8) & 255]).toString('hex') },
  header,
  ...data,
];
const header = (shape: string, descr = "'<f8'", order = 'False'): string =>
  `{'descr': ${descr}, 'fortran_order': ${order}, 'shape': ${shape}, }\n`;
const four = header('(4,)');
const right: readonly Piece[] = [{ is: 'powers' }];

/** Contents of `.npy` files that are not what they say. */
export const npyContent: fc.Arbitrary<readonly Piece[]> = fc.oneof(
  fc.constant(npy(four, right)),
  fc
    .constantFrom(
      '(4)',
      '()',
      '(2, 2)',
      '(4, 1)',
      '(5,)',
      '(3,)',
      '(-4,)',
      '(4.0,)',
      '(1e9,)',
      '(1000000000,)',
      '(9007199254740993,)',
      '(18446744073709551620,)',
      '(99999999999999999999999, 99999999999999999999999)',
      `(${'9'.repeat(400)},)`,
      '(4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4)',
      `(${'1, '.repeat(40)}4)`,
      `(${'1, '.repeat(9000)}4)`,
      `(${'2, '.repeat(9000)})`,
      '(4 4)',
      '(,)',
      '(4,,)',
      '[4]',
      'None',
      '(4,), "x": (1,',
      "(4,), 'shape': (1,)",
    )
    .map((shape) => npy(header(shape), right)),
  // Without entries, and without end.
  fc
    .constantFrom('(0,)', '(0, 1000000000)', '(3000000, 0)', '(1000, 1000, 0)', '(0, 0, 0)')
    .map((shape) => npy(header(shape), [])),
  fc
    .constantFrom("'>f8'", "'<f4'", "'<i8'", "'|O'", "'<f16'", "'|S8'", "[('a', '<f8')]", "'<f8")
    .map((descr) => npy(header('(4,)', descr), right)),
  fc.constantFrom('True', '0', '').map((order) => npy(header('(4,)', "'<f8'", order), right)),
  fc
    .constantFrom(
      { magic: '934e554d5058' },
      { magic: '' },
      { magic: '504b03040000' },
      { version: '0200' },
      { version: '0000' },
      { version: 'ffff' },
      { length: 65_535 },
      { length: 0 },
      { length: 3 },
    )
    .map((how) => npy(four, right, how)),
  fc
    .constantFrom('', '{', '{}', "{'descr': '<f8'}", `{${' '.repeat(60_000)}}`, `${'{'.repeat(9)}`)
    .map((text) => npy(text, right)),
  fc
    .constantFrom<readonly Piece[]>(
      [{ hex: '000000000000f87f', times: 4 }],
      [{ hex: 'ffffffffffffffff', times: 4 }],
      [{ hex: '000000000000f0ff', times: 4 }],
      [{ hex: '00', times: 31 }],
      [{ hex: '00', times: 33 }],
      [],
    )
    .map((data) => npy(four, data)),
  fc.constant(npy(header('(200000, 1)'), [{ hex: '00', times: 1_600_000 }])),
  fc.uint8Array({ maxLength: 80 }).map((bytes) => [{ hex: Buffer.from(bytes).toString('hex') }]),
  fc.constant([]),
);

/** Names of what is elsewhere, or is no file. Lengths beyond what a system call takes included. */
export const escapes: fc.Arbitrary<FileTrick> = fc.oneof(
  fc
    .constantFrom(
      '../outside/secret.npy',
      '../../outside/secret.npy',
      './../../outside/secret.npy',
      'x/../../../outside/secret.npy',
      '..\\..\\outside\\secret.npy',
      '....//....//outside/secret.npy',
      '/dev/zero',
      '/dev/stdin',
      '/dev/tty',
      '/proc/self/mem',
      '/proc/self/environ',
      '/proc/self/fd/0',
      '/proc/self/cwd/package.json',
      '/etc/passwd',
      'file:///etc/passwd',
      '~/.bashrc',
      '.',
      '..',
      '',
      '/',
      'a\0b.npy',
      'nowhere.npy',
      'nowhere/at/all.npy',
      'good.npy/',
      'good.npy/.',
      `${'n'.repeat(300)}.npy`,
      `${'n/'.repeat(3000)}x.npy`,
      `${'n'.repeat(200_000)}.npy`,
    )
    .map((name) => ({ deeds: [], reference: names(name) })),
  fc.constant<FileTrick>({
    deeds: [],
    reference: ['{"npy":"', { is: 'outside' }, '/secret.npy"}'],
  }),
  fc.constant<FileTrick>({
    deeds: [],
    reference: ['{"npy":"', { is: 'scratch' }, '/../../outside/secret.npy"}'],
  }),
  hostileText.map((name) => ({ deeds: [], reference: names(name) })),
);

const link = (to: string, hard = false): Deed => ({ do: 'link', path: 'link.npy', to, hard });

/** Links, pipes, folders and files that change under the reader's hands. */
export const links: fc.Arbitrary<FileTrick> = fc.oneof(
  fc
    .constantFrom<readonly Deed[]>(
      [link('outside/secret.npy')],
      [link('outside/secret.npy', true)],
      [link('outside')],
      [link('link.npy')],
      [link('outside/nothing.npy')],
      [{ do: 'fifo', path: 'link.npy' }],
      [{ do: 'directory', path: 'link.npy', mode: 0o700 }],
      [{ do: 'sparse', path: 'link.npy', bytes: 2 ** 40 }],
      [{ do: 'sparse', path: 'link.npy', bytes: 2_000_000 }],
      [
        { do: 'file', path: 'link.npy', pieces: npy(header('(600000000,)'), []) },
        { do: 'sparse', path: 'link.npy', bytes: 10 + header('(600000000,)').length + 8 * 6e8 },
      ],
    )
    .map((deeds) => ({ deeds, reference: names('link.npy') })),
  fc.constantFrom('secret.npy', 'inner/secret.npy').map((name) => ({
    deeds: [{ do: 'link', path: 'folder', to: 'outside', hard: false }] as const,
    reference: names(`folder/${name}`),
  })),
  fc.constant<FileTrick>({
    deeds: [
      { do: 'file', path: 'link.npy.good', pieces: npy(four, right) },
      { do: 'file', path: 'link.npy', pieces: npy(four, right) },
      { do: 'swap', path: 'link.npy', to: 'outside/secret.npy' },
      { do: 'sleep', ms: 10 },
    ],
    reference: names('link.npy'),
  }),
);

/** A file whose content is malformed, or whose checksum is. */
export const contents: fc.Arbitrary<FileTrick> = fc
  .tuple(
    npyContent,
    fc.constantFrom<Raw>(
      names('good.npy'),
      names('good.npy'),
      names('good.npy'),
      ['{"npy":"good.npy","sha256":"0000"}'],
      ['{"npy":"good.npy","sha256":{"toString":1,"valueOf":1}}'],
      ['{"npy":"good.npy","sha256":[[[1]]]}'],
      ['{"npy":["good.npy"]}'],
      ['{"npy":{"npy":"good.npy"}}'],
      ['{"npy":1}'],
      ['[', { repeat: '{"npy":"good.npy"},', times: 2000 }, '{"npy":"good.npy"}]'],
    ),
  )
  .map(([pieces, reference]) => ({
    deeds: [{ do: 'file', path: 'good.npy', pieces }],
    reference,
  }));
