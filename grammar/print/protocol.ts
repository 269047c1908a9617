import type { ContextSelect, ContextSelectItem, ContextUrl, PathSegment, Preference } from '../ast.ts';
import { encode, list, type Print } from './encode.ts';

/** A context URL fragment from its `#` on. */
export function printContextUrl({ path, type, select, suffix }: ContextUrl, print: Print): string {
  const resource = path === undefined ? '' : print(path);
  const typeName = type === undefined ? '' : print(type);
  const end = suffix === undefined ? '' : `/${suffix}`;
  return `#${resource}${typeName}${select === undefined ? '' : print(select)}${end}`;
}

export function printContextSelect({ items }: ContextSelect, print: Print): string {
  return `(${list(items, print)})`;
}

export function printContextSelectItem(node: ContextSelectItem, print: Print): string {
  const { wildcard, segments, recursive, select } = node;
  const star = wildcard ? (segments.length === 0 ? '*' : '.*') : '';
  const path = segments.map((segment) => printFragmentSegment(segment, print)).join('/');
  return `${path}${star}${recursive ? '+' : ''}${select === undefined ? '' : print(select)}`;
}

/** Inside a fragment the `#` of a qualifier is not encoded. */
function printFragmentSegment(node: PathSegment, print: Print): string {
  if (node.kind !== 'AnnotationSegment' || node.qualifier === undefined) return print(node);
  return `@${encode(node.term)}#${encode(node.qualifier)}`;
}

/** A preference as it stands in a header, where nothing is percent-encoded. */
export function printPreference({ name, value, parameters }: Preference): string {
  return [{ name, value }, ...parameters].map(printPair).join(';');
}

export function printPair(pair: { readonly name: string; readonly value?: string | undefined }): string {
  return pair.value === undefined ? pair.name : `${pair.name}=${printHeaderValue(pair.value)}`;
}

/** A token stands as it is, anything else in double quotes. */
const printHeaderValue = (value: string): string =>
  /^[-!#$%&'*+.^_`|~0-9A-Za-z]+$/.test(value) ? value : `"${value.replaceAll(/["\\]/g, '\\$&')}"`;
