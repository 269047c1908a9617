// The toolkit's import comes first: the build removes it, for the sandbox has these names as globals.
import { Fetcher, FetchUtils, type FetchOptions } from '@tableau/taco-toolkit/handlers';
import { localDay } from '../shared/date-range.ts';
import { readTables, type TablePiece } from '../shared/read-tables.ts';
import { readTableRequest } from '../shared/table-request.ts';

/** Reads the chosen entity sets from the service, one after the other, so that ClickTime is asked gently. */
export default class ClickTimeFetcher extends Fetcher {
  async *fetch({ handlerInput, secrets }: FetchOptions): AsyncGenerator<TablePiece> {
    const token = secrets?.['token'];
    yield* readTables(readTableRequest(handlerInput.data), typeof token === 'string' ? token : '', {
      fetchJson: (url, headers) => FetchUtils.fetchJson(url, { method: 'GET', headers }),
      delay,
      today: localDay(new Date()),
    });
  }
}

/** The sandbox has one timer, and not in every version; without it a retry follows at once. */
async function delay(milliseconds: number): Promise<void> {
  if (typeof EpsUtils !== 'undefined') await EpsUtils.delay(milliseconds);
}
