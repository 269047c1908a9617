import type { QueryOption } from '../../../grammar/index.ts';
import { bindApplyOption } from './apply/apply-option.ts';
import { shownComputed, withComputed } from './bind-compute.ts';
import { bindCondition } from './bind-expression.ts';
import { bindExpand } from './bind-expand.ts';
import { bindOrderbyItems } from './bind-orderby.ts';
import { bindSearchOption } from './bind-search.ts';
import { bindSelect } from './bind-select.ts';
import { type OptionsOwner, type RequestScope, scopeOf } from './scope.ts';
import type { BoundExpression, BoundOrderbyItem, CollectionOptions, ItemOptions, Projection } from '../bound/bound.ts';
import { chain } from '../bound/chain.ts';
import { findOption } from './query-options.ts';

/** `$apply`, `$compute`, `$filter`, `$search`, `$orderby`, `$select`, `$expand`, `$top`, `$skip` and `$count` of a collection. */
export function bindCollectionOptions(
  options: readonly QueryOption[],
  of: OptionsOwner,
  request: RequestScope,
): CollectionOptions {
  const applied = bindApplyOption(options, of, request);
  const owner = withComputed(options, applied?.owner ?? of, request);
  const projection = projectionOf(options, owner, request);
  return {
    ...bindItemOptions(options, owner, request),
    apply: applied?.apply,
    projection: applied?.shown(projection) ?? projection,
  };
}

/** `$filter`, `$search`, `$orderby`, `$top`, `$skip` and `$count`: which items of a collection, and in which order. */
export function bindItemOptions(
  options: readonly QueryOption[],
  owner: OptionsOwner,
  request: RequestScope,
): ItemOptions {
  return {
    filter: bindConditions(options, owner, request),
    orderby: bindOrderby(options, owner, request),
    skip: findOption(options, 'SkipOption')?.value ?? 0,
    top: findOption(options, 'TopOption')?.value,
    count: findOption(options, 'CountOption')?.value ?? false,
  };
}

/**
 * What `$select`, `$expand` and `$compute` show of an entity; where there is no `$select`, everything structural and
 * everything computed.
 */
export const bindProjection = (
  options: readonly QueryOption[],
  owner: OptionsOwner,
  request: RequestScope,
): Projection => projectionOf(options, withComputed(options, owner, request), request);

function projectionOf(options: readonly QueryOption[], owner: OptionsOwner, request: RequestScope): Projection {
  const type = owner.entitySet.entityType;
  const items = findOption(options, 'SelectOption')?.items;
  const expand = bindExpand(options, owner, request, bindCollectionOptions);
  if (items === undefined) return { properties: type.properties, computed: shownComputed(owner, undefined), expand };
  const shown = bindSelect(items, owner, request);
  return { ...shown, computed: shownComputed(owner, shown.selected), expand };
}

/** What `$filter` and `$search` both ask for. */
function bindConditions(
  options: readonly QueryOption[],
  owner: OptionsOwner,
  request: RequestScope,
): BoundExpression | undefined {
  const option = findOption(options, 'FilterOption');
  const filter = option && bindCondition(option.expression, scopeOf(request, owner, '$filter'));
  const search = bindSearchOption(options, owner, request);
  return filter && search ? chain('and', [filter, search]) : (filter ?? search);
}

function bindOrderby(
  options: readonly QueryOption[],
  owner: OptionsOwner,
  request: RequestScope,
): readonly BoundOrderbyItem[] {
  const scope = scopeOf(request, owner, '$orderby');
  return bindOrderbyItems(findOption(options, 'OrderbyOption')?.items ?? [], scope);
}
