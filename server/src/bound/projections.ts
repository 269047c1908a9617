import type { Projection, ValueProjection } from './bound.ts';

/** Whether only some items of a collection of values are asked for, at any depth. */
export const asksItems = ({ items, within }: ValueProjection): boolean =>
  (items?.size ?? 0) > 0 || [...(within?.values() ?? [])].some(asksItems);

/** Whether entities are shown otherwise than they are read: with more, or without some items. */
export const isMade = (projection: Projection): boolean =>
  projection.expand.length > 0 || (projection.computed ?? []).length > 0 || asksItems(projection);
