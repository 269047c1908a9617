import { ODataError } from '../errors/odata-error.ts';
import type { ODataRequest } from './message.ts';
import { targetBelow } from './target-below.ts';

/**
 * The path below the service root that an entity-id is: as `@odata.id` has it, absolute, or relative to the host. Ids that
 * lead elsewhere are nobody's here, and are not followed.
 * @throws ODataError `UnknownResource`, `InvalidQueryOption`
 */
export function pathOfId(id: string, request: Pick<ODataRequest, 'serviceRoot' | 'headers'>): string {
  const target = { target: '$id' };
  const below = targetBelow(id, request);
  if (below === undefined || /^[a-z][a-z0-9+.-]*:/i.test(below.path)) {
    const hint = ` An id begins with ${request.serviceRoot}, or is relative to it.`;
    throw ODataError.of('UnknownResource', { name: id, within: 'this service', hint }, target);
  }
  if (below.query === '' && !/[?#]/.test(id)) return below.path;
  const reason = "an id has no query options; write them behind it, as options of '$entity'.";
  throw ODataError.of('InvalidQueryOption', { name: '$id', reason }, target);
}
