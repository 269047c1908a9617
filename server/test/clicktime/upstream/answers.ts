/** Sources over answers made in this process, without sockets: for thousands of extracts. */
import { idOf } from '../../../src/clicktime/model/decode-record.ts';
import { createKnownCounts } from '../../../src/clicktime/reading/known-counts.ts';
import { createExtractMemory } from '../../../src/clicktime/reading/extract-memory.ts';
import type { PageInfo } from '../../../src/clicktime/upstream/outcome.ts';
import { createPageCache } from '../../../src/clicktime/reading/page-cache.ts';
import { createClickTimeSource } from '../../../src/clicktime/source.ts';
import { execute } from '../../../src/execution/execute.ts';
import { clicktimeModel, entitySetDefinitions } from '../../../src/clicktime/model/clicktime-model.ts';
import { bind } from '../../../src/bind/bind.ts';
import { parseRequestUrl } from '../../../src/bind/url/parse-request-url.ts';
import type { EntitySource } from '../../../src/source/source.ts';
import { systemClock } from '../../../src/util/clock.ts';
import { contextOf } from '../connection.ts';

/** A record as ClickTime sends it. */
export type Sent = Readonly<Record<string, unknown>>;

export interface Asked {
  readonly path: string;
  readonly offset: number;
  readonly limit: number;
}

export interface Answered {
  readonly data: readonly Sent[];
  readonly page: PageInfo;
}

/** What an honest list of these records answers, of which no page has more than `most`. */
export function honestly(records: readonly Sent[], { offset, limit: asked }: Asked, most = 500): Answered {
  const limit = Math.min(asked, most);
  const data = records.slice(offset, offset + limit);
  return { data, page: { count: records.length, limit, offset, hasNext: offset + limit < records.length } };
}

/** A source that is given these answers, without memory of pages. */
export function sourceOf(answer: (asked: Asked) => Answered, readAhead = 4): EntitySource {
  return createClickTimeSource({
    upstream: {
      get: async ({ path, query }) => {
        const { limit = '100', offset = '0' } = Object.fromEntries(new URLSearchParams(query));
        const { data, page } = answer({ path, limit: Number(limit), offset: Number(offset) });
        return Promise.resolve({ kind: 'Envelope', data, page, bytes: 1 });
      },
    },
    pages: createPageCache({ maxAgeMs: 0, maxBytes: 0 }, systemClock),
    counts: createKnownCounts(systemClock),
    memory: createExtractMemory({ maxAgeMs: 3_600_000, maxBytes: 64 * 1024 * 1024 }, systemClock),
    authenticate: () => Promise.resolve(),
    definitions: entitySetDefinitions,
    clock: systemClock,
    timeZone: 'UTC',
    readAhead,
  });
}

interface Extracted {
  readonly ids: readonly string[];
  readonly count?: number;
  readonly pages: number;
}

/** An entity set's IDs over next links, as a client reads them. */
export async function extracted(
  source: EntitySource,
  path: string,
  options: Readonly<Record<string, string>> = {},
  maxPageSize?: number,
  onLink: () => void = () => undefined,
): Promise<Extracted> {
  const ids: string[] = [];
  let count: number | undefined;
  let token: string | undefined;
  for (let pages = 1; ; pages++) {
    const query = Object.entries({ ...options, ...(token !== undefined && { $skiptoken: token }) });
    const text = query.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&');
    const request = bind(parseRequestUrl(path, text), clicktimeModel);
    if (request.kind !== 'CollectionRequest') throw new Error(request.kind);
    const limits = { pageSize: 10_000, maxSortRows: 100_000, maxExpandedRows: 100_000, maxGroups: 100_000 };
    const clocks = { clock: () => systemClock.now(), date: () => systemClock.date() };
    const given = { model: clicktimeModel, source, limits, ...clocks };
    const result = await execute(request, { ...given, maxPageSize }, contextOf('token'));
    if (result.kind !== 'CollectionResult') throw new Error(result.kind);
    ids.push(...result.rows.map(idOf));
    count ??= result.count;
    token = result.skiptoken;
    if (token === undefined) return { ids, pages, ...(count !== undefined && { count }) };
    onLink();
    if (pages > 5_000) throw new Error('the pages do not end');
  }
}

// ---- Lists ----------------------------------------------------------------------------------------------------------

const dayBefore = (days: number): string =>
  new Date(Date.UTC(2026, 5, 29) - days * 86_400_000).toISOString().slice(0, 10);

/** So many users in ClickTime's order, of whom three have each name. */
export const usersNamed = (count: number): Sent[] =>
  Array.from({ length: count }, (_, index) => ({
    ID: `u${index}`,
    Name: `Name ${String(Math.floor(index / 3)).padStart(4, '0')}`,
    IsActive: true,
  }));

/** Timesheets of 30 weeks in ClickTime's order, 40 of each week. */
export const timesheetsByWeek = (): Sent[] =>
  Array.from({ length: 1_200 }, (_, index) => {
    const week = Math.floor(index / 40);
    return {
      ID: `w${index}`,
      UserID: `u${index % 40}`,
      StartDate: dayBefore(7 * week),
      EndDate: dayBefore(7 * week - 6),
    };
  });

/** Numbers in [0, 1) from a seed; good enough to choose what happens. */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return state / 2 ** 32;
  };
}

/** The same records, those that agree in a field in another order. */
export function shuffled(records: readonly Sent[], field: string, random: () => number): readonly Sent[] {
  const ranks = new Map<unknown, number>();
  for (const record of records) if (!ranks.has(record[field])) ranks.set(record[field], ranks.size);
  const rankOf = (record: Sent): number => ranks.get(record[field]) ?? 0;
  return records
    .map((record) => ({ record, by: rankOf(record) + random() }))
    .toSorted((one, other) => one.by - other.by)
    .map(({ record }) => record);
}
