/**
 * Roots below the service's own: `last-90-days/` holds of dated sets what is in the period, `only=Jobs(ID,Name)/` what was
 * chosen, `last-90-days/only=.../` both. Whatever is asked below such a root stays below it.
 */
import { isRoot } from '../bind/roots/read-root.ts';
import { ODataError } from '../errors/odata-error.ts';
import { shown } from '../util/shown.ts';
import { escapeUnsafe } from './links.ts';
import type { ODataRequest } from './message.ts';

/** What the segments of a root say, percent-encoded as they came. */
export interface RootWords {
  readonly period?: string | undefined;
  /** From `only=` on. */
  readonly choice?: string | undefined;
}

interface RootedPath {
  readonly words: RootWords;
  /** What the service root has more than the service's own: nothing, or segments with a slash behind each. */
  readonly root: string;
  /** Behind the root. */
  readonly path: string;
}

/** Which segments of a path behind the service's own root belong to the root; whether there is such a root is not asked. */
export function rootedPath(path: string): RootedPath {
  const [first = '', second = ''] = path.split('/', 2);
  const period = isPeriodLike(first) ? first : undefined;
  const choiceAt = period === undefined ? first : second;
  const choice = isChoiceLike(choiceAt) ? choiceAt : undefined;
  const root = [period, choice].flatMap((segment) => (segment === undefined ? [] : `${segment}/`)).join('');
  return { words: { period, choice }, root, path: path.slice(root.length) };
}

/** No name of OData's begins with a digit, or has a hyphen in it; what is in quotes or parentheses is a key. */
export const isPeriodLike = (segment: string): boolean => /^(?:\d|[a-z]+-)[^'(]*$/i.test(plain(segment));

const isChoiceLike = (segment: string): boolean => /^only=/i.test(plain(segment));

function plain(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return '';
  }
}

/** The request as one behind the root that its path begins with; one that is behind such a root already as it is. */
export function atRoot(request: ODataRequest): ODataRequest {
  const { words, root, path } = rootedPath(request.path);
  if (root === '' || request.root !== undefined) return request;
  return { ...request, root: words, path, serviceRoot: `${request.serviceRoot}${escapeUnsafe(root)}` };
}

/** Lets requests pass whose path does not begin with a further root, or what was meant as one. @throws ODataError */
export function checkOneRoot({ root, path }: ODataRequest): void {
  const [first = ''] = path.split('/', 1);
  if (root !== undefined && rootedPath(path).root !== '') {
    const within = 'a service root that says something already';
    const hint = ' A root has one period and one choice, the period first, as in last-90-days/only=Jobs/.';
    throw ODataError.of('UnknownResource', { name: shown(first), within, hint });
  }
  if (!isBareChoice(first)) return;
  const hint = ` A choice of sets and fields is written only=${shown(first)}.`;
  throw ODataError.of('UnknownResource', { name: shown(first), within: 'this service', hint });
}

/** `Jobs(ID,Name),Tasks`, which is no key: the parts of a key have names and values. */
const isBareChoice = (segment: string): boolean =>
  segment.includes(',') && !/['=]/.test(plain(segment)) && isRoot({ choice: `only=${segment}` });
