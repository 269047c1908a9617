import type { ExpandItem, PathSegment, QueryOption, SelectItem } from '../../../grammar/index.ts';
import { ODataError } from '../errors/odata-error.ts';
import type { EntityType, NavigationProperty } from '../model/edm.ts';
import { annotationOf } from './bind-property.ts';
import { bindMembers } from './bind-members.ts';
import { checkOptionNames, withLegalNames } from './check-names.ts';
import type { BoundExpand, CollectionOptions, Projection } from '../bound/bound.ts';
import { targetOf, type ModelIndex } from '../model/model-index.ts';
import { instanceOf, isOpenBehind, referentOf, type Member } from './names/model-names.ts';
import { checkOptions, findOption } from './query-options.ts';
import type { OptionsOwner, RequestScope } from './request-scope.ts';
import { unsupported } from './scope.ts';
import { segmentText } from './hints/segment-text.ts';

/** Binds the options in the parentheses of an `$expand` item. */
type BindNested = (options: readonly QueryOption[], owner: OptionsOwner, request: RequestScope) => CollectionOptions;

/** What `$select` and `$expand` show of an entity; everything structural where there is no `$select`. */
export function bindProjection(
  options: readonly QueryOption[],
  owner: OptionsOwner,
  request: RequestScope,
  bindNested: BindNested,
): Projection {
  const type = owner.entitySet.entityType;
  const items = findOption(options, 'SelectOption')?.items;
  const expand = bindExpand(options, owner, request, bindNested);
  if (items === undefined) return { properties: type.properties, expand };
  const selected = [...new Set(items.map((item) => bindSelectItem(item, type, request.index)))];
  const all = selected.includes('*');
  return { properties: type.properties.filter(({ name }) => all || selected.includes(name)), selected, expand };
}

// ---- $select --------------------------------------------------------------------------------------------------------

/** The selected top-level property's name, or `*`. */
function bindSelectItem(item: SelectItem, type: EntityType, index: ModelIndex): string {
  if (item.wildcard) {
    if (item.segments.length === 0) return '*';
    throw unsupported('Selecting all functions and actions of a namespace', '$select');
  }
  if (item.options.length > 0) throw unsupported('An option in the parentheses of a $select item', '$select');
  const standing = { target: '$select', index, throughCollections: true };
  const { members, unbound } = bindMembers(item.segments, instanceOf(type), standing);
  if (unbound?.kind === 'AnnotationSegment' && isOpenBehind(members, index)) {
    throw annotationOf(members, unbound, '$select');
  }
  if (unbound !== undefined) throw notBound(unbound, '$select');
  if (item.parameterNames !== undefined) throw notCallable(members, item.parameterNames);
  const [first] = members;
  if (first?.kind === 'DynamicProperty') {
    throw unsupported('Selecting a dynamic property of an open entity type', '$select');
  }
  if (members.slice(0, -1).some(({ kind }) => kind === 'NavigationProperty')) {
    throw unsupported('A path through a navigation property in $select', '$select', memberOf(members));
  }
  return first?.name ?? '*';
}

/** How a property of a related entity is asked for; empty where that is not done here. */
const memberOf = ([navigation, property, behind]: readonly Member[]): string =>
  property?.kind === 'Property' && behind === undefined
    ? `Write $expand=${navigation?.name ?? ''}($select=${property.name}).`
    : '';

// ---- $expand --------------------------------------------------------------------------------------------------------

function bindExpand(
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
    const hint = memberOf(members) || `Ask for '${second.name}' at the entity set '${first.target}' itself.`;
    throw unsupported(`A path through a navigation property in $expand`, '$expand', hint);
  }
  if (unbound?.kind === 'CountSegment' && first !== undefined) {
    throw unsupported(`'/$count' in $expand`, '$expand', `Expand it with $count=true instead.`);
  }
  if (first === undefined || unbound !== undefined) throw notBound(unbound, '$expand');
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

// ---- Names and errors -----------------------------------------------------------------------------------------------

function notBound(segment: PathSegment | undefined, target: string): Error {
  switch (segment?.kind) {
    case 'NameSegment':
      return segment.qualified
        ? unsupported(`The type cast or function '${segment.name}'`, target)
        : unsupported(`A key or function in ${target}`, target);
    case 'ReservedSegment':
    case 'CountSegment':
      return unsupported(`'/${segmentText(segment)}' in ${target}`, target);
    default:
      return unsupported(`A path of this kind in ${target}`, target);
  }
}

function expandedTwice(name: string): ODataError {
  const reason = `'${name}' is expanded more than once; put all its options into one pair of parentheses.`;
  return ODataError.of('InvalidQueryOption', { name: '$expand', reason }, { target: '$expand' });
}

/** Names in parentheses say which overload of a function or action is meant; properties have none. */
function notCallable(members: readonly Member[], parameterNames: readonly string[]): ODataError {
  const name = members.map((member) => member.name).join('/');
  const isNavigation = members.at(-1)?.kind === 'NavigationProperty';
  const hint = isNavigation ? ` Write $expand=${name}($select=${parameterNames.join(',')}).` : '';
  const reason = `'${name}' is a property and takes no parentheses.${hint}`;
  return ODataError.of('InvalidQueryOption', { name: '$select', reason }, { target: '$select' });
}

function notExpandable(name: string, { navigationProperties }: EntityType): ODataError {
  const choice = navigationProperties.map((navigation) => `'${navigation.name}'`).join(', ');
  const hint =
    choice === '' ? 'There is nothing to expand here.' : `Expand one of ${choice}; choose others with $select.`;
  const reason = `'${name}' is a plain property, not a navigation property. ${hint}`;
  return ODataError.of('InvalidQueryOption', { name: '$expand', reason }, { target: '$expand' });
}
