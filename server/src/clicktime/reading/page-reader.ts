import type { Row } from '../../model/values.ts';
import { isObject } from '../../util/json-object.ts';
import { createRecordDecoder, idOf } from '../model/decode-record.ts';
import type { EntitySetDefinition } from '../model/entity-sets/definition.ts';
import { recordScanner } from '../model/scan/scan-records.ts';
import type { Envelope, PageInfo } from '../upstream/outcome.ts';
import type { PageRequest } from './careful-pages.ts';
import { decodeRecords } from './decode-records.ts';
import type { UpstreamPage } from './page-facts.ts';
import {
  notAList,
  projectionOf,
  queryOf,
  readOf,
  readPage,
  tellingOdd,
  type PageReaderParts,
  type Selection,
} from './read-page.ts';
import { inReadableSizes } from './readable-sizes.ts';

/** Larger offsets may be refused as no numbers; behind this one no list has anything. */
const MAX_OFFSET = 999_999_999;

/**
 * Reads pages of a list and decodes their records. The same page asked for at the same time is read once; reference
 * lists and first pages are remembered for a short while. A list is empty where ClickTime answers with one of `absentAt`.
 */
export function createPageReader(
  parts: PageReaderParts,
  selection: Selection,
  absentAt: readonly number[] = [],
): (request: PageRequest) => Promise<UpstreamPage> {
  if (selection.list.form === 'record') return createRecordPager(parts, selection);
  const { definition, properties, texts = false } = selection;
  const decode = createRecordDecoder(definition, properties, tellingOdd(parts, selection));
  const scan = texts ? recordScanner(definition, properties) : undefined;
  // Rows that are text take longer to look at, so they are not given to whoever has not asked for them.
  const projection = `${projectionOf(selection)}${scan === undefined ? '' : ' as text'}`;
  return inReadableSizes(definition.entitySet.name, ({ offset, limit, priority, fresh = false, keep = false }) => {
    const from = Math.min(offset, MAX_OFFSET);
    return readPage(parts, selection, {
      query: queryOf(selection, [`limit=${limit}`, ...(from === 0 ? [] : [`offset=${from}`])]),
      projection,
      keep: keep || definition.upstream.reference || offset === 0,
      priority,
      fresh,
      mayBeEmpty: offset === 0,
      scan,
      absentAt,
      toPage: async (answer) => {
        if (answer === undefined && absentAt.length > 0) return pageOf([], from, limit, { count: 0 });
        if (!Array.isArray(answer?.data)) throw notAList(definition.entitySet.name);
        return pageOf(answer.rows ?? (await decodeRecords(answer.data, decode)), from, limit, answer.page);
      },
    });
  });
}

/** A single record, such as the account's own, as a list of one. */
function createRecordPager(
  parts: PageReaderParts,
  selection: Selection,
): (request: PageRequest) => Promise<UpstreamPage> {
  const { definition, properties } = selection;
  const decode = createRecordDecoder(definition, properties, tellingOdd(parts, selection));
  const question = {
    query: queryOf(selection, []),
    projection: `${definition.entitySet.name} ${projectionOf(selection)}`,
    keep: true,
    toPage: (answer: Envelope | undefined) => ({
      offset: 0,
      rows: [decode(onlyDeclared(definition, answer?.data))],
      // There is room for more, so that it shows its end.
      limit: 2,
      count: 1,
      hasNext: false,
    }),
    mayBeEmpty: false,
  };
  return async ({ offset, priority, fresh = false }) => {
    const page = await readPage(parts, selection, { ...question, priority, fresh });
    return offset === 0 ? page : { ...page, offset, rows: [] };
  };
}

/**
 * The fields of a record that the entity set has. The account's own record holds its API token, which must not even be
 * kept in memory.
 */
function onlyDeclared({ fields }: EntitySetDefinition, record: unknown): unknown {
  if (!isObject(record)) return record;
  const declared = new Set(fields.map(({ field }) => field));
  return Object.fromEntries(Object.entries(record).filter(([name]) => declared.has(name)));
}

function pageOf(sent: readonly Row[], offset: number, asked: number, info: PageInfo): UpstreamPage {
  const { count, limit = asked, hasNext } = info;
  // Where all rows come whatever is asked for, and it is said so, those in front are left out here.
  const isWhole = info.offset === 0 && sent.length > asked && sent.length === count;
  const [rows, saidOffset] = isWhole ? [sent.slice(offset), offset] : [sent, info.offset];
  return {
    offset,
    rows,
    // What ClickTime says of it is true where that many rows came, and of use only where they are fewer than asked for.
    limit: limit < asked && limit === rows.length ? limit : asked,
    count,
    hasNext,
    saidOffset,
  };
}

/** Reads a single record by its own path; undefined where there is none that the caller may see. */
export function createRecordReader(
  { upstream, onOdd }: Pick<PageReaderParts, 'upstream' | 'onOdd'>,
  selection: Selection,
): (id: string) => Promise<Row | undefined> {
  const decode = createRecordDecoder(selection.definition, selection.properties, tellingOdd({ onOdd }, selection));
  return async (id) => {
    const answer = await upstream.get({
      ...readOf(selection),
      path: `${selection.list.path}/${encodeURIComponent(id)}`,
      query: queryOf(selection, []),
      priority: 'interactive',
      // An ID of the wrong form may be refused as such.
      absentAt: [400, 404],
    });
    // Some paths take other things than IDs, such as a day or the name of a sub-resource.
    if (answer.kind === 'Absent' || Array.isArray(answer.data)) return undefined;
    const row = decode(answer.data);
    return idOf(row) === id ? row : undefined;
  };
}
