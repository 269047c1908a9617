/** One answer of a list: from memory, from the same read under way, or from ClickTime. */
import { ODataError } from '../../errors/odata-error.ts';
import type { RequestContext } from '../../source/source.ts';
import type { EntitySetDefinition } from '../model/entity-sets/definition.ts';
import type { OddValue } from '../model/decode-record.ts';
import type { ScanRecords } from '../model/scan/scan-records.ts';
import type { Envelope } from '../upstream/outcome.ts';
import { askedBy, describeRead, type Upstream, type UpstreamRead } from '../upstream/upstream.ts';
import type { Priority } from '../upstream/window.ts';
import type { PageCache } from './page-cache.ts';
import type { UpstreamPage } from './page-facts.ts';
import type { UpstreamList } from './upstream-list.ts';

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

/** What reads go through. */
export interface PageReaderParts {
  readonly upstream: Upstream;
  readonly pages: PageCache;
  /** Is told of values that are left out, for they are not of their fields' kinds. */
  readonly onOdd?: ((odd: OddValue) => void) | undefined;
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
  /** Statuses that mean that there is no such list; default none. */
  readonly absentAt?: readonly number[];
  /** The page; without an answer where the list is absent. */
  readonly toPage: (answer: Envelope | undefined) => UpstreamPage | Promise<UpstreamPage>;
}

/** The part of an upstream read that all reads of a request share. */
export const readOf = ({ definition, list, context }: Selection) =>
  ({
    ...askedBy(context),
    subject: { entitySet: definition.entitySet.name, access: list.access },
  }) satisfies Partial<UpstreamRead>;

/** The page that an answer makes. */
export async function readPage(
  { upstream, pages }: PageReaderParts,
  selection: Selection,
  { query, projection, keep, priority, fresh, mayBeEmpty, absentAt = [], toPage, scan }: PageQuestion,
): Promise<UpstreamPage> {
  const { list, context } = selection;
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
      const answer = await upstream.get({ ...read, signal, path, query, priority, mayBeEmpty, absentAt, scan });
      if (answer.kind === 'Absent') return { page: await toPage(undefined), bytes: undefined };
      return { page: await toPage(answer), bytes: keep ? answer.bytes : undefined };
    },
  });
  if (!isLoaded) {
    context.trace?.note(`remembered ${describeRead({ path, query })}`);
    if (context.tally !== undefined) context.tally.rememberedReads += 1;
  }
  return page;
}

/** Names the properties that rows are decoded for, and tells apart those that are named alike. */
export const projectionOf = ({ properties, definition }: Pick<Selection, 'properties' | 'definition'>): string =>
  `${[...new Set(properties)].toSorted().join()} ${definition.entitySet.shape ?? ''}`;

/** The parameters of a selection with those that page it, encoded. */
export function queryOf({ definition, query, properties }: Selection, paging: readonly string[]): string {
  const verbose = definition.fields.some((field) => field.verbose && properties.includes(field.property.name));
  return [...(query === '' ? [] : [query]), ...(verbose ? ['verbose=true'] : []), ...paging].join('&');
}

/** Tells of values that are left out, the request's trace as well. */
export const tellingOdd =
  ({ onOdd }: Pick<PageReaderParts, 'onOdd'>, { context }: Selection) =>
  (odd: OddValue): void => {
    onOdd?.(odd);
    context.trace?.note(`left out values of ${odd.entitySet}/${odd.field} that do not fit`);
  };

/** Where there should have been a list. */
export const notAList = (entitySet: string): ODataError =>
  ODataError.of('UpstreamInvalidResponse', { reason: `for ${entitySet}, there is no list in it.` });
