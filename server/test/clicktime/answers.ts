/** Sources over answers made in this process, without sockets: for thousands of extracts. */
import { idOf } from '../../src/clicktime/decode-record.ts';
import { createDoubtedCounts } from '../../src/clicktime/doubted-counts.ts';
import { createExtractMemory } from '../../src/clicktime/extract-memory.ts';
import type { PageInfo } from '../../src/clicktime/outcome.ts';
import { createPageCache } from '../../src/clicktime/page-cache.ts';
import { createClickTimeSource } from '../../src/clicktime/source.ts';
import { execute } from '../../src/execution/execute.ts';
import { clicktimeModel, entitySetDefinitions } from '../../src/model/clicktime-model.ts';
import { bind } from '../../src/query/bind.ts';
import { parseRequestUrl } from '../../src/query/parse-request-url.ts';
import type { EntitySource } from '../../src/query/source.ts';
import { createCredentialKey } from '../../src/util/credential-key.ts';
import { systemClock } from '../../src/util/clock.ts';
import { contextOf } from './connection.ts';

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
    credentialKey: createCredentialKey(),
    doubts: createDoubtedCounts(systemClock),
    memory: createExtractMemory({ maxAgeMs: 3_600_000, maxBytes: 64 * 1024 * 1024 }, systemClock),
    authenticate: () => Promise.resolve(),
    definitions: entitySetDefinitions,
    clock: systemClock,
    readAhead,
  });
}

export interface Extracted {
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
): Promise<Extracted> {
  const ids: string[] = [];
  let count: number | undefined;
  let token: string | undefined;
  for (let pages = 1; ; pages++) {
    const query = Object.entries({ ...options, ...(token !== undefined && { $skiptoken: token }) });
    const text = query.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&');
    const request = bind(parseRequestUrl(path, text), clicktimeModel);
    if (request.kind !== 'CollectionRequest') throw new Error(request.kind);
    const limits = { pageSize: 10_000, maxSortRows: 100_000, maxExpandedRows: 100_000 };
    const clocks = { clock: () => systemClock.now(), date: () => systemClock.date() };
    const given = { model: clicktimeModel, source, limits, ...clocks };
    const settings = { ...given, ...(maxPageSize !== undefined && { maxPageSize }) };
    const result = await execute(request, settings, contextOf('token'));
    if (result.kind !== 'CollectionResult') throw new Error(result.kind);
    ids.push(...result.rows.map(idOf));
    count ??= result.count;
    token = result.skiptoken;
    if (token === undefined) return { ids, pages, ...(count !== undefined && { count }) };
    if (pages > 5_000) throw new Error('the pages do not end');
  }
}
