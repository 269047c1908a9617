/** What may follow what in a path (URL Conventions 4), one segment at a time. */
import type { NameSegment, PathSegment } from '../../../../grammar/index.ts';
import { elementOf, isCollection, NameError, type Names, type Place, type PlaceKind, type Role } from './names.ts';

/** Reserved segments that may follow a place. */
const reserved: Readonly<Record<PlaceKind, readonly string[]>> = {
  root: ['$metadata', '$batch'],
  entities: ['$count', '$ref', '$each', '$query', '$filter'],
  entity: ['$ref', '$query'],
  complexes: ['$count', '$query', '$filter'],
  complex: ['$query'],
  primitives: ['$count', '$query', '$filter'],
  primitive: ['$value', '$query'],
  stream: [],
  end: ['$query'],
};

/** Where a segment leads from any of some places; throws NameError where it leads nowhere. */
export function stepFrom<Of>(
  within: readonly Place<Of>[],
  segment: PathSegment,
  names: Names<Of>,
): readonly Place<Of>[] {
  const found = distinct(within.flatMap((place) => step(place, segment, names)));
  if (found.length > 0) return found;
  const plain = segment.kind === 'NameSegment' && withoutParentheses(segment);
  const bare = plain && within.some((place) => stepNamed(place, plain, names).length > 0);
  throw new NameError(bare ? 'parentheses' : 'unknown', segment, within);
}

function withoutParentheses({ arguments: args, key: _key, ...plain }: NameSegment): NameSegment | false {
  return args !== undefined && plain;
}

function step<Of>(place: Place<Of>, segment: PathSegment, names: Names<Of>): readonly Place<Of>[] {
  const end: Place<Of> = { kind: 'end', of: place.of };
  switch (segment.kind) {
    case 'NameSegment':
      return stepNamed(place, segment, names);
    case 'KeySegment':
      return keyed(place);
    case 'FilterSegment':
      if (!reserved[place.kind].includes('$filter')) return [];
      return [segment.key === undefined ? place : elementOf(place)];
    case 'CountSegment':
      return reserved[place.kind].includes('$count') ? [end] : [];
    case 'ReservedSegment':
      if (segment.name === '$value' && names.find('stream', '$value', place).length > 0) return [end];
      if (!reserved[place.kind].includes(segment.name)) return [];
      return [segment.name === '$each' ? place : end];
    case 'CrossjoinSegment':
      if (segment.entitySets.some((name) => names.find('entitySet', name, place).length === 0)) return [];
      return place.kind === 'root' ? [names.anyEntity] : [];
    case 'AllSegment':
      return place.kind === 'root' ? [names.anyEntity] : [];
    case 'EntitySegment':
      return place.kind === 'root' ? [elementOf(names.anyEntity)] : [];
    case 'AnnotationSegment':
      return place.kind === 'root' ? [] : [end];
    case 'LambdaSegment':
    case 'AggregateSegment':
      return [];
  }
}

/** What a name can be at a place: what is there by that name, and what may be called or cast to. */
function stepNamed<Of>(place: Place<Of>, segment: NameSegment, names: Names<Of>): readonly Place<Of>[] {
  const { name, qualified } = segment;
  const find = (role: Role) => names.find(role, name, place);
  const structured = ['entities', 'entity', 'complexes', 'complex'].includes(place.kind);
  if (place.kind === 'root') {
    return [
      ...[...find('entitySet'), ...find('singleton')].flatMap((to) => picked(to, segment)),
      ...find('import').flatMap((to) => called(to, segment)),
    ];
  }
  return [
    ...(qualified ? [] : propertiesOf(place, name, names)).flatMap((to) => picked(to, segment)),
    ...(structured && place.cast !== true ? find('type') : []).flatMap((to) => picked({ ...to, cast: true }, segment)),
    ...find('operation').flatMap((to) => called(to, segment)),
    ...(find('key').length > 0 ? keyed(place) : []),
  ];
}

function propertiesOf<Of>(place: Place<Of>, name: string, names: Names<Of>): readonly Place<Of>[] {
  if (place.kind !== 'entity' && place.kind !== 'complex') return [];
  const added = place.added?.get(name);
  if (added !== undefined) return added;
  return place.closed === true ? [] : names.find('property', name, place);
}

/** Parentheses behind a collection of entities hold the key of one; nothing else has any. */
function picked<Of>(to: Place<Of>, { arguments: args, key }: NameSegment): readonly Place<Of>[] {
  if (key !== undefined) return [];
  if (args === undefined) return [to];
  return to.kind === 'entities' ? [{ ...elementOf(to), cast: false }] : [];
}

/** Behind the parentheses of a function that returns entities there may be those of a key. */
function called<Of>(to: Place<Of>, { key }: NameSegment): readonly Place<Of>[] {
  if (key === undefined) return [to];
  return to.kind === 'entities' ? [elementOf(to)] : [];
}

/** A key or an ordinal index as a segment; keys of several parts take several segments. */
function keyed<Of>(place: Place<Of>): readonly Place<Of>[] {
  if (!isCollection(place)) return [];
  const element = { ...elementOf(place), cast: false };
  return place.kind === 'entities' ? [element, { ...place, cast: false }] : [element];
}

function distinct<Of>(places: readonly Place<Of>[]): readonly Place<Of>[] {
  const isSame = (a: Place<Of>, b: Place<Of>) =>
    a.kind === b.kind && a.of === b.of && (a.cast ?? false) === (b.cast ?? false) && a.added === b.added;
  return places.filter((place, index) => places.findIndex((other) => isSame(place, other)) === index);
}
