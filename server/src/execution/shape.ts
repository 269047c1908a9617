import { createHash } from 'node:crypto';
import type { BoundExpand, CollectionRequest, Projection } from '../bound/bound.ts';
import { ODataError } from '../errors/odata-error.ts';
import type { EntitySet } from '../model/edm.ts';

/** Tells the properties of an answer's entities, and of those expanded into them; undefined where they never change. */
export function shapeOf({ access, options }: CollectionRequest): string | undefined {
  const shapes = shapesOf(access.entitySet, options.projection);
  if (shapes.length <= 1) return shapes[0];
  return createHash('sha256').update(shapes.join()).digest('base64url').slice(0, 22);
}

const shapesOf = ({ shape }: EntitySet, { expand }: Projection): readonly string[] => [
  ...(shape === undefined ? [] : [shape]),
  ...expand.flatMap(({ entitySet, options }: BoundExpand) => shapesOf(entitySet, options.projection)),
];

/** @throws StaleSkiptoken where the entities had other properties on the pages before. */
export function checkShape(began: string | undefined, now: string | undefined): void {
  if (began === now) return;
  throw ODataError.of('StaleSkiptoken', {
    reason: 'custom fields, and so the columns, have changed since the first page.',
  });
}
