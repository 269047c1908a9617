import type { Simulator } from '../../simulator/simulator.ts';

/** One answer of the simulator, as tests look at it. */
interface ApiAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly data: unknown;
  readonly errors: unknown;
  /** Rows of a list; empty for everything else. */
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  readonly page: Page;
}

interface Page {
  readonly count: number;
  readonly limit: number;
  readonly offset: number;
  readonly links: Readonly<Record<'self' | 'first' | 'previous' | 'next' | 'last', string | null>>;
}

/** GETs a path below the base URL with a token (default: the administrator's). */
export async function fetchApi(
  simulator: Pick<Simulator, 'url'>,
  path: string,
  token = 'demo-admin',
  init: RequestInit = {},
): Promise<ApiAnswer> {
  const response = await fetch(simulator.url + path, { headers: { authorization: `Token ${token}` }, ...init });
  const text = await response.text();
  const envelope = parse(text);
  const { data } = envelope;
  return {
    status: response.status,
    headers: response.headers,
    text,
    data,
    errors: envelope.errors,
    rows: Array.isArray(data) ? data : [],
    page: envelope.page,
  };
}

/** All rows of a list, page by page, as `links.next` says. */
export async function fetchAll(
  simulator: Pick<Simulator, 'url'>,
  path: string,
  limit: number,
  token?: string,
): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const rows: Readonly<Record<string, unknown>>[] = [];
  let next: string | null = `${path}${path.includes('?') ? '&' : '?'}limit=${limit}`;
  while (next !== null) {
    const answer: ApiAnswer = await fetchApi(simulator, next, token);
    rows.push(...answer.rows);
    next = answer.page.links.next?.slice(simulator.url.length) ?? null;
  }
  return rows;
}

function parse(text: string): Pick<ApiAnswer, 'data' | 'errors' | 'page'> {
  try {
    return JSON.parse(text);
  } catch {
    return { data: undefined, errors: undefined, page: { count: -1, limit: -1, offset: -1, links: noLinks } };
  }
}

const noLinks = { self: null, first: null, previous: null, next: null, last: null };
