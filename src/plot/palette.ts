/**
 * Colours that stay apart for every kind of colour vision, and in grey (Okabe & Ito, "Color universal
 * design", 2008), without its yellow, which white swallows; in an order in which neighbours differ most.
 */
export const palette = [
  '#0072b2', // blue
  '#d55e00', // vermilion
  '#009e73', // bluish green
  '#cc79a7', // reddish purple
  '#56b4e9', // sky blue
  '#e69f00', // orange
  '#000000',
  '#8c8c8c',
] as const;

export const symbols = ['circle', 'square', 'triangle', 'diamond', 'star', 'cross', 'wye'] as const;

/** Text and frame; grid and error bars are the same, fainter. */
export const ink = '#222222';
export const faint = '#767676';
export const paper = '#ffffff';

export const fonts = "system-ui, -apple-system, 'Segoe UI', 'DejaVu Sans', Arial, sans-serif";
