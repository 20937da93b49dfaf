/** Controls but newline, bidirectional and other invisible formatting, halves of pairs. */
const unwanted = [
  ['0000', '0009'],
  ['000b', '001f'],
  ['007f', '009f'],
  ['061c', '061c'],
  ['200e', '200f'],
  ['2028', '202e'],
  ['2060', '206f'],
  ['feff', 'feff'],
  ['fff9', 'fffb'],
  ['fffe', 'ffff'],
  ['e0000', 'e007f'],
];
const ranges = unwanted.map(([from, to]) => `\\u{${from}}-\\u{${to}}`).join('');
export const steering = new RegExp(`[${ranges}\\p{Cs}]`, 'u');
