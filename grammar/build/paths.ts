import type {
  AggregateItem,
  AggregateSegment,
  AllSegment,
  AnnotationSegment,
  Argument,
  CountSegment,
  CrossjoinSegment,
  EntitySegment,
  Expression,
  FilterSegment,
  KeySegment,
  LambdaSegment,
  MemberPath,
  NameSegment,
  ParameterAlias,
  PathSegment,
  QueryOption,
  Range,
  ReservedSegment,
  ResourcePath,
} from '../ast.ts';
import { ParseFailure } from '../failure.ts';
import { withoutDuplicates } from './without-duplicates.ts';

export function resourcePath(segments: readonly PathSegment[], range: Range): ResourcePath {
  return { kind: 'ResourcePath', segments, range };
}

/** One list of what stands first, in between and last, where there is something. */
export function segments(
  head: PathSegment | null,
  tail: readonly PathSegment[],
  last: PathSegment | null,
): readonly PathSegment[] {
  const all = head === null ? [...tail] : [head, ...tail];
  if (last !== null) all.push(last);
  return all;
}

/** Whether a name bears its namespace. */
export function isQualified(name: string): boolean {
  return name.includes('.');
}

export function nameSegment(
  name: string,
  args: readonly Argument[] | null | undefined,
  key: readonly Argument[] | null | undefined,
  range: Range,
): NameSegment {
  const qualified = name.includes('.');
  if (args === null || args === undefined) return { kind: 'NameSegment', name, qualified, range };
  if (key === null || key === undefined) return { kind: 'NameSegment', name, qualified, arguments: args, range };
  return { kind: 'NameSegment', name, qualified, arguments: args, key, range };
}

export function keySegment(value: string, range: Range): KeySegment {
  return { kind: 'KeySegment', value, range };
}

export function argument(name: string | null, value: Expression, range: Range): Argument {
  return name === null ? { kind: 'Argument', value, range } : { kind: 'Argument', name, value, range };
}

export function parameterAlias(name: string, range: Range): ParameterAlias {
  return { kind: 'ParameterAlias', name, range };
}

/** A path in an expression, from a root such as `$it`, from a first segment, or neither. */
export function memberPath(
  root: MemberPath['root'] | null,
  head: PathSegment | null,
  tail: readonly PathSegment[],
  range: Range,
): MemberPath {
  const all = head === null ? tail : tail.length === 0 ? [head] : [head, ...tail];
  if (root === null || root === undefined) return { kind: 'MemberPath', segments: all, range };
  return { kind: 'MemberPath', root, segments: all, range };
}

/** What begins with `@`: an annotation where the name is qualified, else an alias, alone or with a path behind it. */
export function atPath(
  name: string,
  qualifier: string | null,
  nameEnd: number,
  tail: readonly PathSegment[],
  range: Range,
): MemberPath | ParameterAlias {
  if (qualifier !== null || isQualified(name)) {
    const head = annotationSegment(name, qualifier, { start: range.start, end: nameEnd });
    return { kind: 'MemberPath', segments: [head, ...tail], range };
  }
  if (tail.length === 0) return { kind: 'ParameterAlias', name, range };
  return { kind: 'MemberPath', root: '@', alias: name, segments: tail, range };
}

export function lambdaSegment(
  operator: LambdaSegment['operator'],
  variable: string | null,
  predicate: Expression | null,
  range: Range,
): LambdaSegment {
  if (variable === null || predicate === null) return { kind: 'LambdaSegment', operator, range };
  return { kind: 'LambdaSegment', operator, variable, predicate, range };
}

/** `all()`, which says nothing to be true of all. */
export function allWithoutPredicate(range: Range): never {
  throw new ParseFailure('syntax', range.end, 'all() needs a condition, for example Items/all(item:item/Price gt 5)');
}

export function countSegment(options: readonly QueryOption[] | null, range: Range): CountSegment {
  return options === null
    ? { kind: 'CountSegment', range }
    : { kind: 'CountSegment', options: withoutDuplicates(options), range };
}

export function filterSegment(expression: Expression, key: readonly Argument[] | null, range: Range): FilterSegment {
  if (key === null) return { kind: 'FilterSegment', expression, range };
  return { kind: 'FilterSegment', expression, key, range };
}

export function aggregateSegment(item: AggregateItem, range: Range): AggregateSegment {
  return { kind: 'AggregateSegment', item, range };
}

export function annotationSegment(term: string, qualifier: string | null, range: Range): AnnotationSegment {
  if (qualifier === null) return { kind: 'AnnotationSegment', term, range };
  return { kind: 'AnnotationSegment', term, qualifier, range };
}

export function reservedSegment(name: ReservedSegment['name'], range: Range): ReservedSegment {
  return { kind: 'ReservedSegment', name, range };
}

export function crossjoinSegment(entitySets: readonly string[], range: Range): CrossjoinSegment {
  return { kind: 'CrossjoinSegment', entitySets, range };
}

export function allSegment(range: Range): AllSegment {
  return { kind: 'AllSegment', range };
}

export function entitySegment(range: Range): EntitySegment {
  return { kind: 'EntitySegment', range };
}
