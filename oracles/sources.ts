/** The bibliography: one entry per source, cited by key from oracles, laws, golden values and errata. */
export interface Source {
  readonly authors: string;
  readonly title: string;
  readonly venue: string;
  readonly year: number;
  readonly arxiv?: string;
  readonly doi?: string;
  readonly type: 'article' | 'inproceedings' | 'misc';
}

export const sources = {
  barbier2019: {
    type: 'article',
    authors:
      'Barbier, Jean and Krzakala, Florent and Macris, Nicolas and Miolane, Léo and Zdeborová, Lenka',
    title: 'Optimal errors and phase transitions in high-dimensional generalized linear models',
    venue: 'Proceedings of the National Academy of Sciences 116(12), 5451–5460',
    year: 2019,
    arxiv: '1708.03395',
    doi: '10.1073/pnas.1802705116',
  },
} as const satisfies Record<string, Source>;

export type SourceKey = keyof typeof sources;
