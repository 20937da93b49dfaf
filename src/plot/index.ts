export { drawFigure } from './draw.ts';
export type { Axis, Figure, Point, Series } from './figure.ts';
