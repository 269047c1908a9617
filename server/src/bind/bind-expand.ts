import type { ExpandItem, QueryOption } from '../../../grammar/index.ts';
import type { BoundExpand, CollectionOptions } from '../bound/bound.ts';
import { ODataError } from '../errors/odata-error.ts';
import type { EntityType, NavigationProperty } from '../model/edm.ts';
import { targetOf, type ModelIndex } from '../model/model-index.ts';
import { bindMembers } from './bind-members.ts';
import { itemNotBound, expandHint } from './bind-select.ts';
import { checkOptionNames, withLegalNames } from './check-names.ts';
import { instanceOf, referentOf } from './names/model-names.ts';
import { checkOptions, findOption } from './query-options.ts';
import { type OptionsOwner, type RequestScope, unsupported } from './scope.ts';

/** Binds the options in the parentheses of an `$expand` item. */
type BindNested = (options: readonly QueryOption[], owner: OptionsOwner, request: RequestScope) => CollectionOptions;

/** Each navigation property once, with the options nested in its parentheses, which `bindNested` binds. */
export function bindExpand(
  options: readonly QueryOption[],
  { entitySet: { entityType } }: OptionsOwner,
  request: RequestScope,
  bindNested: BindNested,
): readonly BoundExpand[] {
  const items = findOption(options, 'ExpandOption')?.items ?? [];
  const named = new Map<string, BoundExpand>();
  for (const item of items) {
    if (item.wildcard) continue;
    const navigation = bindExpandPath(item, entityType, request.index);
    if (named.has(navigation.name)) throw expandedTwice(navigation.name);
    named.set(navigation.name, bindExpandItem(navigation, item.options, entityType, request, bindNested));
  }
  const star = items.find(({ wildcard }) => wildcard);
  if (star === undefined) return [...named.values()];
  checkStar(star);
  return entityType.navigationProperties.map(
    (navigation) => named.get(navigation.name) ?? bindExpandItem(navigation, [], entityType, request, bindNested),
  );
}

function checkStar({ segments, options }: ExpandItem): void {
  if (segments.length > 0) throw unsupported("A path with '*' in $expand", '$expand');
  if (options.length > 0) throw unsupported("Options behind '*' in $expand", '$expand');
}

function bindExpandPath({ segments }: ExpandItem, type: EntityType, index: ModelIndex): NavigationProperty {
  const standing = { target: '$expand', index, throughCollections: true };
  const { members, unbound } = bindMembers(segments, instanceOf(type), standing);
  const [first, second] = members;
  if (first !== undefined && first.kind !== 'NavigationProperty') throw notExpandable(first.name, type);
  if (first !== undefined && second !== undefined) {
    const hint = expandHint(members) || `Ask for '${second.name}' at the entity set '${first.target}' itself.`;
    throw unsupported(`A path through a navigation property in $expand`, '$expand', hint);
  }
  if (unbound?.kind === 'CountSegment' && first !== undefined) {
    throw unsupported(`'/$count' in $expand`, '$expand', `Expand it with $count=true instead.`);
  }
  if (first === undefined || unbound !== undefined) throw itemNotBound(unbound, '$expand');
  return first;
}

function bindExpandItem(
  navigation: NavigationProperty,
  options: readonly QueryOption[],
  it: EntityType,
  request: RequestScope,
  bindNested: BindNested,
): BoundExpand {
  const entitySet = targetOf(request.index, navigation);
  return withLegalNames(
    () => {
      checkOptions(options, navigation.collection ? 'collection within $expand' : 'single entity within $expand');
      const aliased = options.some(({ kind }) => kind === 'AliasAssignment');
      if (aliased) throw unsupported('A parameter alias with a value in the parentheses of $expand', '$expand');
      return { navigation, entitySet, options: bindNested(options, { entitySet, nested: true }, request) };
    },
    () => checkOptionNames(options, { subject: referentOf(navigation), it: instanceOf(it) }, request.index),
  );
}

function expandedTwice(name: string): ODataError {
  const reason = `'${name}' is expanded more than once; put all its options into one pair of parentheses.`;
  return ODataError.of('InvalidQueryOption', { name: '$expand', reason }, { target: '$expand' });
}

function notExpandable(name: string, { navigationProperties }: EntityType): ODataError {
  const choice = navigationProperties.map((navigation) => `'${navigation.name}'`).join(', ');
  const hint =
    choice === '' ? 'There is nothing to expand here.' : `Expand one of ${choice}; choose others with $select.`;
  const reason = `'${name}' is a plain property, not a navigation property. ${hint}`;
  return ODataError.of('InvalidQueryOption', { name: '$expand', reason }, { target: '$expand' });
}
