/**
 * npm run figures [-- <word>]           draws the pictures of the documentation anew (those with the word in
 *                                       their name)
 * npm run figures -- --check [<word>]   exit status 1 if one is not as it would be drawn now
 *
 * Each is a function of the reference and of the evidence alone: same version, same bytes.
 */
import { parseArgs } from 'node:util';
import { isFresh, writeFigure } from './files.ts';
import { figures } from './index.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { check: { type: 'boolean', default: false } },
});
for (const [name, figure] of Object.entries(figures)) {
  if (!name.includes(positionals[0] ?? '')) continue;
  if (!values.check) {
    writeFigure(name, figure());
    console.error(`drew docs/figures/${name}.svg`);
  } else if (!isFresh(name, figure())) {
    console.error(`docs/figures/${name}.svg is not fresh: npm run figures`);
    process.exitCode = 1;
  }
}
