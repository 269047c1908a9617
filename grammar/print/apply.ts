import type {
  AggregateFrom,
  AggregateItem,
  GroupbyTransformation,
  HierarchyReference,
  HierarchyTransformation,
  JoinTransformation,
  NestItem,
  NestTransformation,
  RollupLevels,
  RollupRecursive,
  Transformation,
  TransformationSequence,
  TraverseTransformation,
} from '../ast.ts';
import { encode, list, type Print } from './encode.ts';

/** One transformation as percent-encoded URL text. */
export function printTransformation(node: Transformation, print: Print): string {
  switch (node.kind) {
    case 'AggregateTransformation':
      return `aggregate(${list(node.items, print)})`;
    case 'ComputeTransformation':
      return `compute(${list(node.items, print)})`;
    case 'ConcatTransformation':
      return `concat(${list(node.sequences, print)})`;
    case 'GroupbyTransformation':
      return printGroupby(node, print);
    case 'FilterTransformation':
      return `filter(${print(node.expression)})`;
    case 'SearchTransformation':
      return `search(${print(node.expression)})`;
    case 'OrderbyTransformation':
      return `orderby(${list(node.items, print)})`;
    case 'PageTransformation':
      return `${node.method}(${node.value})`;
    case 'IdentityTransformation':
      return 'identity';
    case 'RankTransformation':
      return `${node.method}(${print(node.amount)},${print(node.value)})`;
    case 'JoinTransformation':
      return printJoin(node, print);
    case 'NestTransformation':
      return printNest(node, print);
    case 'HierarchyTransformation':
      return printHierarchy(node, print);
    case 'TraverseTransformation':
      return printTraverse(node, print);
    case 'CustomTransformation':
      return print(node.function);
  }
}

export function printAggregateItem({ expression, method, from, alias }: AggregateItem, print: Print): string {
  const withPart = method === undefined ? '' : `%20with%20${encode(method)}`;
  const asPart = alias === undefined ? '' : `%20as%20${encode(alias)}`;
  return `${print(expression)}${withPart}${from.map((each) => `%20${print(each)}`).join('')}${asPart}`;
}

export function printAggregateFrom({ properties, method }: AggregateFrom, print: Print): string {
  const withPart = method === undefined ? '' : `%20with%20${encode(method)}`;
  return `from%20${list(properties, print)}${withPart}`;
}

function printGroupby({ elements, apply }: GroupbyTransformation, print: Print): string {
  return `groupby((${list(elements, print)})${afterComma(apply, print)})`;
}

/** The elements of a `groupby` that are not plain paths. */
export function printRollup(node: RollupLevels | RollupRecursive, print: Print): string {
  if (node.kind === 'RollupLevels') return `rollup(${node.total ? '$all,' : ''}${list(node.properties, print)})`;
  return `rolluprecursive(${print(node.hierarchy)}${afterComma(node.apply, print)})`;
}

export function printHierarchyReference({ nodes, qualifier, path }: HierarchyReference, print: Print): string {
  return `${print(nodes)},${encode(qualifier)},${print(path)}`;
}

const printJoin = ({ method, path, alias, apply }: JoinTransformation, print: Print): string =>
  `${method}(${print(path)}%20as%20${encode(alias)}${afterComma(apply, print)})`;

function printNest({ path, items }: NestTransformation, print: Print): string {
  return path === undefined ? `nest(${list(items, print)})` : `addnested(${list([path, ...items], print)})`;
}

export function printNestItem({ apply, alias }: NestItem, print: Print): string {
  return `${print(apply)}%20as%20${encode(alias)}`;
}

function printHierarchy(
  { direction, hierarchy, start, maxDistance, keepStart }: HierarchyTransformation,
  print: Print,
): string {
  const distance = maxDistance === undefined ? '' : `,${maxDistance}`;
  const keep = keepStart ? ',keep%20start' : '';
  return `${direction}(${print(hierarchy)}${afterComma(start, print)}${distance}${keep})`;
}

function printTraverse({ hierarchy, order, apply, orderby }: TraverseTransformation, print: Print): string {
  const sorting = orderby.map((item) => `,${print(item)}`).join('');
  return `traverse(${print(hierarchy)},${order}${afterComma(apply, print)}${sorting})`;
}

const afterComma = (sequence: TransformationSequence | undefined, print: Print): string =>
  sequence === undefined ? '' : `,${print(sequence)}`;
