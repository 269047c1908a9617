import type { PathSegment, SelectItem } from '../../../grammar/index.ts';
import { ODataError } from '../errors/odata-error.ts';
import type { EntityType } from '../model/edm.ts';
import type { ModelIndex } from '../model/model-index.ts';
import { bindMembers } from './bind-members.ts';
import { annotationOf } from './bind-property.ts';
import { segmentText } from './hints/segment-text.ts';
import { instanceOf, isOpenBehind, type Member } from './names/model-names.ts';
import { unsupported } from './scope.ts';

/** The selected top-level property's name, or `*`. */
export function bindSelectItem(item: SelectItem, type: EntityType, index: ModelIndex): string {
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
  if (unbound !== undefined) throw itemNotBound(unbound, '$select');
  if (item.parameterNames !== undefined) throw notCallable(members, item.parameterNames);
  const [first] = members;
  if (first?.kind === 'DynamicProperty') {
    throw unsupported('Selecting a dynamic property of an open entity type', '$select');
  }
  if (members.slice(0, -1).some(({ kind }) => kind === 'NavigationProperty')) {
    throw behindNavigation('$select', members);
  }
  return first?.name ?? '*';
}

/** What lies behind a navigation property goes into the parentheses of its `$expand` (URL Conventions 5.1.3). */
export function behindNavigation(option: '$select' | '$expand', members: readonly Member[]): ODataError {
  const depth = members.findLastIndex(({ kind }) => kind === 'NavigationProperty') + 1;
  const selected = members.slice(depth).map(({ name }) => name);
  const written = members
    .slice(0, depth)
    .reduceRight(
      (within, { name }) => `$expand=${name}${within === '' ? '' : `(${within})`}`,
      selected.length === 0 ? '' : `$select=${selected.join('/')}`,
    );
  const reason = `what lies behind a navigation property goes into its parentheses. Write ${written}.`;
  return ODataError.of('InvalidQueryOption', { name: option, reason }, { target: option });
}

/** Names in parentheses say which overload of a function or action is meant; properties have none. */
function notCallable(members: readonly Member[], parameterNames: readonly string[]): ODataError {
  const name = members.map((member) => member.name).join('/');
  const isNavigation = members.at(-1)?.kind === 'NavigationProperty';
  const hint = isNavigation ? ` Write $expand=${name}($select=${parameterNames.join(',')}).` : '';
  const reason = `'${name}' is a property and takes no parentheses.${hint}`;
  return ODataError.of('InvalidQueryOption', { name: '$select', reason }, { target: '$select' });
}

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
