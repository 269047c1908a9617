/** Which items of a collection are asked for, be they entities or values. */
import type { QueryOption } from '../../../../grammar/index.ts';
import type { BoundExpression, BoundOrderbyItem, ItemOptions } from '../../bound/bound.ts';
import { chain } from '../../bound/chain.ts';
import type { EntitySet, Property } from '../../model/edm.ts';
import { bindCondition } from '../expressions/bind-expression.ts';
import { bindOrderbyItems } from './bind-orderby.ts';
import { bindSearchOption } from './bind-search.ts';
import { findOption } from './query-options.ts';
import { type OptionsOwner, type RequestScope, scopeOf } from '../expressions/scope.ts';

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

/** Whose options are those of the items; they have no key. */
export function itemsOwner(item: Property, nested = false): OptionsOwner {
  const { type } = item;
  const [open, properties] = type.kind === 'ComplexType' ? [type.open, type.properties] : [false, []];
  const entityType = {
    kind: 'EntityType',
    name: type.name,
    open,
    key: [],
    properties,
    navigationProperties: [],
  } as const;
  const entitySet: EntitySet = { kind: 'EntitySet', name: item.name, entityType };
  return { entitySet, nested, item };
}
