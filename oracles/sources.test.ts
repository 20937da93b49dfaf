import { expect, test } from 'vitest';
import { bibtex, cite, type Source, type SourceKey, sources } from './sources.ts';

const keys = Object.keys(sources) as SourceKey[];

test('a citation reads as one line', () => {
  expect(cite('gyorgyi1990')).toBe(
    'G. Györgyi, “First-order transition to perfect generalization in a neural network with binary synapses”, Physical Review A 41(12), 7097–7100 (1990), doi:10.1103/PhysRevA.41.7097',
  );
  expect(cite('seung1992')).toContain('H. S. Seung, H. Sompolinsky and N. Tishby');
  expect(cite('baum1991')).toContain('E. B. Baum and Y.-D. Lyuu');
});

test('a BibTeX entry has the fields that bibliography styles ask for', () => {
  expect(bibtex('barbier2019')).toBe(`@article{barbier2019,
  author = {Barbier, Jean and Krzakala, Florent and Macris, Nicolas and Miolane, Léo and Zdeborová, Lenka},
  title = {{Optimal errors and phase transitions in high-dimensional generalized linear models}},
  journal = {Proceedings of the National Academy of Sciences},
  volume = {116},
  number = {12},
  pages = {5451--5460},
  year = {2019},
  eprint = {1708.03395},
  archiveprefix = {arXiv},
  doi = {10.1073/pnas.1802705116}
}`);
});

test.each(keys)('%s: is complete, and its BibTeX is balanced', (key) => {
  const source: Source = sources[key];
  for (const person of source.authors.split(' and ')) expect(person).toMatch(/^\S.*, \S/);
  expect(key).toContain(String(source.year));
  if (source.arxiv) expect(source.arxiv).toMatch(/^(\d{4}\.\d{4,5}|[a-z-]+\/\d{7})$/);
  if (source.doi) expect(source.doi).toMatch(/^10\.\d{4,}\/\S+$/);
  const entry = bibtex(key);
  expect(entry.split('{').length).toBe(entry.split('}').length);
  if (source.type === 'article') expect(entry).toMatch(/ {2}volume = \{\d+\}/);
});
