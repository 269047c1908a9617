import type { Node, PathSegment } from '../../../../grammar/index.ts';

/** What a path can have led to; a plural is a collection, nothing follows an `end`. */
export type ReferentKind =
  'root' | 'entities' | 'entity' | 'complexes' | 'complex' | 'primitives' | 'primitive' | 'stream' | 'end';

/** What a path refers to as far as it has been read; `of` is what the names know about it. */
export interface Referent<Of> {
  readonly kind: ReferentKind;
  readonly of: Of;
  /** A type cast has just led here: there is at most one. */
  readonly cast?: boolean;
  /** Dynamic properties that transformations have added, and those of the type's own that they have left. */
  readonly added?: ReadonlyMap<string, readonly Referent<Of>[]>;
  /** No property is left but the `added` ones. */
  readonly closed?: boolean;
}

/** As what a name is looked up; a `stream` is the media stream of an entity, a `key` one written as a segment. */
export type Role =
  'entitySet' | 'singleton' | 'import' | 'property' | 'operation' | 'type' | 'customAggregate' | 'key' | 'stream';

/**
 * The names there are: those of a model, or of lists that tell kinds of names alone. A name can be several things, and
 * then everything that one of them allows is allowed.
 */
export interface Names<Of> {
  /** What a name refers to behind others when it is taken in a role; nothing if there is no such name. */
  readonly find: (role: Role, name: string, within: Referent<Of>) => readonly Referent<Of>[];
  /** Whether entities have keys of a single part; absent: nobody knows. */
  readonly hasOnePartKey?: (entities: Referent<Of>) => boolean;
  /** The service root. */
  readonly root: Referent<Of>;
  /** Entities of whatever type: `$all`, `$entity`, `$crossjoin`. */
  readonly anyEntity: Referent<Of>;
}

/** Why a name or a segment cannot stand where it does. */
type NameProblem = 'unknown' | 'parentheses' | 'collection' | 'leaf' | 'notCollection' | 'noMethod' | 'operand';

/** A name that cannot stand where it does; `within` is what the path in front of it refers to. */
export class NameError<Of = unknown> extends Error {
  override readonly name = 'NameError';
  readonly problem: NameProblem;
  readonly node: Node;
  readonly within: readonly Referent<Of>[];
  /** The segments of the path in front of it. */
  readonly before: readonly PathSegment[];

  constructor(problem: NameProblem, node: Node, within: readonly Referent<Of>[], before: readonly PathSegment[] = []) {
    super(`${problem} ${node.kind}`);
    this.problem = problem;
    this.node = node;
    this.within = within;
    this.before = before;
  }
}

const elements: Partial<Readonly<Record<ReferentKind, ReferentKind>>> = {
  entities: 'entity',
  complexes: 'complex',
  primitives: 'primitive',
};

export const isCollection = ({ kind }: Referent<unknown>): boolean => elements[kind] !== undefined;

/** One of a collection's items; a single referent itself. */
export const elementOf = <Of>(referent: Referent<Of>): Referent<Of> => ({
  ...referent,
  kind: elements[referent.kind] ?? referent.kind,
});

/** The same error; where it is about one of some segments, it knows those in front. */
export function withSegments(error: unknown, segments: readonly PathSegment[]): unknown {
  if (!(error instanceof NameError)) return error;
  const position = segments.findIndex((segment) => segment === error.node);
  if (position < 1) return error;
  return new NameError(error.problem, error.node, error.within, segments.slice(0, position));
}
