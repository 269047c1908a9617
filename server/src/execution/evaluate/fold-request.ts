import type { BoundExpand, BoundExpression, BoundRequest, CollectionOptions, Projection } from '../../bound/bound.ts';
import { foldConstants, UNKNOWN_NOW } from './fold-constants.ts';
import { createPatternCompiler } from './pattern.ts';
import { beginWork } from './row-work.ts';

/**
 * A request with the constants of its expressions worked out, once for all of its rows and pages, so that a source can be
 * asked for `Date ge 2026-01-31 sub duration'P7D'`. All of them together may take as much work as one row.
 */
export function foldRequest(request: BoundRequest): BoundRequest {
  beginWork();
  const environment = { now: UNKNOWN_NOW, related: () => () => null, compilePattern: createPatternCompiler() };
  const fold = (expression: BoundExpression): BoundExpression => foldConstants(expression, environment);
  const foldOptions = (options: CollectionOptions): CollectionOptions => ({
    ...options,
    filter: options.filter && fold(options.filter),
    orderby: options.orderby.map((item) => ({ ...item, expression: fold(item.expression) })),
    projection: foldProjection(options.projection),
  });
  const foldProjection = (projection: Projection): Projection => ({
    ...projection,
    computed: projection.computed?.map((item) => ({ ...item, expression: fold(item.expression) })),
    expand: projection.expand.map((item: BoundExpand) => ({ ...item, options: foldOptions(item.options) })),
  });
  switch (request.kind) {
    case 'CollectionRequest':
      return { ...request, options: foldOptions(request.options) };
    case 'EntityRequest':
      return { ...request, projection: foldProjection(request.projection) };
    case 'CountRequest':
      return request.filter === undefined ? request : { ...request, filter: fold(request.filter) };
    default:
      return request;
  }
}
