import { withExpressions } from '../../bound/apply-expressions.ts';
import type { BoundApply } from '../../bound/bound-apply.ts';
import type {
  BoundExpand,
  BoundExpression,
  BoundRequest,
  CollectionOptions,
  EntityAccess,
  ItemOptions,
  Projection,
  ValueProjection,
} from '../../bound/bound.ts';
import { foldConstants, UNKNOWN_NOW } from './fold-constants.ts';
import { createPatternCompiler } from './pattern.ts';
import { beginWork } from './row-work.ts';

/**
 * A request with the constants of its expressions worked out, once for all of its rows and pages, so that a source can be
 * asked for `Date ge 2026-01-31 sub duration'P7D'`. All of them together may take as much work as one row. What depends on
 * `now()` is left, and the request marked `rolling`, unless that is told.
 */
export function foldRequest<Request extends BoundRequest>(request: Request, now?: string): Request;
export function foldRequest(request: BoundRequest, now = UNKNOWN_NOW): BoundRequest {
  beginWork();
  let isRolling = false;
  const environment = {
    get now() {
      isRolling = true;
      return now;
    },
    related: () => () => null,
    compilePattern: createPatternCompiler(),
  };
  const folded = foldExpressions(request, (expression) => foldConstants(expression, environment));
  return isRolling && 'access' in folded ? { ...folded, rolling: true } : folded;
}

function foldExpressions(request: BoundRequest, fold: (expression: BoundExpression) => BoundExpression): BoundRequest {
  const foldApply = (apply: BoundApply): BoundApply => ({
    ...apply,
    transformations: withExpressions(apply.transformations, fold),
  });
  const foldItems = <Options extends ItemOptions>(options: Options): Options => ({
    ...options,
    filter: options.filter && fold(options.filter),
    orderby: options.orderby.map((item) => ({ ...item, expression: fold(item.expression) })),
  });
  const foldOptions = (options: CollectionOptions): CollectionOptions => ({
    ...foldItems(options),
    apply: options.apply && foldApply(options.apply),
    projection: foldProjection(options.projection),
  });
  const foldValue = <Value extends ValueProjection>(value: Value): Value => ({
    ...value,
    computed: value.computed?.map((item) => ({ ...item, expression: fold(item.expression) })),
    items: value.items && new Map([...value.items].map(([name, items]) => [name, foldItems(items)])),
    within: value.within && new Map([...value.within].map(([name, inner]) => [name, foldValue(inner)])),
  });
  const foldProjection = (projection: Projection): Projection => ({
    ...foldValue(projection),
    expand: projection.expand.map((item: BoundExpand) => ({ ...item, options: foldOptions(item.options) })),
  });
  const foldAccess = (access: EntityAccess): EntityAccess => {
    if (!('of' in access)) return access;
    const of = foldAccess(access.of);
    return access.kind === 'FilterAccess' ? { ...access, of, filter: fold(access.filter) } : { ...access, of };
  };
  switch (request.kind) {
    case 'CollectionRequest':
      return { ...request, access: foldAccess(request.access), options: foldOptions(request.options) };
    case 'EntityRequest':
      return { ...request, access: foldAccess(request.access), projection: foldProjection(request.projection) };
    case 'PropertyRequest':
      return {
        ...request,
        access: foldAccess(request.access),
        items: request.items && foldItems(request.items),
        shown: request.shown && foldValue(request.shown),
      };
    case 'CountRequest':
      return {
        ...request,
        access: foldAccess(request.access),
        apply: request.apply && foldApply(request.apply),
        filter: request.filter && fold(request.filter),
      };
    default:
      return request;
  }
}
