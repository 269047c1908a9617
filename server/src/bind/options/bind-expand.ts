import type { ExpandItem, PathSegment, QueryOption } from '../../../../grammar/index.ts';
import type { BoundExpand, BoundVariable, CollectionOptions } from '../../bound/bound.ts';
import { untyped } from '../../bound/type-rules.ts';
import { mentions } from '../../bound/variables.ts';
import { expressionsWithin } from '../../bound/projections.ts';
import { ODataError } from '../../errors/odata-error.ts';
import type { EntitySet, EntityType, NavigationProperty } from '../../model/edm.ts';
import { propertyOf, targetOf, type ModelIndex } from '../../model/model-index.ts';
import { bindMembers } from '../expressions/bind-members.ts';
import { behindNavigation, itemNotBound, noProperty } from './bind-select.ts';
import { segmentText } from '../hints/segment-text.ts';
import { shown } from '../../util/shown.ts';
import { checkOptionNames, withLegalNames } from '../check-names.ts';
import { checkExpansions, checkLevel, repeated, starLevels } from './expand-levels.ts';
import { instanceOf, referentOf, type Meant } from '../names/model-names.ts';
import { elementOf, type Referent } from '../names/names.ts';
import { checkOptions, findOption, type ResourceKind } from './query-options.ts';
import { type Beginning, type OptionsOwner, type RequestScope, scopeWithin } from '../expressions/scope.ts';

/** Binds the options in the parentheses of an `$expand` item. */
type BindNested = (options: readonly QueryOption[], owner: OptionsOwner, request: RequestScope) => CollectionOptions;

/** Where items of an `$expand` are bound. */
interface Place {
  readonly owner: EntitySet;
  /** 1 for the outermost `$expand`. */
  readonly level: number;
  readonly request: RequestScope;
  readonly bindNested: BindNested;
  /** Of what the resource path leads to. */
  readonly root: EntityType;
  /** What `$it` is: of what the resource path leads to. */
  readonly it: Beginning | undefined;
}

/** Whether some options, or those nested in them, look at what a variable stands for. */
const isAbout = (options: CollectionOptions, variable: BoundVariable): boolean =>
  expressionsWithin(options).some((each) => mentions(each, variable));

type Shows = BoundExpand['shows'];

/** Each navigation property once, with the options nested in its parentheses, which `bindNested` binds. */
export function bindExpand(
  options: readonly QueryOption[],
  { entitySet: owner, level = 0, root = owner.entityType, it: around }: OptionsOwner,
  request: RequestScope,
  bindNested: BindNested,
): readonly BoundExpand[] {
  const items = findOption(options, 'ExpandOption')?.items;
  if (items === undefined) return [];
  const { entityType } = owner;
  const beginning = { variable: { name: '$it', entityType }, referent: instanceOf(entityType), type: untyped };
  const it = level === 0 ? beginning : around;
  const place: Place = { owner, level: level + 1, root, request, bindNested, it };
  checkLevel(place.level);
  const named = new Map<NavigationProperty, BoundExpand>();
  for (const item of items) {
    if (item.wildcard) continue;
    const { navigation, shows } = bindExpandPath(item, owner.entityType, request.index);
    if (named.has(navigation)) throw expandedTwice(navigation.name);
    named.set(navigation, bindItem(navigation, shows, item.options, place));
  }
  const bound = withStar(
    items.filter(({ wildcard }) => wildcard),
    named,
    place,
  );
  checkExpansions(bound);
  return bound;
}

/** Complex types have no navigation properties: `*` expands nothing, and every name is an error. */
export function checkValueExpand(
  options: readonly QueryOption[],
  of: Referent<Meant> | undefined,
  { index }: RequestScope,
): void {
  const items = findOption(options, 'ExpandOption')?.items ?? [];
  if (of === undefined || items.length === 0) return;
  const standing = { target: '$expand', index, throughCollections: true };
  for (const { segments } of items.filter(({ wildcard }) => !wildcard)) {
    const { members, unbound } = bindMembers(segments, elementOf(of), standing);
    throw unbound === undefined ? notExpandable(members.at(-1)?.name ?? '', []) : nothingToExpand(unbound);
  }
}

// ---- Paths ----------------------------------------------------------------------------------------------------------

function bindExpandPath(
  { segments }: ExpandItem,
  type: EntityType,
  index: ModelIndex,
): { readonly navigation: NavigationProperty; readonly shows: Shows } {
  const standing = { target: '$expand', index, throughCollections: true };
  const { members, unbound } = bindMembers(segments, instanceOf(type), standing);
  const [first, second] = members;
  if (first !== undefined && first.kind !== 'NavigationProperty')
    throw notExpandable(first.name, type.navigationProperties);
  if (first !== undefined && second !== undefined) throw behindNavigation('$expand', members);
  if (first === undefined) throw unbound ? nothingToExpand(unbound) : noProperty('$expand', segments);
  return { navigation: first, shows: unbound && shownBy(unbound) };
}

function shownBy(segment: PathSegment): Shows {
  if (segment.kind === 'CountSegment') return 'count';
  if (segment.kind === 'ReservedSegment' && segment.name === '$ref') return 'references';
  throw itemNotBound(segment, '$expand');
}

// ---- Items ----------------------------------------------------------------------------------------------------------

function bindItem(
  navigation: NavigationProperty,
  shows: Shows,
  options: readonly QueryOption[],
  place: Place,
): BoundExpand {
  const { index } = place.request;
  return withLegalNames(
    () => {
      if (shows === 'count' && !navigation.collection) throw notCounted(navigation.name);
      checkOptions(options, kindOf(navigation, shows));
      const levels = findOption(options, 'LevelsOption')?.value ?? 1;
      if (levels !== 1) checkRecursion(navigation, options, place);
      const once = expandedOnce(navigation, shows, options, place);
      return levels === 1 ? once : repeated(once, levels, place.level);
    },
    () => checkOptionNames(options, { subject: referentOf(navigation), it: instanceOf(place.root) }, index),
  );
}

function kindOf({ collection }: NavigationProperty, shows: Shows): ResourceKind {
  switch (shows) {
    case undefined:
      return collection ? 'collection within $expand' : 'single entity within $expand';
    case 'references':
      return collection ? 'collection of references within $expand' : 'reference within $expand';
    case 'count':
      return 'count within $expand';
  }
}

function expandedOnce(
  navigation: NavigationProperty,
  shows: Shows,
  options: readonly QueryOption[],
  { level, root, it, request, bindNested }: Place,
): BoundExpand {
  const entitySet = targetOf(request.index, navigation);
  const isPlain = options.every(({ kind }) => kind !== 'ApplyOption' && kind !== 'LevelsOption');
  const beginning = isPlain ? it : undefined;
  const owner = { entitySet, nested: true, level, root, it: beginning };
  const bound = bindNested(options, owner, scopeWithin(options, request));
  const variable = it?.variable && isAbout(bound, it.variable) ? it.variable : undefined;
  const aboutIt = variable && (level === 1 ? { it: variable } : { around: variable });
  const of = bound.apply?.result ?? entitySet;
  if (shows === undefined) return { navigation, entitySet: of, options: bound, ...aboutIt };
  const names = shows === 'references' ? entitySet.entityType.key : [];
  const properties = names.map((name) => propertyOf(entitySet.entityType, name));
  return { navigation, entitySet, shows, options: { ...bound, projection: { properties, expand: [] } }, ...aboutIt };
}

/** `$levels` is for hierarchies: the related entities are of the same type (Protocol 11.2.5.2.1). */
function checkRecursion(
  navigation: NavigationProperty,
  options: readonly QueryOption[],
  { owner, request }: Place,
): void {
  const { name } = navigation;
  if (targetOf(request.index, navigation).entityType !== owner.entityType) {
    throw invalid(
      `'$levels' needs a navigation property that leads back to its own type; '${name}' leads to '${navigation.target}'. Write $expand=${name}($expand=...).`,
    );
  }
  const within = findOption(options, 'ExpandOption')?.items ?? [];
  const isNamed = ({ segments: [segment] }: ExpandItem): boolean =>
    segment?.kind === 'NameSegment' && segment.name === name;
  if (within.some(isNamed)) throw expandedTwice(name);
}

// ---- * --------------------------------------------------------------------------------------------------------------

/** What is named takes precedence over the star (URL Conventions 5.1.3). */
function withStar(
  [star, second]: readonly ExpandItem[],
  named: ReadonlyMap<NavigationProperty, BoundExpand>,
  place: Place,
): readonly BoundExpand[] {
  const explicit = [...named.values()];
  if (star === undefined) return explicit;
  if (second !== undefined) throw expandedTwice('*');
  const {
    segments: [segment],
    options,
  } = star;
  const shows = segment && shownBy(segment);
  const levels = findOption(options, 'LevelsOption')?.value ?? 1;
  const everything = starLevels(starOf(shows, place), levels, place.level, explicit);
  return everything.map((expand) => named.get(expand.navigation) ?? expand);
}

/** Every navigation property of the owner, so many levels deep; types that are met again share what they expand. */
function starOf(shows: Shows, place: Place): (levels: number) => readonly BoundExpand[] {
  const known = new Map<EntitySet, (readonly BoundExpand[])[]>();
  const expanded = (owner: EntitySet, levels: number): readonly BoundExpand[] => {
    const byLevels = known.get(owner) ?? [];
    known.set(owner, byLevels);
    return (byLevels[levels] ??= owner.entityType.navigationProperties.map((navigation) => {
      const once = expandedOnce(navigation, shows, [], place);
      if (levels === 1) return once;
      const expand = expanded(once.entitySet, levels - 1);
      return { ...once, options: { ...once.options, projection: { ...once.options.projection, expand } } };
    }));
  };
  return (levels) => expanded(place.owner, levels);
}

// ---- Refusals -------------------------------------------------------------------------------------------------------

const invalid = (reason: string): ODataError =>
  ODataError.of('InvalidQueryOption', { name: '$expand', reason }, { target: '$expand' });

/** `$value` is the stream of a media entity, and an annotation may hold entities: neither is here. */
function nothingToExpand(segment: PathSegment): Error {
  const text = segmentText(segment);
  if (text === '$value') return invalid("'$value' expands the media stream of an entity, and none here has one.");
  if (segment.kind === 'AnnotationSegment')
    return invalid(`no entity here has an annotation '${shown(text)}' that leads to others.`);
  return itemNotBound(segment, '$expand');
}

const expandedTwice = (name: string): ODataError =>
  invalid(`'${name}' is expanded more than once; put all its options into one pair of parentheses.`);

const notCounted = (name: string): ODataError =>
  invalid(`'${name}' leads to one entity at most, which is not counted. Write $expand=${name}.`);

function notExpandable(name: string, navigationProperties: readonly NavigationProperty[]): ODataError {
  const choice = navigationProperties.map((navigation) => `'${navigation.name}'`).join(', ');
  const hint =
    choice === '' ? 'There is nothing to expand here.' : `Expand one of ${choice}; choose others with $select.`;
  return invalid(`'${name}' is a plain property, not a navigation property. ${hint}`);
}
