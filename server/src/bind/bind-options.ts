import type { QueryOption } from '../../../grammar/index.ts';
import { bindCondition, bindExpression } from './bind-expression.ts';
import { shownComputed, withComputed } from './bind-compute.ts';
import { bindExpand } from './bind-expand.ts';
import { bindSelect } from './bind-select.ts';
import { mismatch, type OptionsOwner, type RequestScope, scopeOf } from './scope.ts';
import type { BoundExpression, BoundOrderbyItem, CollectionOptions, Projection } from '../bound/bound.ts';
import { ODataError } from '../errors/odata-error.ts';
import { literalText } from './bind-literal.ts';
import { capital, describe, isNavigation } from '../bound/describe.ts';
import { findOption } from './query-options.ts';

/** `$compute`, `$filter`, `$orderby`, `$select`, `$expand`, `$top`, `$skip` and `$count` of a collection. */
export function bindCollectionOptions(
  options: readonly QueryOption[],
  of: OptionsOwner,
  request: RequestScope,
): CollectionOptions {
  const owner = withComputed(options, of, request);
  const filter = bindFilter(options, owner, request);
  const top = findOption(options, 'TopOption');
  const skip = findOption(options, 'SkipOption');
  return {
    filter,
    orderby: bindOrderby(options, owner, request),
    projection: projectionOf(options, owner, request),
    skip: skip?.value ?? 0,
    top: top?.value,
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

function bindFilter(
  options: readonly QueryOption[],
  owner: OptionsOwner,
  request: RequestScope,
): BoundExpression | undefined {
  const option = findOption(options, 'FilterOption');
  return option === undefined ? undefined : bindCondition(option.expression, scopeOf(request, owner, '$filter'));
}

function bindOrderby(
  options: readonly QueryOption[],
  owner: OptionsOwner,
  request: RequestScope,
): readonly BoundOrderbyItem[] {
  const scope = scopeOf(request, owner, '$orderby');
  const items = findOption(options, 'OrderbyOption')?.items ?? [];
  return items.map(({ expression, descending }) => {
    const bound = bindExpression(expression, scope);
    if (expression.kind === 'Literal') throw orderedByConstant(bound, owner);
    if (isSortable(bound)) return { expression: bound, descending };
    throw mismatch(
      `${capital(describe(bound))} has no order. Sort by a single value, such as a number or a text.`,
      scope,
    );
  });
}

const isSortable = (expression: BoundExpression): boolean =>
  !expression.type.collection && !isNavigation(expression) && expression.type.type?.kind !== 'ComplexType';

/** `$orderby='Date'` and `$orderby=1`, as SQL says it: a value is the same for every entity. */
function orderedByConstant(constant: BoundExpression, { entitySet: { entityType } }: OptionsOwner): ODataError {
  const text = literalText(constant);
  const named = entityType.properties.find(({ name }) => name === text);
  const example = named ?? entityType.properties.find(({ name }) => !entityType.key.includes(name));
  const reason = `${describe(constant)} is the same for every entity, so it orders nothing. Write a property without quotes, such as ${example?.name ?? 'Name'}.`;
  return ODataError.of('InvalidQueryOption', { name: '$orderby', reason }, { target: '$orderby' });
}
