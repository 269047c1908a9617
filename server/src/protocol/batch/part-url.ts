import { ODataError } from '../../errors/odata-error.ts';
import type { ODataRequest } from '../message.ts';
import { isBatchPath } from '../methods.ts';
import type { RequestTarget } from '../request-target.ts';
import { targetBelow } from '../target-below.ts';
import { malformed, type PartRequest } from './batch-part.ts';

interface PartTarget extends RequestTarget {
  /** The identifier of the earlier part that the path was built on. */
  readonly reference: string | undefined;
}

/**
 * What a part's URL leads to behind the service root: an absolute URL, one that begins with a slash, or one relative to
 * the root (Protocol 11.7.7.1), where `$id` may stand for what an earlier part asked for, by the paths of those.
 * @throws ODataError `UnknownResource` where it leads elsewhere, `MalformedBatch` where it is another batch.
 */
export function partTarget(
  { url, headers }: PartRequest,
  batch: ODataRequest,
  earlier: ReadonlyMap<string, string>,
): PartTarget {
  const below = targetBelow(url, batch, headers['host']);
  if (below === undefined) throw notBelow(url, batch.serviceRoot);
  const { path: behind, query } = below;
  if (isBatchPath(behind)) throw malformed('a batch can hold no other batch.');
  const [first = ''] = behind.split('/', 1);
  const id = first.slice(1);
  const meant = first.startsWith('$') && !reserved.has(id) ? earlier.get(id) : undefined;
  if (meant === undefined) return { path: behind, query, reference: undefined };
  return { path: `${meant}${behind.slice(first.length)}`, query, reference: id };
}

/** Segments that mean something of their own, whatever parts are called. */
const reserved: ReadonlySet<string> = new Set(['metadata', 'batch', 'all', 'entity', 'crossjoin']);

const notBelow = (url: string, root: string): ODataError =>
  ODataError.of('UnknownResource', { name: url, within: 'this service', hint: ` The URL must begin with ${root}.` });
