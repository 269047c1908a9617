/** Collections of primitive and complex values as resources: what is asked of their items. */
import type { Expression, QueryOption } from '../../../../grammar/index.ts';
import type { BoundExpression, ItemOptions } from '../../bound/bound.ts';
import { chain } from '../../bound/chain.ts';
import type { Property } from '../../model/edm.ts';
import { withComputed } from '../options/bind-compute.ts';
import { bindCondition } from '../expressions/bind-expression.ts';
import { bindItemOptions, itemsOwner } from '../options/bind-item-options.ts';
import type { PropertyResource } from './resource.ts';
import { type OptionsOwner, type RequestScope, scopeOf } from '../expressions/scope.ts';

/** The collection-valued property that a resource is; nothing where it is another value. */
export function collectionOf({ members, raw, counted }: PropertyResource): Property | undefined {
  const last = members.at(-1);
  return last?.kind === 'Property' && last.collection && !raw && !counted ? last : undefined;
}

/** What `/$filter(...)` behind a collection of values asks of its items. */
export const bindValueFilter = (node: Expression, item: Property, request: RequestScope): BoundExpression =>
  bindCondition(node, scopeOf(request, itemsOwner(item), '$filter'));

/** Whose options those of a declared value are, or of the items of a collection; they have the names of `$compute`. */
export function valueOwner(
  { members }: PropertyResource,
  options: readonly QueryOption[],
  request: RequestScope,
): OptionsOwner | undefined {
  const last = members.at(-1);
  return last?.kind === 'Property' ? withComputed(options, itemsOwner(last), request) : undefined;
}

/** The options of a collection of values, and the conditions of its path. */
export function bindValueOptions(
  { members, filters }: PropertyResource,
  options: readonly QueryOption[],
  owner: OptionsOwner | undefined,
  request: RequestScope,
): ItemOptions | undefined {
  const item = members.at(-1);
  if (owner === undefined || item?.kind !== 'Property' || !item.collection) return undefined;
  const items = bindItemOptions(options, owner, request);
  const conditions = [...filters, ...(items.filter ? [items.filter] : [])];
  return { ...items, filter: conditions.length === 0 ? undefined : chain('and', conditions) };
}
