import type { Argument, LambdaSegment, PathSegment } from '../ast.ts';
import { encode, list, type Print } from './encode.ts';

/** One segment of a path as percent-encoded URL text. */
export function printSegment(node: PathSegment, print: Print): string {
  switch (node.kind) {
    case 'NameSegment':
      return `${encode(node.name)}${printArguments(node.arguments, print)}${printArguments(node.key, print)}`;
    case 'KeySegment':
      return encode(node.value).replaceAll('(', '%28').replaceAll(')', '%29');
    case 'LambdaSegment':
      return printLambda(node, print);
    case 'CountSegment':
      return node.options === undefined ? '$count' : `$count(${list(node.options, print, ';')})`;
    case 'FilterSegment':
      return `$filter(${print(node.expression)})${printArguments(node.key, print)}`;
    case 'AggregateSegment':
      return `aggregate(${print(node.item)})`;
    case 'AnnotationSegment':
      return `@${encode(node.term)}${node.qualifier === undefined ? '' : `%23${encode(node.qualifier)}`}`;
    case 'ReservedSegment':
      return node.name;
    case 'CrossjoinSegment':
      return `$crossjoin(${node.entitySets.map(encode).join(',')})`;
    case 'AllSegment':
      return '$all';
    case 'EntitySegment':
      return '$entity';
  }
}

const printArguments = (args: readonly Argument[] | undefined, print: Print): string =>
  args === undefined ? '' : `(${list(args, print)})`;

function printLambda({ operator, variable, predicate }: LambdaSegment, print: Print): string {
  if (variable === undefined || predicate === undefined) return `${operator}()`;
  return `${operator}(${encode(variable)}:${print(predicate)})`;
}
