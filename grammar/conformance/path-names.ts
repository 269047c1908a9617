import type { NameSegment, PathSegment, ResourcePath } from '../ast.ts';
import { isOneOf, wrongSegment, type NameError, type Vocabulary } from './names.ts';

/** What a path can have led to; a name may be of several kinds, so several may be possible. */
type Place =
  'root' | 'entities' | 'entity' | 'complexes' | 'complex' | 'primitives' | 'primitive' | 'stream' | 'end' | 'anything';

/** A place, and whether a type cast has just led there: there is at most one. */
type State = `${Place}` | `${Place} cast`;

type Destinations = readonly (readonly [kinds: readonly string[], to: Place])[];

const properties: Destinations = [
  [['entityColNavigationProperty'], 'entities'],
  [['entityNavigationProperty'], 'entity'],
  [['complexColProperty'], 'complexes'],
  [['complexProperty'], 'complex'],
  [['primitiveColProperty'], 'primitives'],
  [['primitiveKeyProperty', 'primitiveNonKeyProperty', 'customAggregate'], 'primitive'],
  [['streamProperty'], 'stream'],
];

const functions = (suffix: string): Destinations => [
  [[`entityCol${suffix}`], 'entities'],
  [[`entity${suffix}`], 'entity'],
  [[`complexCol${suffix}`], 'complexes'],
  [[`complex${suffix}`], 'complex'],
  [[`primitiveCol${suffix}`], 'primitives'],
  [[`primitive${suffix}`], 'primitive'],
];

const operations: Destinations = [...functions('Function'), [['action'], 'end']];
const roots: Destinations = [
  [['entitySetName'], 'entities'],
  [['singletonEntity'], 'entity'],
  [['actionImport'], 'end'],
  ...functions('FunctionImport'),
];

/** Reserved segments that may follow a place. */
const reserved: Readonly<Record<Place, readonly string[]>> = {
  root: [],
  entities: ['$count', '$ref', '$each', '$query', '$filter'],
  entity: ['$ref', '$value', '$query'],
  complexes: ['$count', '$query', '$filter'],
  complex: ['$query'],
  primitives: ['$count', '$query', '$filter'],
  primitive: ['$value', '$query'],
  stream: [],
  end: ['$query'],
  anything: [],
};

/** The first segment of a resource path that no sequence of kinds explains. */
export function checkPath(path: ResourcePath, vocabulary: Vocabulary): NameError | undefined {
  let states: ReadonlySet<State> = new Set(['root']);
  for (const segment of path.segments) {
    const next = new Set([...states].flatMap((state) => step(state, segment, vocabulary)));
    if (next.size === 0) return wrongSegment(segment);
    states = next;
  }
  return undefined;
}

function step(state: State, segment: PathSegment, vocabulary: Vocabulary): readonly State[] {
  const [place, cast] = split(state);
  if (place === 'anything') return ['anything'];
  if (place === 'root' && segment.kind !== 'NameSegment') return ['anything'];
  switch (segment.kind) {
    case 'NameSegment':
      return named(place, cast, segment, vocabulary);
    case 'KeySegment':
      return keyed(place);
    case 'FilterSegment':
      return reserved[place].includes('$filter') ? [place] : [];
    case 'CountSegment':
      return reserved[place].includes('$count') ? ['end'] : [];
    case 'ReservedSegment':
      return reserved[place].includes(segment.name) ? [segment.name === '$each' ? 'entities' : 'end'] : [];
    default:
      return [];
  }
}

function named(place: Place, cast: boolean, segment: NameSegment, vocabulary: Vocabulary): readonly State[] {
  const is = (kinds: readonly string[]) => isOneOf(vocabulary, segment.name, kinds);
  if (place === 'root') return arrivals(roots, is, segment);
  const found: State[] = [...arrivals(operations, is, segment)];
  if (place === 'entity' || place === 'complex') found.push(...arrivals(properties, is, segment));
  const type = place === 'entities' || place === 'entity' ? 'entityTypeName' : 'complexTypeName';
  if (!cast && ['entities', 'entity', 'complexes', 'complex'].includes(place) && is([type])) {
    found.push(segment.arguments === undefined ? `${place} cast` : 'entity');
  }
  if (is(['keyPathLiteral'])) found.push(...keyed(place));
  return found;
}

/** Where a name leads; parentheses behind a collection of entities pick one of them. */
function arrivals(
  destinations: Destinations,
  is: (kinds: readonly string[]) => boolean,
  segment: NameSegment,
): State[] {
  return destinations.flatMap(([kinds, to]) => {
    if (!is(kinds)) return [];
    const isFunction = kinds.some((kind) => /Function/.test(kind));
    const picked = isFunction ? segment.key !== undefined : segment.arguments !== undefined;
    return [picked && to === 'entities' ? 'entity' : to];
  });
}

const elements: Partial<Readonly<Record<Place, Place>>> = {
  entities: 'entity',
  complexes: 'complex',
  primitives: 'primitive',
};

/** A key or an ordinal index as a segment; keys of several parts take several segments. */
function keyed(place: Place): readonly State[] {
  const element = elements[place];
  return element === undefined ? [] : element === 'entity' ? ['entity', 'entities'] : [element];
}

function split(state: State): readonly [Place, boolean] {
  for (const place of ['entities', 'entity', 'complexes', 'complex'] as const) {
    if (state === `${place} cast`) return [place, true];
  }
  return isPlain(state) ? [state, false] : ['anything', false];
}

const isPlain = (state: State): state is Place => !state.endsWith(' cast');
