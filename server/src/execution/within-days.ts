import type { BoundExpression } from '../bound/bound.ts';
import { isBounded } from '../bound/conditions.ts';
import type { Days } from '../model/days.ts';
import type { EntitySet } from '../model/edm.ts';
import { propertyOf } from '../model/model-index.ts';

/** That entities are of the days, wholly or in part; nothing where they are of no time. */
export function withinDays({ entityType, datedBy }: EntitySet, days: Days | undefined): readonly BoundExpression[] {
  if (datedBy === undefined || days === undefined) return [];
  const [first, last = first] = datedBy;
  const { from, to } = days;
  return [
    ...(from === undefined ? [] : [isBounded(propertyOf(entityType, last), 'ge', from)]),
    ...(to === undefined ? [] : [isBounded(propertyOf(entityType, first), 'le', to)]),
  ];
}
