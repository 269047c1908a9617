import type { QueryOption } from '../../../../grammar/index.ts';
import { bindApplyOption } from '../apply/apply-option.ts';
import { shownComputed, withComputed } from './bind-compute.ts';
import { bindExpand } from './bind-expand.ts';
import { bindItemOptions } from './bind-item-options.ts';
import { bindSelect } from './bind-select.ts';
import type { OptionsOwner, RequestScope } from '../expressions/scope.ts';
import type { CollectionOptions, Projection } from '../../bound/bound.ts';
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
