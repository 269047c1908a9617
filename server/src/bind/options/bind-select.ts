import type { NameSegment, PathSegment, QueryOption, SelectItem } from '../../../../grammar/index.ts';
import type { SelectedValue } from '../../bound/bound.ts';
import { ODataError } from '../../errors/odata-error.ts';
import { shown } from '../../util/shown.ts';
import { selectedComputed, shownComputed } from './bind-compute.ts';
import { bindItemOptions, itemsOwner } from './bind-item-options.ts';
import { bindMembers } from '../expressions/bind-members.ts';
import { annotationOf } from '../expressions/bind-property.ts';
import { nestedExpand } from '../hints/nested-expand.ts';
import { segmentText, textOfPath } from '../hints/segment-text.ts';
import { instanceOf, isOpenBehind, referentOf, typeAt, type Meant, type Member } from '../names/model-names.ts';
import { elementOf, type Referent } from '../names/names.ts';
import { checkOptions, findOption, type ResourceKind } from './query-options.ts';
import { projectionOf, selectedTexts, type SelectedPath } from './selected-paths.ts';
import { type OptionsOwner, type RequestScope, unsupported, scopeWithin } from '../expressions/scope.ts';

/** What `$select` shows of entities (Protocol 11.2.5.1): properties, parts of complex ones, links, computed values. */
export function bindSelect(items: readonly SelectItem[], owner: OptionsOwner, request: RequestScope): SelectedValue {
  const type = owner.entitySet.entityType;
  checkOptionsOnce(items);
  const paths = items.flatMap((item) => {
    const computed = selectedComputed(item, owner);
    return computed === undefined ? pathsOf(item, instanceOf(type), request) : [{ text: computed, members: [] }];
  });
  return {
    ...projectionOf(type, paths, request.index),
    selected: selectedTexts(paths.filter(({ items: asked }) => asked === undefined)),
  };
}

/** What `$select` and `$compute` show of a complex value, or of each one of a collection; absent: everything. */
export function bindValueSelect(
  options: readonly QueryOption[],
  of: Referent<Meant> | undefined,
  owner: OptionsOwner | undefined,
  request: RequestScope,
): SelectedValue | undefined {
  const items = findOption(options, 'SelectOption')?.items;
  if (of === undefined) return undefined;
  if (items === undefined) {
    return (
      owner?.computed && {
        properties: owner.entitySet.entityType.properties,
        computed: shownComputed(owner, undefined),
      }
    );
  }
  checkOptionsOnce(items);
  const paths = items.flatMap((item) => {
    const computed = owner && selectedComputed(item, owner);
    return computed === undefined ? pathsOf(item, elementOf(of), request) : [{ text: computed, members: [] }];
  });
  const type = typeAt(of.of, request.index) ?? 'open';
  const selected = selectedTexts(paths.filter((path) => !('items' in path) || path.items === undefined));
  return { ...projectionOf(type, paths, request.index), computed: owner && shownComputed(owner, selected), selected };
}

/** What one item names of an instance; items in its parentheses name parts of that. */
function pathsOf(item: SelectItem, of: Referent<Meant>, request: RequestScope): readonly SelectedPath[] {
  const { index } = request;
  if (item.wildcard) return [starOf(item, request)];
  const standing = { target: '$select', index, throughCollections: true };
  const { members, unbound } = bindMembers(item.segments, of, standing);
  if (unbound !== undefined) return [notMember(item, members, unbound, request)];
  if (members.length === 0) throw noProperty('$select', item.segments);
  if (members.slice(0, -1).some(({ kind }) => kind === 'NavigationProperty')) {
    throw behindNavigation('$select', members);
  }
  return [...shownPaths(item, members, request), ...askedItems(item, members, request)];
}

/** The member itself, or those of its parts that the parentheses name. */
function shownPaths(item: SelectItem, members: readonly Member[], request: RequestScope): readonly SelectedPath[] {
  const inner = innerItems(item, members);
  const text = textOf(members);
  const last = members.at(-1);
  if (inner === undefined || last === undefined) return [{ text, members }];
  checkOptionsOnce(inner);
  const inside = scopeWithin(item.options, request);
  return inner
    .flatMap((each) => pathsOf(each, elementOf(referentOf(last)), inside))
    .map(({ isStar, ...path }) => ({
      ...path,
      text: isStar === true ? text : `${text}/${path.text}`,
      members: [...members, ...path.members],
    }));
}

/** What the parentheses ask of the items of a collection of values. */
function askedItems(
  { options }: SelectItem,
  members: readonly Member[],
  request: RequestScope,
): readonly SelectedPath[] {
  const last = members.at(-1);
  const isAsked = options.some(({ kind }) => kind !== 'SelectOption' && kind !== 'AliasAssignment');
  if (!isAsked || last?.kind !== 'Property' || !last.collection) return [];
  return [
    {
      text: textOf(members),
      members,
      items: bindItemOptions(options, itemsOwner(last, true), scopeWithin(options, request)),
    },
  ];
}

const textOf = (members: readonly Member[]): string => members.map(({ name }) => name).join('/');

/** `*`, or all operations of a namespace, of which there are none. */
function starOf({ segments: [segment] }: SelectItem, { index }: RequestScope): SelectedPath {
  if (segment?.kind !== 'NameSegment') return { text: '*', members: [], isStar: true };
  const { namespace } = index.model;
  if (segment.name !== namespace)
    throw invalid('$select', `there is no namespace '${shown(segment.name)}' here, but '${namespace}'.`);
  return { text: `${segment.name}.*`, members: [] };
}

/** An annotation adds nothing, for no instance has one; anything else is not selected. */
function notMember(
  { segments }: SelectItem,
  members: readonly Member[],
  unbound: PathSegment,
  { index }: RequestScope,
): SelectedPath {
  if (unbound.kind !== 'AnnotationSegment') throw itemNotBound(unbound, '$select');
  if (isOpenBehind(members, index) && !unbound.term.includes('.')) throw annotationOf(members, unbound, '$select');
  return { text: segments.map(segmentText).join('/'), members: [] };
}

// ---- Parentheses ----------------------------------------------------------------------------------------------------

/** `Address($select=City)`, and `Address(City)` for short: what of it is shown; absent: all of it. */
function innerItems(item: SelectItem, members: readonly Member[]): readonly SelectItem[] | undefined {
  const last = members.at(-1);
  if (last?.kind === 'NavigationProperty' && (item.options.length > 0 || item.parameterNames !== undefined)) {
    throw linkWithOptions(members, item.parameterNames);
  }
  if (item.parameterNames !== undefined) {
    if (last?.kind !== 'Property' || last.type.kind !== 'ComplexType') throw notCallable(members);
    return item.parameterNames.map((name) => itemNamed(name, item));
  }
  checkOptions(item.options, selectedKind(last));
  return findOption(item.options, 'SelectOption')?.items;
}

/** The options of a property stand in one place (Protocol 11.2.5.1.1). */
function checkOptionsOnce(items: readonly SelectItem[]): void {
  const known = new Set<string>();
  for (const { segments, options, parameterNames } of items) {
    if (options.length === 0 && parameterNames === undefined) continue;
    const name = textOfPath(segments);
    if (known.has(name))
      throw invalid('$select', `'${shown(name)}' has options twice; put them into one pair of parentheses.`);
    known.add(name);
  }
}

function itemNamed(name: string, { range }: SelectItem): SelectItem {
  const segment: NameSegment = { kind: 'NameSegment', name, qualified: false, range };
  return { kind: 'SelectItem', wildcard: false, segments: [segment], options: [], range };
}

function selectedKind(member: Member | undefined): ResourceKind {
  if (member?.kind !== 'Property') return 'dynamic property within $select';
  const isComplex = member.type.kind === 'ComplexType';
  if (member.collection) {
    return isComplex ? 'collection of complex values within $select' : 'collection of values within $select';
  }
  return isComplex ? 'complex value within $select' : 'single value within $select';
}

// ---- Refusals -------------------------------------------------------------------------------------------------------

const invalid = (option: '$select' | '$expand', reason: string): ODataError =>
  ODataError.of('InvalidQueryOption', { name: option, reason }, { target: option });

/** A type cast leads to properties and is none itself. */
export const noProperty = (option: '$select' | '$expand', segments: readonly PathSegment[]): ODataError =>
  invalid(option, `'${shown(textOfPath(segments))}' is a type; name a property behind it.`);

/** What lies behind a navigation property goes into the parentheses of its `$expand` (URL Conventions 5.1.3). */
export function behindNavigation(option: '$select' | '$expand', members: readonly Member[]): ODataError {
  const depth = members.findLastIndex(({ kind }) => kind === 'NavigationProperty') + 1;
  const names = members.map(({ name }) => name);
  const written = nestedExpand(names.slice(0, depth), names.slice(depth));
  return invalid(option, `what lies behind a navigation property goes into its parentheses. Write ${written}.`);
}

/** `$select` shows the link of a navigation property; what it leads to is expanded. */
function linkWithOptions(members: readonly Member[], names: readonly string[] | undefined): ODataError {
  const name = textOf(members);
  const options = names === undefined ? '...' : `$select=${names.join(',')}`;
  return invalid(
    '$select',
    `'${name}' is a navigation property, which takes its options in $expand. Write $expand=${name}(${options}).`,
  );
}

/** Names in parentheses say which overload of a function or action is meant; other properties have none. */
const notCallable = (members: readonly Member[]): ODataError =>
  invalid('$select', `'${textOf(members)}' is a property and takes no parentheses.`);

/** What a segment is that no item of `$select` or `$expand` has here. */
export function itemNotBound(segment: PathSegment | undefined, target: string): Error {
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
