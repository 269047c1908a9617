/** Lists read to their end: those that are paged, page by page, and those that come in one answer. */
import type { Row } from '../../model/values.ts';
import { createRecordDecoder } from '../model/decode-record.ts';
import type { FetchPage } from './careful-pages.ts';
import { decodeRecords } from './decode-records.ts';
import { createPageReader } from './page-reader.ts';
import { readPages } from './paging.ts';
import { beginning } from './position.ts';
import {
  notAList,
  projectionOf,
  queryOf,
  readPage,
  tellingOdd,
  type PageReaderParts,
  type Selection,
} from './read-page.ts';

/** All rows of a paged list; none where ClickTime answers with a status that means that there is no such list. */
export const readPagedList = (
  parts: PageReaderParts,
  selection: Selection,
  absentAt: readonly number[] = [],
): Promise<readonly Row[]> =>
  readAll(createPageReader(parts, selection, absentAt), selection.definition.upstream.pageLimit);

/** All rows of a list that ClickTime does not page. */
export const readWholeList = (parts: PageReaderParts, selection: Selection): Promise<readonly Row[]> =>
  readAll(createWholeReader(parts, selection), Number.MAX_SAFE_INTEGER);

async function readAll(fetchPage: FetchPage, pageLimit: number): Promise<readonly Row[]> {
  const rows: Row[] = [];
  const options = { fetchPage, start: beginning, pageLimit, wanted: Number.POSITIVE_INFINITY, readAhead: 1 };
  for await (const { rows: more } of readPages(options)) for (const row of more) rows.push(row);
  return rows;
}

/** The one answer as the only page of a list, which has room for more rows and so shows its end. */
function createWholeReader(parts: PageReaderParts, selection: Selection): FetchPage {
  const { definition, properties } = selection;
  const decode = createRecordDecoder(definition, properties, tellingOdd(parts, selection));
  return async ({ offset, limit, priority, fresh = false }) => {
    const page = await readPage(parts, selection, {
      query: queryOf(selection, []),
      projection: projectionOf(selection),
      keep: true,
      priority,
      fresh,
      mayBeEmpty: true,
      toPage: async (answer) => {
        if (!Array.isArray(answer?.data)) throw notAList(definition.entitySet.name);
        const rows = await decodeRecords(answer.data, decode);
        return { offset: 0, rows, limit: rows.length + 1, count: answer.page.count ?? rows.length, hasNext: false };
      },
    });
    return offset === 0 ? page : { ...page, offset, limit, rows: page.rows.slice(offset) };
  };
}
