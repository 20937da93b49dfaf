/** The bibliography: one entry per source, cited by key from oracles, laws, golden values and errata. */
export interface Source {
  /** `Last, First and Last, First`, as in BibTeX. */
  readonly authors: string;
  readonly title: string;
  /** Of an article: `Journal volume(number), pages`. Of a book: the publisher. */
  readonly venue: string;
  readonly year: number;
  readonly arxiv?: string;
  readonly doi?: string;
  readonly type: 'article' | 'inproceedings' | 'book' | 'misc';
}

export const sources = {
  // gradient flows
  sarao2020complex: {
    type: 'inproceedings',
    authors:
      'Sarao Mannelli, Stefano and Biroli, Giulio and Cammarota, Chiara and Krzakala, Florent and Urbani, Pierfrancesco and Zdeborová, Lenka',
    title:
      'Complex dynamics in simple neural networks: understanding gradient flow in phase retrieval',
    venue: 'Advances in Neural Information Processing Systems 33',
    year: 2020,
    arxiv: '2006.06997',
  },
  sarao2020optimization: {
    type: 'inproceedings',
    authors: 'Sarao Mannelli, Stefano and Vanden-Eijnden, Eric and Zdeborová, Lenka',
    title:
      'Optimization and generalization of shallow neural networks with quadratic activation functions',
    venue: 'Advances in Neural Information Processing Systems 33',
    year: 2020,
    arxiv: '2006.15459',
  },
  bonnaire2024: {
    type: 'misc',
    authors: 'Bonnaire, Tony and Biroli, Giulio and Cammarota, Chiara',
    title:
      'From zero to hero: how local curvature at artless initial conditions leads away from bad minima',
    venue: 'Preprint',
    year: 2024,
    arxiv: '2403.02418',
  },

  // Bayes-optimal generalised linear models
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
  zdeborova2016: {
    type: 'article',
    authors: 'Zdeborová, Lenka and Krzakala, Florent',
    title: 'Statistical physics of inference: thresholds and algorithms',
    venue: 'Advances in Physics 65(5), 453–552',
    year: 2016,
    arxiv: '1511.02476',
    doi: '10.1080/00018732.2016.1211393',
  },
  zdeborova2021: {
    type: 'misc',
    authors: 'Zdeborová, Lenka',
    title: 'Understanding machine learning via exactly solvable statistical physics models',
    venue: 'Slides of a talk, EPFL (undated; cites work up to June 2021)',
    year: 2021,
  },
  maillard2020: {
    type: 'inproceedings',
    authors: 'Maillard, Antoine and Loureiro, Bruno and Krzakala, Florent and Zdeborová, Lenka',
    title: 'Phase retrieval in high dimensions: statistical and computational phase transitions',
    venue: 'Advances in Neural Information Processing Systems 33',
    year: 2020,
    arxiv: '2006.05228',
  },
  mondelli2019: {
    type: 'article',
    authors: 'Mondelli, Marco and Montanari, Andrea',
    title: 'Fundamental limits of weak recovery with applications to phase retrieval',
    venue: 'Foundations of Computational Mathematics 19, 703–773',
    year: 2019,
    arxiv: '1708.05932',
    doi: '10.1007/s10208-018-9395-y',
  },
  aubin2018: {
    type: 'inproceedings',
    authors:
      'Aubin, Benjamin and Maillard, Antoine and Barbier, Jean and Krzakala, Florent and Macris, Nicolas and Zdeborová, Lenka',
    title:
      'The committee machine: computational to statistical gaps in learning a two-layers neural network',
    venue: 'Advances in Neural Information Processing Systems 31',
    year: 2018,
    arxiv: '1806.05451',
  },
  aubin2019: {
    type: 'article',
    authors: 'Aubin, Benjamin and Perkins, Will and Zdeborová, Lenka',
    title: 'Storage capacity in symmetric binary perceptrons',
    venue: 'Journal of Physics A: Mathematical and Theoretical 52(29), 294003',
    year: 2019,
    arxiv: '1901.00314',
  },
  aubin2020: {
    type: 'inproceedings',
    authors: 'Aubin, Benjamin and Krzakala, Florent and Lu, Yue M. and Zdeborová, Lenka',
    title:
      'Generalization error in high-dimensional perceptrons: approaching Bayes error with convex optimization',
    venue: 'Advances in Neural Information Processing Systems 33',
    year: 2020,
    arxiv: '2006.06560',
  },
  krzakala2012: {
    type: 'article',
    authors:
      'Krzakala, Florent and Mézard, Marc and Sausset, François and Sun, Yifan and Zdeborová, Lenka',
    title:
      'Probabilistic reconstruction in compressed sensing: algorithms, phase diagrams, and threshold achieving matrices',
    venue: 'Journal of Statistical Mechanics: Theory and Experiment 2012(08), P08009',
    year: 2012,
    arxiv: '1206.3953',
    doi: '10.1088/1742-5468/2012/08/P08009',
  },
  wu2012: {
    type: 'article',
    authors: 'Wu, Yihong and Verdú, Sergio',
    title: 'Optimal phase transitions in compressed sensing',
    venue: 'IEEE Transactions on Information Theory 58(10), 6241–6263',
    year: 2012,
    arxiv: '1111.6822',
  },

  // Empirical risk minimisation
  cover1965: {
    type: 'article',
    authors: 'Cover, Thomas M.',
    title:
      'Geometrical and statistical properties of systems of linear inequalities with applications in pattern recognition',
    venue: 'IEEE Transactions on Electronic Computers 14(3), 326–334',
    year: 1965,
    doi: '10.1109/PGEC.1965.264137',
  },
  rosset2003: {
    type: 'inproceedings',
    authors: 'Rosset, Saharon and Zhu, Ji and Hastie, Trevor',
    title: 'Margin maximizing loss functions',
    venue: 'Advances in Neural Information Processing Systems 16',
    year: 2003,
  },
  thrampoulidis2018: {
    type: 'article',
    authors: 'Thrampoulidis, Christos and Abbasi, Ehsan and Hassibi, Babak',
    title: 'Precise error analysis of regularized M-estimators in high dimensions',
    venue: 'IEEE Transactions on Information Theory 64(8), 5592–5628',
    year: 2018,
    arxiv: '1601.06233',
    doi: '10.1109/TIT.2018.2840720',
  },
  candes2020: {
    type: 'article',
    authors: 'Candès, Emmanuel J. and Sur, Pragya',
    title:
      'The phase transition for the existence of the maximum likelihood estimate in high-dimensional logistic regression',
    venue: 'Annals of Statistics 48(1), 27–42',
    year: 2020,
    arxiv: '1804.09753',
    doi: '10.1214/18-AOS1789',
  },

  // Hidden manifold, Gaussian covariates, mixtures
  marchenko1967: {
    type: 'article',
    authors: 'Marčenko, V. A. and Pastur, L. A.',
    title: 'Distribution of eigenvalues for some sets of random matrices',
    venue: 'Mathematics of the USSR-Sbornik 1(4), 457–483',
    year: 1967,
    doi: '10.1070/SM1967v001n04ABEH001994',
  },
  goldt2020: {
    type: 'article',
    authors: 'Goldt, Sebastian and Mézard, Marc and Krzakala, Florent and Zdeborová, Lenka',
    title:
      'Modeling the influence of data structure on learning in neural networks: the hidden manifold model',
    venue: 'Physical Review X 10(4), 041044',
    year: 2020,
    arxiv: '1909.11500',
    doi: '10.1103/PhysRevX.10.041044',
  },
  gerace2020: {
    type: 'inproceedings',
    authors:
      'Gerace, Federica and Loureiro, Bruno and Krzakala, Florent and Mézard, Marc and Zdeborová, Lenka',
    title: 'Generalisation error in learning with random features and the hidden manifold model',
    venue: 'International Conference on Machine Learning (PMLR 119), 3452–3462',
    year: 2020,
    arxiv: '2002.09339',
  },
  mignacco2020: {
    type: 'inproceedings',
    authors: 'Mignacco, Francesca and Krzakala, Florent and Lu, Yue M. and Zdeborová, Lenka',
    title:
      'The role of regularization in classification of high-dimensional noisy Gaussian mixture',
    venue: 'International Conference on Machine Learning (PMLR 119), 6874–6883',
    year: 2020,
    arxiv: '2002.11544',
  },
  goldt2021: {
    type: 'inproceedings',
    authors:
      'Goldt, Sebastian and Loureiro, Bruno and Reeves, Galen and Krzakala, Florent and Mézard, Marc and Zdeborová, Lenka',
    title:
      'The Gaussian equivalence of generative models for learning with shallow neural networks',
    venue: 'Mathematical and Scientific Machine Learning (PMLR 145), 426–471',
    year: 2021,
    arxiv: '2006.14709',
  },
  loureiro2021: {
    type: 'inproceedings',
    authors:
      'Loureiro, Bruno and Gerbelot, Cédric and Cui, Hugo and Goldt, Sebastian and Krzakala, Florent and Mézard, Marc and Zdeborová, Lenka',
    title:
      'Learning curves of generic features maps for realistic datasets with a teacher-student model',
    venue: 'Advances in Neural Information Processing Systems 34',
    year: 2021,
    arxiv: '2102.08127',
  },
  loureiro2021mixture: {
    type: 'inproceedings',
    authors:
      'Loureiro, Bruno and Sicuro, Gabriele and Gerbelot, Cédric and Pacco, Alessandro and Krzakala, Florent and Zdeborová, Lenka',
    title:
      'Learning Gaussian mixtures with generalized linear models: precise asymptotics in high-dimensions',
    venue: 'Advances in Neural Information Processing Systems 34',
    year: 2021,
    arxiv: '2106.03791',
  },
  mei2022: {
    type: 'article',
    authors: 'Mei, Song and Montanari, Andrea',
    title:
      'The generalization error of random features regression: precise asymptotics and the double descent curve',
    venue: 'Communications on Pure and Applied Mathematics 75(4), 667–766',
    year: 2022,
    arxiv: '1908.05355',
    doi: '10.1002/cpa.22008',
  },

  // Perceptrons, 1988–1992
  gardner1988: {
    type: 'article',
    authors: 'Gardner, Elizabeth and Derrida, Bernard',
    title: 'Optimal storage properties of neural network models',
    venue: 'Journal of Physics A: Mathematical and General 21(1), 271–284',
    year: 1988,
    doi: '10.1088/0305-4470/21/1/031',
  },
  gardner1989: {
    type: 'article',
    authors: 'Gardner, Elizabeth and Derrida, Bernard',
    title: 'Three unfinished works on the optimal storage capacity of networks',
    venue: 'Journal of Physics A: Mathematical and General 22(12), 1983–1994',
    year: 1989,
    doi: '10.1088/0305-4470/22/12/004',
  },
  krauth1989: {
    type: 'article',
    authors: 'Krauth, Werner and Mézard, Marc',
    title: 'Storage capacity of memory networks with binary couplings',
    venue: 'Journal de Physique 50(20), 3057–3066',
    year: 1989,
    doi: '10.1051/jphys:0198900500200305700',
  },
  gyorgyi1990: {
    type: 'article',
    authors: 'Györgyi, Géza',
    title:
      'First-order transition to perfect generalization in a neural network with binary synapses',
    venue: 'Physical Review A 41(12), 7097–7100',
    year: 1990,
    doi: '10.1103/PhysRevA.41.7097',
  },
  sompolinsky1990: {
    type: 'article',
    authors: 'Sompolinsky, Haim and Tishby, Naftali and Seung, H. Sebastian',
    title: 'Learning from examples in large neural networks',
    venue: 'Physical Review Letters 65(13), 1683–1686',
    year: 1990,
    doi: '10.1103/PhysRevLett.65.1683',
  },
  gyorgyi1990rule: {
    type: 'inproceedings',
    authors: 'Györgyi, Géza and Tishby, Naftali',
    title: 'Statistical theory of learning a rule',
    venue: 'Neural Networks and Spin Glasses (World Scientific), 3–36',
    year: 1990,
  },
  opper1991: {
    type: 'article',
    authors: 'Opper, Manfred and Haussler, David',
    title:
      'Generalization performance of Bayes optimal classification algorithm for learning a perceptron',
    venue: 'Physical Review Letters 66(20), 2677–2680',
    year: 1991,
    doi: '10.1103/PhysRevLett.66.2677',
  },
  baum1991: {
    type: 'article',
    authors: 'Baum, Eric B. and Lyuu, Yuh-Dauh',
    title: 'The transition to perfect generalization in perceptrons',
    venue: 'Neural Computation 3(3), 386–401',
    year: 1991,
    doi: '10.1162/neco.1991.3.3.386',
  },
  seung1992: {
    type: 'article',
    authors: 'Seung, H. Sebastian and Sompolinsky, Haim and Tishby, Naftali',
    title: 'Statistical mechanics of learning from examples',
    venue: 'Physical Review A 45(8), 6056–6091',
    year: 1992,
    doi: '10.1103/PhysRevA.45.6056',
  },

  // Approximate message passing
  donoho2009: {
    type: 'article',
    authors: 'Donoho, David L. and Maleki, Arian and Montanari, Andrea',
    title: 'Message-passing algorithms for compressed sensing',
    venue: 'Proceedings of the National Academy of Sciences 106(45), 18914–18919',
    year: 2009,
    arxiv: '0907.3574',
    doi: '10.1073/pnas.0909892106',
  },
  bayati2011: {
    type: 'article',
    authors: 'Bayati, Mohsen and Montanari, Andrea',
    title:
      'The dynamics of message passing on dense graphs, with applications to compressed sensing',
    venue: 'IEEE Transactions on Information Theory 57(2), 764–785',
    year: 2011,
    arxiv: '1001.3448',
    doi: '10.1109/TIT.2010.2094817',
  },
  rangan2011: {
    type: 'inproceedings',
    authors: 'Rangan, Sundeep',
    title: 'Generalized approximate message passing for estimation with random linear mixing',
    venue: 'IEEE International Symposium on Information Theory, 2168–2172',
    year: 2011,
    arxiv: '1010.5141',
    doi: '10.1109/ISIT.2011.6033942',
  },
  javanmard2013: {
    type: 'article',
    authors: 'Javanmard, Adel and Montanari, Andrea',
    title:
      'State evolution for general approximate message passing algorithms, with applications to spatial coupling',
    venue: 'Information and Inference 2(2), 115–144',
    year: 2013,
    arxiv: '1211.5164',
    doi: '10.1093/imaiai/iat004',
  },
  schniter2015: {
    type: 'article',
    authors: 'Schniter, Philip and Rangan, Sundeep',
    title: 'Compressive phase retrieval via generalized approximate message passing',
    venue: 'IEEE Transactions on Signal Processing 63(4), 1043–1055',
    year: 2015,
    arxiv: '1405.5618',
    doi: '10.1109/TSP.2014.2386294',
  },

  // Identities
  nishimori1980: {
    type: 'article',
    authors: 'Nishimori, Hidetoshi',
    title: 'Exact results and critical properties of the Ising model with competing interactions',
    venue: 'Journal of Physics C: Solid State Physics 13(21), 4071–4076',
    year: 1980,
  },
  iba1999: {
    type: 'article',
    authors: 'Iba, Yukito',
    title: 'The Nishimori line and Bayesian statistics',
    venue: 'Journal of Physics A: Mathematical and General 32(21), 3875–3888',
    year: 1999,
    arxiv: 'cond-mat/9809190',
    doi: '10.1088/0305-4470/32/21/302',
  },
  nishimori2001: {
    type: 'book',
    authors: 'Nishimori, Hidetoshi',
    title: 'Statistical Physics of Spin Glasses and Information Processing: An Introduction',
    venue: 'Oxford University Press',
    year: 2001,
  },
  guo2005: {
    type: 'article',
    authors: 'Guo, Dongning and Shamai, Shlomo and Verdú, Sergio',
    title: 'Mutual information and minimum mean-square error in Gaussian channels',
    venue: 'IEEE Transactions on Information Theory 51(4), 1261–1282',
    year: 2005,
    arxiv: 'cs/0412108',
    doi: '10.1109/TIT.2005.844072',
  },
  guo2011: {
    type: 'article',
    authors: 'Guo, Dongning and Wu, Yihong and Shamai, Shlomo and Verdú, Sergio',
    title: 'Estimation in Gaussian noise: properties of the minimum mean-square error',
    venue: 'IEEE Transactions on Information Theory 57(4), 2371–2385',
    year: 2011,
    arxiv: '1004.3332',
    doi: '10.1109/TIT.2011.2111010',
  },
  cover2006: {
    type: 'book',
    authors: 'Cover, Thomas M. and Thomas, Joy A.',
    title: 'Elements of Information Theory, second edition',
    venue: 'Wiley-Interscience',
    year: 2006,
  },

  // Numerics
  takahasi1974: {
    type: 'article',
    authors: 'Takahasi, Hidetosi and Mori, Masatake',
    title: 'Double exponential formulas for numerical integration',
    venue: 'Publications of the Research Institute for Mathematical Sciences 9(3), 721–741',
    year: 1974,
    doi: '10.2977/prims/1195192451',
  },
  genz1992: {
    type: 'article',
    authors: 'Genz, Alan',
    title: 'Numerical computation of multivariate normal probabilities',
    venue: 'Journal of Computational and Graphical Statistics 1(2), 141–149',
    year: 1992,
    doi: '10.1080/10618600.1992.10477010',
  },
  higham2002: {
    type: 'book',
    authors: 'Higham, Nicholas J.',
    title: 'Accuracy and Stability of Numerical Algorithms, second edition',
    venue: 'Society for Industrial and Applied Mathematics',
    year: 2002,
    doi: '10.1137/1.9780898718027',
  },
  salmon2011: {
    type: 'inproceedings',
    authors: 'Salmon, John K. and Moraes, Mark A. and Dror, Ron O. and Shaw, David E.',
    title: 'Parallel random numbers: as easy as 1, 2, 3',
    venue:
      'International Conference for High Performance Computing, Networking, Storage and Analysis (SC11)',
    year: 2011,
    doi: '10.1145/2063384.2063405',
  },
} as const satisfies Record<string, Source>;

export type SourceKey = keyof typeof sources;

/** `Last, First and …` as `F. Last, …, and …`. */
function names(authors: string): string {
  const people = authors.split(' and ').map((person) => {
    const [last, first] = person.split(', ');
    const initials = first.split(/[ ]+/).map((part) =>
      part
        .split('-')
        .map((half) => `${half[0]}.`)
        .join('-'),
    );
    return `${initials.join(' ')} ${last}`;
  });
  const [final, ...others] = people.reverse();
  return others.length === 0 ? final : `${others.reverse().join(', ')} and ${final}`;
}

/** The source as one line of text. */
export function cite(key: SourceKey): string {
  const source: Source = sources[key];
  const links = [
    source.arxiv === undefined ? [] : [`arXiv:${source.arxiv}`],
    source.doi === undefined ? [] : [`doi:${source.doi}`],
  ].flat();
  return [
    `${names(source.authors)}, “${source.title}”, ${source.venue} (${source.year})`,
    ...links,
  ].join(', ');
}

/** `Journal volume(number), pages` taken apart. */
function journal(venue: string): Record<string, string> {
  const parts = /^(?<name>.+?) (?<volume>\d+)(?:\((?<number>\d+)\))?, (?<pages>\S+)$/.exec(venue);
  if (parts === null) return { journal: venue };
  const { name, volume, number, pages } = parts.groups!;
  return {
    journal: name,
    volume,
    ...(number === undefined ? {} : { number }),
    pages: pages.replace('–', '--'),
  };
}

const venueFields: {
  readonly [type in Source['type']]: (venue: string) => Record<string, string>;
} = {
  article: journal,
  inproceedings: (venue) => ({ booktitle: venue }),
  book: (venue) => ({ publisher: venue }),
  misc: (venue) => ({ howpublished: venue }),
};

/** The source as a BibTeX entry (UTF-8; the title is protected from re-capitalisation). */
export function bibtex(key: SourceKey): string {
  const source: Source = sources[key];
  const fields: Record<string, string> = {
    author: source.authors,
    title: `{${source.title}}`,
    ...venueFields[source.type](source.venue),
    year: String(source.year),
    ...(source.arxiv === undefined ? {} : { eprint: source.arxiv, archiveprefix: 'arXiv' }),
    ...(source.doi === undefined ? {} : { doi: source.doi }),
  };
  const lines = Object.entries(fields).map(([name, value]) => `  ${name} = {${value}}`);
  return `@${source.type}{${key},\n${lines.join(',\n')}\n}`;
}
