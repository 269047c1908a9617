import type { BoundExpression, BoundVariable, CollectionOptions, Projection, ValueProjection } from './bound.ts';
import { mentions } from './variables.ts';

/** Whether only some items of a collection of values are asked for, at any depth. */
export const asksItems = ({ items, within }: ValueProjection): boolean =>
  (items?.size ?? 0) > 0 || [...(within?.values() ?? [])].some(asksItems);

/** Whether entities are shown otherwise than they are read: with more, or without some items. */
export const isMade = (projection: Projection): boolean =>
  projection.expand.length > 0 || (projection.computed ?? []).length > 0 || asksItems(projection);

/** The expressions of filter, order and what is computed, also those of options nested in `$expand`. */
export const expressionsWithin = ({ filter, orderby, projection }: CollectionOptions): readonly BoundExpression[] => [
  ...(filter ? [filter] : []),
  ...orderby.map(({ expression }) => expression),
  ...(projection.computed ?? []).map(({ expression }) => expression),
  ...projection.expand.flatMap(({ options }) => expressionsWithin(options)),
];

/** Whether what is computed or expanded looks at what a variable around stands for. */
export const isShownBeside = ({ computed = [], expand }: Projection, variable: BoundVariable): boolean =>
  computed.some(({ expression }) => mentions(expression, variable)) || expand.some(({ around }) => around === variable);
