import type { ComputeItem, ExpandItem, OrderbyItem, QueryOption, SelectItem } from '../ast.ts';
import { encode, list, type Print } from './encode.ts';

/** A query option, `name=value`, as percent-encoded URL text. */
export function printOption(node: QueryOption, print: Print): string {
  return node.kind === 'CustomOption' && node.value === ''
    ? encode(node.name)
    : `${printOptionName(node)}=${printOptionValue(node, print)}`;
}

function printOptionName(node: QueryOption): string {
  switch (node.kind) {
    case 'TextOption':
    case 'TemporalOption':
      return node.name;
    case 'AliasAssignment':
      return `@${encode(node.name)}`;
    case 'CustomOption':
      return encode(node.name);
    default:
      return `$${node.kind.slice(0, -'Option'.length).toLowerCase()}`;
  }
}

function printOptionValue(node: QueryOption, print: Print): string {
  switch (node.kind) {
    case 'FilterOption':
      return print(node.expression);
    case 'OrderbyOption':
      return list(node.items, print);
    case 'SelectOption':
      return list(node.items, print);
    case 'ExpandOption':
      return list(node.items, print);
    case 'ComputeOption':
      return list(node.items, print);
    case 'SearchOption':
      return print(node.expression);
    case 'ApplyOption':
      return print(node.apply);
    case 'AliasAssignment':
      return print(node.value);
    case 'TemporalOption':
      return node.value.kind === 'TimeLimit' ? node.value.value : timePoint(print(node.value));
    default:
      return encode(String(node.value));
  }
}

/** Properties of these names must not be read as the ends of time. */
const timePoint = (text: string): string => (/^m(?:in|ax)$/i.test(text) ? `(${text})` : text);

export function printOrderbyItem({ expression, descending }: OrderbyItem, print: Print): string {
  return `${print(expression)}${descending ? '%20desc' : ''}`;
}

export function printComputeItem({ expression, alias }: ComputeItem, print: Print): string {
  return `${print(expression)}%20as%20${encode(alias)}`;
}

export function printSelectItem({ segments, wildcard, options, parameterNames }: SelectItem, print: Print): string {
  const star = wildcard ? (segments.length === 0 ? '*' : '.*') : '';
  const names = parameterNames === undefined ? '' : `(${parameterNames.map(encode).join(',')})`;
  return `${list(segments, print, '/')}${star}${names}${inParens(options, print)}`;
}

/** A `*` comes behind its path, and in front of `$ref`. */
export function printExpandItem({ segments, wildcard, options }: ExpandItem, print: Print): string {
  const printed = segments.map(print);
  const refAtEnd = wildcard && segments.at(-1)?.kind === 'ReservedSegment';
  const all = wildcard
    ? refAtEnd
      ? [...printed.slice(0, -1), '*', ...printed.slice(-1)]
      : [...printed, '*']
    : printed;
  return `${all.join('/')}${inParens(options, print)}`;
}

const inParens = (options: readonly QueryOption[], print: Print): string =>
  options.length === 0 ? '' : `(${list(options, print, ';')})`;
