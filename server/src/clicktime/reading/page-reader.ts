import { ODataError } from '../../errors/odata-error.ts';
import type { EntitySetDefinition } from '../model/entity-sets/definition.ts';
import type { Row } from '../../model/values.ts';
import type { RequestContext } from '../../source/source.ts';
import { isObject } from '../../util/json-object.ts';
import { createRecordDecoder, idOf, type OddValue } from '../model/decode-record.ts';
import { recordScanner, type ScanRecords } from '../model/scan/scan-records.ts';
import type { Envelope, PageInfo } from '../upstream/outcome.ts';
import type { PageCache } from './page-cache.ts';
import type { PageRequest } from './careful-pages.ts';
import type { UpstreamPage } from './page-facts.ts';
import { inReadableSizes } from './readable-sizes.ts';
import type { UpstreamList } from './upstream-list.ts';
import { askedBy, describeRead, type Upstream, type UpstreamRead } from '../upstream/upstream.ts';
import type { Priority } from '../upstream/window.ts';

/** What is read for one request: which records of one entity set, and which of their properties. */
export interface Selection {
  readonly definition: EntitySetDefinition;
  /** The list of them that is read. */
  readonly list: UpstreamList;
  /** Filter parameters, encoded. */
  readonly query: string;
  readonly properties: readonly string[];
  /** Rows may come as text. */
  readonly texts?: boolean | undefined;
  readonly context: RequestContext;
}

/** Larger offsets may be refused as no numbers; behind this one no list has anything. */
const MAX_OFFSET = 999_999_999;

/** The part of an upstream read that all reads of a request share. */
const readOf = ({ definition, list, context }: Selection) =>
  ({
    ...askedBy(context),
    subject: { entitySet: definition.entitySet.name, access: list.access },
  }) satisfies Partial<UpstreamRead>;

/** What reads go through. */
export interface PageReaderParts {
  readonly upstream: Upstream;
  readonly pages: PageCache;
  /** Is told of values that are left out, for they are not of their fields' kinds. */
  readonly onOdd?: ((odd: OddValue) => void) | undefined;
}

/**
 * Reads pages of a list and decodes their records. The same page asked for at the same time is read once; reference
 * lists and first pages are remembered for a short while.
 */
export function createPageReader(
  parts: PageReaderParts,
  selection: Selection,
): (request: PageRequest) => Promise<UpstreamPage> {
  if (selection.list.form === 'record') return createOwnRecordPager(parts, selection);
  const { definition, properties, texts = false } = selection;
  const decode = createRecordDecoder(definition, properties, parts.onOdd);
  const scan = texts ? recordScanner(definition, properties) : undefined;
  // Rows that are text take longer to look at, so they are not given to whoever has not asked for them.
  const projection = `${projectionOf(properties)}${scan === undefined ? '' : ' as text'}`;
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
      toPage: ({ data, rows, page }) => {
        if (!Array.isArray(data)) throw notAList(definition.entitySet.name);
        return pageOf(rows ?? data.map(decode), from, limit, page);
      },
    });
  });
}

interface PageQuestion {
  /** All parameters, encoded. */
  readonly query: string;
  /** Tells apart rows that were decoded from the same answer for different properties. */
  readonly projection: string;
  /** Worth remembering. */
  readonly keep: boolean;
  readonly priority: Priority;
  /** Not from memory. */
  readonly fresh: boolean;
  /** Nothing is in front of it: it may be the whole list that is empty. */
  readonly mayBeEmpty: boolean;
  /** Takes the records out of the answer where it can. */
  readonly scan?: ScanRecords | undefined;
  readonly toPage: (answer: Envelope) => UpstreamPage;
}

/** The page from memory, from the same read under way, or from ClickTime. */
async function readPage(
  { upstream, pages }: PageReaderParts,
  selection: Selection,
  { query, projection, keep, priority, fresh, mayBeEmpty, toPage, scan }: PageQuestion,
): Promise<UpstreamPage> {
  const { definition, list, context } = selection;
  const { path } = list;
  const read = readOf(selection);
  let isLoaded = false;
  const { page } = await pages.recall({
    owner: context.owner,
    key: `${path}?${query} ${projection}`,
    fresh: fresh || context.fresh === true,
    signal: read.signal,
    deadline: read.deadline,
    work: async (signal) => {
      isLoaded = true;
      const answer = await upstream.get({ ...read, signal, path, query, priority, mayBeEmpty, absentAt: [], scan });
      if (answer.kind === 'Absent') throw notAList(definition.entitySet.name);
      return { page: toPage(answer), bytes: keep ? answer.bytes : undefined };
    },
  });
  if (!isLoaded) {
    context.trace?.note(`remembered ${describeRead({ path, query })}`);
    if (context.tally !== undefined) context.tally.rememberedReads += 1;
  }
  return page;
}

const projectionOf = (properties: readonly string[]): string => [...new Set(properties)].toSorted().join();

/** The account's own record as a list of one. */
function createOwnRecordPager(
  parts: PageReaderParts,
  selection: Selection,
): (request: PageRequest) => Promise<UpstreamPage> {
  const { definition, properties } = selection;
  const decode = createRecordDecoder(definition, properties, parts.onOdd);
  const question = {
    query: queryOf(selection, []),
    projection: `${definition.entitySet.name} ${projectionOf(properties)}`,
    keep: true,
    toPage: ({ data }: Envelope) => ({
      offset: 0,
      rows: [decode(onlyDeclared(definition, data))],
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
  const decode = createRecordDecoder(selection.definition, selection.properties, onOdd);
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

function queryOf({ definition, query, properties }: Selection, paging: readonly string[]): string {
  const verbose = definition.fields.some((field) => field.verbose && properties.includes(field.property.name));
  return [...(query === '' ? [] : [query]), ...(verbose ? ['verbose=true'] : []), ...paging].join('&');
}

const notAList = (entitySet: string): ODataError =>
  ODataError.of('UpstreamInvalidResponse', { reason: `for ${entitySet}, there is no list in it.` });
