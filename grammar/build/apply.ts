import type * as ast from '../ast.ts';
import { wholeNumber } from './whole-number.ts';

type Range = ast.Range;
type Sequence = ast.TransformationSequence;

/** A keyword of the specification, which may be written in any letter case. */
export function keyword(text: string): string {
  return text.toLowerCase();
}

export function transformationSequence(transformations: readonly ast.Transformation[], range: Range): Sequence {
  return { kind: 'TransformationSequence', transformations, range };
}

export function aggregateTransformation(
  items: readonly ast.AggregateItem[],
  range: Range,
): ast.AggregateTransformation {
  return { kind: 'AggregateTransformation', items, range };
}

export function aggregateItem(
  expression: ast.Expression,
  method: string | null,
  from: readonly ast.AggregateFrom[],
  alias: string | null,
  range: Range,
): ast.AggregateItem {
  const methodPart = method === null ? {} : { method };
  const aliasPart = alias === null ? {} : { alias };
  return { kind: 'AggregateItem', expression, ...methodPart, from, ...aliasPart, range };
}

export function aggregateFrom(
  properties: readonly ast.MemberPath[],
  method: string | null,
  range: Range,
): ast.AggregateFrom {
  if (method === null) return { kind: 'AggregateFrom', properties, range };
  return { kind: 'AggregateFrom', properties, method, range };
}

export function computeTransformation(items: readonly ast.ComputeItem[], range: Range): ast.ComputeTransformation {
  return { kind: 'ComputeTransformation', items, range };
}

export function concatTransformation(sequences: readonly Sequence[], range: Range): ast.ConcatTransformation {
  return { kind: 'ConcatTransformation', sequences, range };
}

export function groupbyTransformation(
  elements: readonly ast.GroupbyElement[],
  apply: Sequence | null,
  range: Range,
): ast.GroupbyTransformation {
  if (apply === null) return { kind: 'GroupbyTransformation', elements, range };
  return { kind: 'GroupbyTransformation', elements, apply, range };
}

export function rollupLevels(properties: readonly ast.MemberPath[], total: boolean, range: Range): ast.RollupLevels {
  return { kind: 'RollupLevels', properties, total, range };
}

export function rollupRecursive(
  hierarchy: ast.HierarchyReference,
  apply: Sequence | null,
  range: Range,
): ast.RollupRecursive {
  if (apply === null) return { kind: 'RollupRecursive', hierarchy, range };
  return { kind: 'RollupRecursive', hierarchy, apply, range };
}

export function hierarchyReference(
  nodes: ast.MemberPath,
  qualifier: string,
  path: ast.MemberPath,
  range: Range,
): ast.HierarchyReference {
  return { kind: 'HierarchyReference', nodes, qualifier, path, range };
}

export function filterTransformation(expression: ast.Expression, range: Range): ast.FilterTransformation {
  return { kind: 'FilterTransformation', expression, range };
}

export function searchTransformation(expression: ast.SearchExpression, range: Range): ast.SearchTransformation {
  return { kind: 'SearchTransformation', expression, range };
}

export function orderbyTransformation(items: readonly ast.OrderbyItem[], range: Range): ast.OrderbyTransformation {
  return { kind: 'OrderbyTransformation', items, range };
}

export function pageTransformation(
  method: ast.PageTransformation['method'],
  value: string,
  range: Range,
): ast.PageTransformation {
  return { kind: 'PageTransformation', method, value: wholeNumber(value, range), range };
}

export function identityTransformation(range: Range): ast.IdentityTransformation {
  return { kind: 'IdentityTransformation', range };
}

export function rankTransformation(
  method: ast.RankMethod,
  amount: ast.Expression,
  value: ast.Expression,
  range: Range,
): ast.RankTransformation {
  return { kind: 'RankTransformation', method, amount, value, range };
}

export function joinTransformation(
  method: ast.JoinTransformation['method'],
  path: ast.MemberPath,
  alias: string,
  apply: Sequence | null,
  range: Range,
): ast.JoinTransformation {
  if (apply === null) return { kind: 'JoinTransformation', method, path, alias, range };
  return { kind: 'JoinTransformation', method, path, alias, apply, range };
}

export function nestTransformation(
  path: ast.MemberPath | null,
  items: readonly ast.NestItem[],
  range: Range,
): ast.NestTransformation {
  if (path === null) return { kind: 'NestTransformation', items, range };
  return { kind: 'NestTransformation', path, items, range };
}

export function nestItem(apply: Sequence, alias: string, range: Range): ast.NestItem {
  return { kind: 'NestItem', apply, alias, range };
}

export function hierarchyTransformation(
  direction: ast.HierarchyTransformation['direction'],
  hierarchy: ast.HierarchyReference,
  start: Sequence,
  distance: string | null,
  keep: string | null,
  range: Range,
): ast.HierarchyTransformation {
  const distancePart = distance === null ? {} : { maxDistance: wholeNumber(distance, range) };
  return {
    kind: 'HierarchyTransformation',
    direction,
    hierarchy,
    start,
    ...distancePart,
    keepStart: keep !== null,
    range,
  };
}

export function traverseTransformation(
  hierarchy: ast.HierarchyReference,
  order: ast.TraverseTransformation['order'],
  apply: Sequence | null,
  orderby: readonly ast.OrderbyItem[] | null,
  range: Range,
): ast.TraverseTransformation {
  const applyPart = apply === null ? {} : { apply };
  return { kind: 'TraverseTransformation', hierarchy, order, ...applyPart, orderby: orderby ?? [], range };
}

export function customTransformation(
  name: string,
  args: readonly ast.Argument[],
  range: Range,
): ast.CustomTransformation {
  const segment: ast.NameSegment = { kind: 'NameSegment', name, qualified: true, arguments: args, range };
  return { kind: 'CustomTransformation', function: segment, range };
}
