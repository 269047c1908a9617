import type { ExpandItem, PathSegment, QueryOption, SelectItem } from '../../../grammar/index.ts';
import { ODataError } from '../errors/odata-error.ts';
import type { EntityType, NavigationProperty } from '../model/edm.ts';
import { annotationOf } from './bind-property.ts';
import { itemPlaces, withLegalNames } from './bind-names.ts';
import type { BoundExpand, CollectionOptions, Projection } from '../bound/bound.ts';
import { targetOf, type ModelIndex } from '../model/model-index.ts';
import { instanceOf, isOpenValue, memberPlace, type Meant } from './names/model-names.ts';
import type { Place } from './names/names.ts';
import { checkOptions, findOption } from './query-options.ts';
import type { OptionsPlace, RequestScope } from './request-scope.ts';
import { unsupported } from './scope.ts';
import { segmentText } from './names/segment-text.ts';

/** Binds the options in the parentheses of an `$expand` item. */
type BindNested = (options: readonly QueryOption[], place: OptionsPlace, request: RequestScope) => CollectionOptions;

/** What `$select` and `$expand` show of an entity; everything structural where there is no `$select`. */
export function bindProjection(
  options: readonly QueryOption[],
  place: OptionsPlace,
  request: RequestScope,
  bindNested: BindNested,
): Projection {
  const type = place.entitySet.entityType;
  const items = findOption(options, 'SelectOption')?.items;
  const expand = bindExpand(options, place, request, bindNested);
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
  const places = itemPlaces(item.segments, type, '$select', index);
  if (item.parameterNames !== undefined) throw notCallable(item, places);
  const last = item.segments.at(-1);
  if (last?.kind === 'AnnotationSegment' && isOpenValue(places.at(-1), index)) {
    throw annotationOf(item.segments.slice(0, -1), last, '$select');
  }
  const names = item.segments.map((segment) => plainName(segment, '$select'));
  if (places[0]?.of?.kind === 'DynamicProperty') {
    throw unsupported('Selecting a dynamic property of an open entity type', '$select');
  }
  if (places.slice(0, -1).some(({ of }) => of?.kind === 'NavigationProperty')) {
    throw unsupported('A path through a navigation property in $select', '$select', memberOf(names, places));
  }
  return names[0] ?? '*';
}

/** How a property of a related entity is asked for; empty where that is not done here. */
const memberOf = ([navigation, property]: readonly string[], places: readonly Place<Meant>[]): string =>
  places[1]?.of?.kind === 'Property' && places.length === 2 ? `Write $expand=${navigation}($select=${property}).` : '';

// ---- $expand --------------------------------------------------------------------------------------------------------

function bindExpand(
  options: readonly QueryOption[],
  { entitySet: { entityType } }: OptionsPlace,
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
  const [first, second] = segments;
  if (first === undefined) throw unsupported('An empty $expand item', '$expand');
  const places = itemPlaces(segments, type, '$expand', index);
  const [place] = places;
  const name = plainName(first, '$expand');
  const member = place?.of;
  if (member?.kind !== 'NavigationProperty') throw notExpandable(name, type);
  if (second === undefined) return member;
  const rest = second.kind === 'CountSegment' ? '$count' : plainName(second, '$expand');
  if (rest === '$count') throw unsupported(`'/$count' in $expand`, '$expand', `Expand it with $count=true instead.`);
  const hint = memberOf([name, rest], places) || `Ask for '${rest}' at the entity set '${member.target}' itself.`;
  throw unsupported(`A path through a navigation property in $expand`, '$expand', hint);
}

function bindExpandItem(
  navigation: NavigationProperty,
  options: readonly QueryOption[],
  it: EntityType,
  request: RequestScope,
  bindNested: BindNested,
): BoundExpand {
  const entitySet = targetOf(request.index, navigation);
  return withLegalNames(options, { place: memberPlace(navigation), it: instanceOf(it) }, request.index, () => {
    checkOptions(options, navigation.collection ? 'collection within $expand' : 'single entity within $expand');
    const aliased = options.some(({ kind }) => kind === 'AliasAssignment');
    if (aliased) throw unsupported('A parameter alias with a value in the parentheses of $expand', '$expand');
    return { navigation, entitySet, options: bindNested(options, { entitySet, nested: true }, request) };
  });
}

// ---- Names and errors -----------------------------------------------------------------------------------------------

function plainName(segment: PathSegment, target: string): string {
  if (segment.kind === 'NameSegment') {
    if (segment.qualified) throw unsupported(`The type cast or function '${segment.name}'`, target);
    if (segment.arguments !== undefined) throw unsupported(`A key or function in ${target}`, target);
    return segment.name;
  }
  if (segment.kind === 'ReservedSegment') throw unsupported(`'/${segment.name}' in ${target}`, target);
  if (segment.kind === 'CountSegment') throw unsupported(`'/$count' in ${target}`, target);
  throw unsupported(`A path of this kind in ${target}`, target);
}

function expandedTwice(name: string): ODataError {
  const reason = `'${name}' is expanded more than once; put all its options into one pair of parentheses.`;
  return ODataError.of('InvalidQueryOption', { name: '$expand', reason }, { target: '$expand' });
}

/** Names in parentheses say which overload of a function or action is meant; properties have none. */
function notCallable({ segments, parameterNames = [] }: SelectItem, places: readonly Place<Meant>[]): ODataError {
  const name = segments.map(segmentText).join('/');
  const isNavigation = places.at(-1)?.of?.kind === 'NavigationProperty';
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
