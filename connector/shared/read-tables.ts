/** Reads every chosen entity set, page after page, in order; a part of a table is never passed off as the whole. */
import { findEntitySet, type Catalog, type EntitySetInfo } from './catalog.ts';
import { columnsOf, type ColumnHeader } from './columns.ts';
import { ConnectorError } from './connector-error.ts';
import { isObject, memberOf, type JsonObject } from './json-object.ts';
import { metadataUrl, rowsUrl } from './odata-url.ts';
import { readCsdl } from './read-csdl.ts';
import { decide, readFailure } from './retry.ts';
import { resolveLink } from './service-url.ts';
import type { SetRequest, TableRequest } from './table-request.ts';
import { toTableRow, type TableRow } from './values.ts';

/** What the sandbox gives us of the outside world. */
interface Surroundings {
  readonly fetchJson: (url: string, headers: Readonly<Record<string, string>>) => Promise<unknown>;
  readonly delay: (milliseconds: number) => Promise<void>;
  /** `yyyy-MM-dd` by the calendar of the machine that reads. */
  readonly today: string;
}

/** Some rows of one table; the first piece of a table may have no rows, but always tells the columns. */
export interface TablePiece {
  readonly table: string;
  readonly columns: readonly ColumnHeader[];
  readonly rows: readonly TableRow[];
}

/**
 * Yields the tables of a request one after the other.
 *
 * @throws ConnectorError whatever keeps a table from being complete; it names the table and how far reading came.
 */
export async function* readTables(
  request: TableRequest,
  token: string,
  surroundings: Surroundings,
): AsyncGenerator<TablePiece> {
  if (token === '')
    throw new ConnectorError('MissingToken', 'The API token is missing. Edit the connection and paste it.');
  const get = getter(token, surroundings);
  const catalog = readCsdl(await get(metadataUrl(request.service)));
  for (const set of request.sets) {
    const entitySet = resolveSet(catalog, set);
    const columns = columnsOf(catalog, entitySet, request);
    const url = rowsUrl(request.service, entitySet, set, surroundings.today);
    yield* readTable({ table: entitySet.name, columns, url, service: request.service }, get);
  }
}

interface TablePlan {
  readonly table: string;
  readonly columns: readonly ColumnHeader[];
  readonly url: string;
  readonly service: string;
}

async function* readTable(plan: TablePlan, get: Get): AsyncGenerator<TablePiece> {
  const { table, columns, service } = plan;
  const visited = new Set<string>();
  let rowCount = 0;
  let url: string | undefined = plan.url;
  while (url !== undefined) {
    visited.add(url);
    try {
      const page = readPage(await get(url));
      yield { table, columns, rows: page.entities.map((entity) => toTableRow(entity, columns)) };
      rowCount += page.entities.length;
      url = page.nextLink === undefined ? undefined : checkLink(resolveLink(page.nextLink, url), service, visited);
    } catch (error) {
      throw interrupted(table, rowCount, error);
    }
  }
}

type Get = (url: string) => Promise<unknown>;

function getter(token: string, { fetchJson, delay }: Surroundings): Get {
  const headers = { Accept: 'application/json', Authorization: `Token ${token}` };
  return async (url) => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await fetchJson(url, headers);
      } catch (error) {
        const decision = decide(readFailure(error), attempt);
        if (decision.kind === 'fail') throw decision.error;
        await delay(decision.delayMs);
      }
    }
  };
}

function resolveSet(catalog: Catalog, set: SetRequest): EntitySetInfo {
  const entitySet = findEntitySet(catalog, set.entitySet);
  if (entitySet === undefined) {
    throw new ConnectorError(
      'EntitySetMissing',
      `The service has no '${set.entitySet}' any more. Edit the connection and choose the data again.`,
    );
  }
  const gone = set.fields === 'all' ? [] : set.fields.filter((name) => !entitySet.fields.some((f) => f.name === name));
  if (gone.length > 0) {
    throw new ConnectorError(
      'FieldMissing',
      `The service has no ${gone.map((name) => `'${name}'`).join(', ')} in '${set.entitySet}' any more. Edit the connection and choose the fields again.`,
    );
  }
  return entitySet;
}

interface Page {
  readonly entities: readonly JsonObject[];
  readonly nextLink?: string;
}

function readPage(body: unknown): Page {
  const value = memberOf(body, 'value');
  if (!isObject(body) || !Array.isArray(value) || !value.every(isObject)) {
    throw new ConnectorError(
      'AnswerUnreadable',
      'The service sent a page without rows; it may not be an OData service.',
    );
  }
  const nextLink = body['@odata.nextLink'] ?? body['@nextLink'];
  if (nextLink === undefined || nextLink === null) return { entities: value };
  if (typeof nextLink !== 'string' || nextLink === '') {
    throw new ConnectorError('AnswerUnreadable', "The service's link to the next page cannot be read.");
  }
  return { entities: value, nextLink };
}

/** A link elsewhere would carry the token there, and Tableau would stop without a word: say what to do instead. */
function checkLink(link: string, service: string, visited: ReadonlySet<string>): string {
  if (!link.startsWith(service)) {
    throw new ConnectorError(
      'NextLinkForeign',
      `The service's link to the next page leads away from ${service}, to ${link.split('?', 1)[0] ?? ''}. Set PUBLIC_URL on the server to the address people use.`,
    );
  }
  if (visited.has(link)) {
    throw new ConnectorError(
      'NextLinkRepeated',
      "The service's link to the next page leads back to a page already read.",
    );
  }
  return link;
}

function interrupted(table: string, rowCount: number, error: unknown): unknown {
  if (!(error instanceof ConnectorError)) return error;
  const message = error.message.replace(/ \(\w+\)$/, '');
  const progress = rowCount === 0 ? 'could not be read' : `stopped after ${rowCount} rows, so nothing was kept`;
  return new ConnectorError(error.code, `Reading '${table}' ${progress}. ${message}`, error);
}
