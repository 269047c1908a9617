/** What may follow what in a path (URL Conventions 4), one segment at a time. */
import type { NameSegment, PathSegment } from '../../../../grammar/index.ts';
import {
  elementOf,
  isCollection,
  NameError,
  type Names,
  type Referent,
  type ReferentKind,
  type Role,
} from './names.ts';

/** Reserved segments that may stand behind a referent. */
const reserved: Readonly<Record<ReferentKind, readonly string[]>> = {
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

/** What a segment leads to from any of some referents; throws NameError where it leads nowhere. */
export function followSegment<Of>(
  within: readonly Referent<Of>[],
  segment: PathSegment,
  names: Names<Of>,
): readonly Referent<Of>[] {
  const found = distinct(within.flatMap((referent) => follow(referent, segment, names)));
  if (found.length > 0) return found;
  const plain = segment.kind === 'NameSegment' && withoutParentheses(segment);
  const bare = plain && within.some((referent) => followName(referent, plain, names).length > 0);
  throw new NameError(bare ? 'parentheses' : 'unknown', segment, within);
}

function withoutParentheses({ arguments: args, key: _key, ...plain }: NameSegment): NameSegment | false {
  return args !== undefined && plain;
}

function follow<Of>(referent: Referent<Of>, segment: PathSegment, names: Names<Of>): readonly Referent<Of>[] {
  const end: Referent<Of> = { kind: 'end', of: referent.of };
  switch (segment.kind) {
    case 'NameSegment':
      return followName(referent, segment, names);
    case 'KeySegment':
      return keyed(referent, names);
    case 'FilterSegment':
      if (!reserved[referent.kind].includes('$filter')) return [];
      return [segment.key === undefined ? referent : elementOf(referent)];
    case 'CountSegment':
      return reserved[referent.kind].includes('$count') ? [end] : [];
    case 'ReservedSegment':
      if (segment.name === '$value' && names.find('stream', '$value', referent).length > 0) return [end];
      if (!reserved[referent.kind].includes(segment.name)) return [];
      return [segment.name === '$each' ? referent : end];
    case 'CrossjoinSegment':
      if (segment.entitySets.some((name) => names.find('entitySet', name, referent).length === 0)) return [];
      return referent.kind === 'root' ? [names.anyEntity] : [];
    case 'AllSegment':
      return referent.kind === 'root' ? [names.anyEntity] : [];
    case 'EntitySegment':
      return referent.kind === 'root' ? [elementOf(names.anyEntity)] : [];
    case 'AnnotationSegment':
      return referent.kind === 'root' ? [] : [end];
    case 'LambdaSegment':
    case 'AggregateSegment':
      return [];
  }
}

/** What a name leads to: what is there by that name, and what may be called or cast to. */
function followName<Of>(referent: Referent<Of>, segment: NameSegment, names: Names<Of>): readonly Referent<Of>[] {
  const { name, qualified } = segment;
  const find = (role: Role) => names.find(role, name, referent);
  const structured = ['entities', 'entity', 'complexes', 'complex'].includes(referent.kind);
  if (referent.kind === 'root') {
    return [
      ...[...find('entitySet'), ...find('singleton')].flatMap((to) => picked(to, segment)),
      ...find('import').flatMap((to) => called(to, segment)),
    ];
  }
  return [
    ...(qualified ? [] : propertiesOf(referent, name, names)).flatMap((to) => picked(to, segment)),
    ...(structured && referent.cast !== true ? find('type') : []).flatMap((to) =>
      picked({ ...to, cast: true }, segment),
    ),
    ...find('operation').flatMap((to) => called(to, segment)),
    ...(segment.arguments === undefined && find('key').length > 0 ? keyed(referent, names) : []),
  ];
}

function propertiesOf<Of>(referent: Referent<Of>, name: string, names: Names<Of>): readonly Referent<Of>[] {
  if (referent.kind !== 'entity' && referent.kind !== 'complex') return [];
  const added = referent.added?.get(name);
  if (added !== undefined) return added;
  return referent.closed === true ? [] : names.find('property', name, referent);
}

/** Parentheses behind a collection of entities hold the key of one; nothing else has any. */
function picked<Of>(to: Referent<Of>, { arguments: args, key }: NameSegment): readonly Referent<Of>[] {
  if (key !== undefined) return [];
  if (args === undefined) return [to];
  return to.kind === 'entities' ? [{ ...elementOf(to), cast: false }] : [];
}

/** Behind the parentheses of a function that returns entities there may be those of a key. */
function called<Of>(to: Referent<Of>, { key }: NameSegment): readonly Referent<Of>[] {
  if (key === undefined) return [to];
  return to.kind === 'entities' ? [elementOf(to)] : [];
}

/** A key or an ordinal index as a segment; keys of several parts take several segments. */
function keyed<Of>(referent: Referent<Of>, names: Names<Of>): readonly Referent<Of>[] {
  if (!isCollection(referent)) return [];
  const element = { ...elementOf(referent), cast: false };
  const isWhole = referent.kind !== 'entities' || names.hasOnePartKey?.(referent) === true;
  return isWhole ? [element] : [element, { ...referent, cast: false }];
}

function distinct<Of>(referents: readonly Referent<Of>[]): readonly Referent<Of>[] {
  const isSame = (a: Referent<Of>, b: Referent<Of>) =>
    a.kind === b.kind && a.of === b.of && (a.cast ?? false) === (b.cast ?? false) && a.added === b.added;
  return referents.filter((referent, index) => referents.findIndex((other) => isSame(referent, other)) === index);
}
