/** What ClickTime's lists can be filtered by, and how they are ordered. */
import type { SourceOrderItem } from '../../../source/source.ts';
import type { UpstreamPredicate } from './definition.ts';

/** Filters by identifiers and flags match exactly. */
export const exactly = (parameter: string): UpstreamPredicate => ({ in: { parameter, precision: 'exact' } });

/** Whether records are in use; ClickTime may list those alone that are, unless both are asked for. */
export const activity = (parameter: string): UpstreamPredicate => ({
  in: { parameter, precision: 'exact', otherwise: [true, false] },
});

/** Filters by free text may ignore case or match parts, so they only narrow the list. */
export const roughly = (parameter: string): UpstreamPredicate => ({ in: { parameter, precision: 'superset' } });

/** Filters by fixed words may ignore case, and may refuse other words. */
export const oneOf = (parameter: string, values: readonly string[]): UpstreamPredicate => ({
  in: { parameter, precision: 'superset', values },
});

/** Ordered by these properties, the smallest first. */
export const ascending = (...properties: readonly string[]): readonly SourceOrderItem[] =>
  properties.map((property) => ({ property, descending: false }));

/** Ordered by these properties, the greatest first. */
export const descending = (...properties: readonly string[]): readonly SourceOrderItem[] =>
  properties.map((property) => ({ property, descending: true }));
