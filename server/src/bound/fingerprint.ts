import { createHash } from 'node:crypto';
import type { BoundExpand, CollectionOptions, ValueProjection, CollectionRequest, EntityAccess } from './bound.ts';
import { printApply } from './print-apply.ts';
import { printExpression, printOrderby, printValue } from './print-bound.ts';

/** 128 bits, which no two queries share by chance. */
const BYTES = 16;

/**
 * What a collection request means, as short text for its skiptokens: the same for the same query however it is
 * written, another for any other and below any other service root; `root` names it where it is not the service's own. `$skiptoken` and `$format` do not count, nor do custom query options.
 */
export function fingerprint({ access, options }: CollectionRequest, root?: string): string {
  const text = JSON.stringify([
    describeAccess(access),
    describeOptions(options),
    ...(root === undefined ? [] : [root]),
  ]);
  return createHash('sha256').update(text).digest().subarray(0, BYTES).toString('base64url');
}

function describeAccess(access: EntityAccess): readonly unknown[] {
  switch (access.kind) {
    case 'EntitySetAccess':
      return [access.entitySet.name];
    case 'KeyAccess':
      return [
        ...describeAccess(access.of),
        access.key.map(({ property, value }) => [property.name, printValue(value, property.type)]),
      ];
    case 'NavigationAccess':
      return [...describeAccess(access.of), access.navigation.name];
    case 'CrossjoinAccess':
      return [access.entitySet.name];
    case 'UnionAccess':
      return access.sets.map(({ entitySet, search }) => [entitySet.name, search && printExpression(search)]);
    case 'FilterAccess':
      return [...describeAccess(access.of), { filter: printExpression(access.filter) }];
  }
}

function describeOptions(options: CollectionOptions): readonly unknown[] {
  const { apply, filter, orderby, projection, skip, top, count } = options;
  return [
    ...(apply === undefined ? [] : [printApply(apply.transformations)]),
    filter === undefined ? null : printExpression(filter),
    printOrderby(orderby),
    projection.selected ?? null,
    ...describeItems(projection),
    projection.expand.map(describeExpand),
    skip,
    top ?? null,
    count,
    ...(projection.computed ?? []).map(({ name, expression }) => [name, printExpression(expression)]),
  ];
}

/** What is asked of the items of collections of values, by their paths. */
function describeItems({ items, within }: ValueProjection): readonly unknown[] {
  return [
    ...[...(items ?? [])].map(([name, { filter, orderby, skip, top, count }]) => [
      name,
      filter === undefined ? null : printExpression(filter),
      printOrderby(orderby),
      skip,
      top ?? null,
      count,
    ]),
    ...[...(within ?? [])].flatMap(([name, inner]) => {
      const deeper = describeItems(inner);
      return deeper.length === 0 ? [] : [[name, ...deeper]];
    }),
  ];
}

function describeExpand({ navigation, shows, acyclic, options }: BoundExpand): readonly unknown[] {
  return [navigation.name, shows ?? null, acyclic ?? false, describeOptions(options)];
}
