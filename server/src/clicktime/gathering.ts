/** The answers that a gathered list is put together from, by what is asked of it. */
import { ODataError } from '../errors/odata-error.ts';
import type { Row } from '../model/values.ts';
import type { SourcePredicate } from '../source/source.ts';
import { identityOfParts, idOf } from './model/decode-record.ts';
import type { EntitySetDefinition, Gathering } from './model/entity-sets/definition.ts';
import { isRefusal } from './list-decision.ts';
import { isPath, pushDown } from './push-down.ts';
import { queryParts } from './query-parts.ts';
import type { Segment } from './reading/gathered.ts';
import { monthsWithin, type Month } from './reading/months.ts';
import type { PageReaderParts, Selection } from './reading/read-page.ts';
import { companyList } from './reading/upstream-list.ts';
import { readPagedList, readWholeList } from './reading/whole-lists.ts';
import { tooLargeIn } from './upstream/upstream-error.ts';

/** What is asked of a gathered list. */
export interface GatheringRequest {
  /** `query` is not told yet. */
  readonly selection: Selection;
  readonly predicates: readonly SourcePredicate[];
  /** The day it is, in ISO form. */
  readonly today: string;
  /** The first day of an answer that goes on, where the request did not say it. */
  readonly since: string | undefined;
}

interface Gathered {
  readonly segments: readonly Segment[];
  /** The first day, where the request does not say it: the pages behind this one begin with it, too. */
  readonly since?: string | undefined;
}

/** Behind every key that begins as the one in front of it. */
const LAST = '\uFFFF';

/** The segments in the order of the list. */
export async function segmentsOf(
  parts: PageReaderParts,
  gathering: Gathering,
  request: GatheringRequest,
): Promise<Gathered> {
  switch (gathering.kind) {
    case 'Whole':
      return { segments: [{ end: LAST, read: () => readWholeList(parts, asked(request)) }] };
    case 'Lists':
      return { segments: [{ end: LAST, read: () => readLists(parts, gathering.paths, request) }] };
    case 'Months':
      return months(parts, gathering, request);
    case 'Each':
      return { segments: await eachList(parts, gathering, request) };
  }
}

/** The selection with the parameters of all predicates that one request can say, but for those on a property. */
function asked({ selection, predicates }: GatheringRequest, but?: string): Selection {
  const { definition, list } = selection;
  const others = predicates.filter(({ property }) => property !== but && !list.unfiltered.includes(property));
  const [query = ''] = queryParts(definition, others, { list, ordered: true }).queries;
  return { ...selection, query };
}

/** @throws Forbidden where the account is refused all of them. */
async function readLists(
  parts: PageReaderParts,
  paths: readonly string[],
  request: GatheringRequest,
): Promise<readonly Row[]> {
  const selection = asked(request);
  const read = paths.map((path) => readPagedList(parts, { ...selection, list: { ...selection.list, path } }));
  const settled = await Promise.allSettled(read);
  const failures = settled.flatMap((each): readonly unknown[] => (each.status === 'rejected' ? [each.reason] : []));
  const failure = failures.find((error) => !isRefusal(error));
  if (failure !== undefined) throw failure;
  if (failures.length === paths.length) throw failures[0];
  return settled.flatMap((each) => (each.status === 'fulfilled' ? each.value : []));
}

// ---- Months ---------------------------------------------------------------------------------------------------------

function months(
  parts: PageReaderParts,
  { property, from, to }: Extract<Gathering, { kind: 'Months' }>,
  request: GatheringRequest,
): Gathered {
  const { selection, predicates, today, since } = request;
  const others = asked(request, property);
  const { months: wanted, since: first } = monthsWithin(
    selection.definition.entitySet.name,
    predicates.find((predicate) => predicate.property === property),
    { today, since },
  );
  const read = async (month: Month): Promise<readonly Row[]> => {
    const days = `${from}=${month.from}&${to}=${month.to}`;
    const query = others.query === '' ? days : `${others.query}&${days}`;
    try {
      const rows = await readWholeList(parts, { ...others, query });
      return rows.filter((row) => isWithin(month, row[property]));
    } catch (error) {
      const halves = tooLargeIn(error) === undefined ? [] : month.halves();
      if (halves.length === 0) throw error;
      return (await Promise.all(halves.map(read))).flat();
    }
  };
  return { segments: wanted.map((month) => ({ end: month.from, read: () => read(month) })), since: first };
}

/** What was not asked for belongs to another month, if to any. */
const isWithin = ({ from, to }: Month, day: unknown): boolean => typeof day === 'string' && day >= from && day <= to;

// ---- One list for each record of another set ------------------------------------------------------------------------

async function eachList(
  parts: PageReaderParts,
  { of, below, property }: Extract<Gathering, { kind: 'Each' }>,
  request: GatheringRequest,
): Promise<readonly Segment[]> {
  const selection = asked(request, property);
  const { definition, list } = selection;
  const ids = await idsOf(parts, of, request, property);
  return ids.map((id) => ({
    end: identityOfParts(id, LAST),
    read: async () => {
      const path = `${list.path}/${encodeURIComponent(id)}/${below}`;
      const rows = await readPagedList(parts, { ...selection, list: { ...list, path } }, ABSENT);
      const other = rows.find((row) => row[property] !== id);
      if (other === undefined) return rows;
      const reason = `of ${definition.entitySet.name}, it sends records with another '${property}' than '${id}', which was asked for.`;
      throw ODataError.of('UpstreamInvalidResponse', { reason });
    },
  }));
}

/** Statuses of the list of a record that is gone, or hidden from the account. */
const ABSENT = [400, 404];

/** The IDs that the predicates name, or else all there are, in their order. */
async function idsOf(
  parts: PageReaderParts,
  of: EntitySetDefinition,
  { selection, predicates }: GatheringRequest,
  property: string,
): Promise<readonly string[]> {
  const named = predicates.find((predicate) => predicate.property === property && predicate.kind === 'InPredicate');
  if (named?.kind === 'InPredicate') return [...new Set(named.values)].filter(isPath).toSorted();
  const all: Selection = {
    definition: of,
    list: { ...companyList(of), access: selection.list.access },
    query: pushDown(of, []).queries[0] ?? '',
    properties: ['ID'],
    context: selection.context,
  };
  const rows = await readPagedList(parts, all);
  return rows.map(idOf).filter(isPath).toSorted();
}
