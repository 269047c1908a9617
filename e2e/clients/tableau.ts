/**
 * A client that behaves on the wire like Tableau's generic OData connector: it reads the service document and
 * `$metadata`, then each set whole, with `Accept: *\/*`, no OData headers, no query string and no compression, following
 * next links as they are.
 */
import { request } from 'undici';

interface TableauClient {
  /** Names and URLs of the entity sets in the service document. */
  entitySets(): Promise<readonly { readonly name: string; readonly url: string }[]>;
  /** The metadata document's text. */
  metadata(): Promise<string>;
  /** Every page of an entity set, in order. */
  pages(url: string): AsyncGenerator<Page>;
  /** All rows of an entity set. */
  extract(url: string): Promise<readonly ODataRow[]>;
}

export type ODataRow = Readonly<Record<string, unknown>>;

interface Page {
  readonly value: readonly ODataRow[];
  readonly nextLink: string | undefined;
}

interface TableauOptions {
  readonly root: string;
  readonly token: string;
  /** Further request headers, such as Prefer. */
  readonly headers?: Readonly<Record<string, string>>;
  /** How often a page that fails with 429 or 5xx is asked for again; Tableau itself does not. */
  readonly retries?: number;
}

export function tableau({ root, token, headers = {}, retries = 0 }: TableauOptions): TableauClient {
  const authorization = `Basic ${Buffer.from(`clicktime:${token}`).toString('base64')}`;

  async function get(url: string): Promise<string> {
    for (let attempt = 0; ; attempt++) {
      const answer = await request(url, { headers: { accept: '*/*', authorization, ...headers } });
      const text = await answer.body.text();
      if (answer.statusCode === 200) return text;
      if (attempt >= retries || answer.statusCode < 429) throw new Error(`${answer.statusCode} ${url}: ${text}`);
    }
  }

  async function* pages(url: string): AsyncGenerator<Page> {
    for (let next: string | undefined = url; next !== undefined;) {
      const body = JSON.parse(await get(next)) as { value: ODataRow[]; '@odata.nextLink'?: string };
      next = body['@odata.nextLink'];
      yield { value: body.value, nextLink: next };
    }
  }

  return {
    async entitySets() {
      const body = JSON.parse(await get(root)) as { value: { name: string; kind?: string; url: string }[] };
      const sets = body.value.filter(({ kind = 'EntitySet' }) => kind === 'EntitySet');
      return sets.map((set) => ({ name: set.name, url: new URL(set.url, root).href }));
    },
    metadata: () => get(new URL('$metadata', root).href),
    pages,
    async extract(url) {
      const rows: ODataRow[] = [];
      for await (const page of pages(url)) rows.push(...page.value);
      return rows;
    },
  };
}
