/** Pages are asked for by records, and read up to a number of bytes. */
import type { FetchPage } from './careful-pages.ts';
import { tooLarge, tooLargeIn } from '../upstream/upstream-error.ts';

/** With fewer, a page would show nothing behind the record that it begins with to find its place. */
const LEAST_RECORDS = 2;

/** Pages too large in bytes are asked for again with half as many records, and those after them are from the start. */
export function inReadableSizes(entitySet: string, fetchPage: FetchPage): FetchPage {
  let most = Number.POSITIVE_INFINITY;
  return async (request) => {
    for (;;) {
      const limit = Math.min(request.limit, most);
      try {
        return await fetchPage(limit === request.limit ? request : { ...request, limit });
      } catch (error) {
        const failure = tooLargeIn(error);
        if (failure === undefined) throw error;
        const records = limit === 1 ? '1 record' : `${limit} records`;
        if (limit <= LEAST_RECORDS)
          throw tooLarge(entitySet, failure, `asked for ${records} from offset ${request.offset} on: `);
        most = Math.min(most, Math.max(LEAST_RECORDS, Math.ceil(limit / 2)));
      }
    }
  };
}
