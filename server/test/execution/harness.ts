/** Runs queries, written as URLs, over the TripPin-like model and rows in memory. */
import type { Environment } from '../../src/execution/evaluate/compile-expression.ts';
import { compileExpressions } from '../../src/execution/evaluate/evaluate-row.ts';
import { execute, type ExecuteOptions } from '../../src/execution/execute.ts';
import type { CollectionResult, Result } from '../../src/execution/result.ts';
import { createMemorySource } from '../../src/memory/memory-source.ts';
import type { Row, Value } from '../../src/model/values.ts';
import { bind } from '../../src/bind/bind.ts';
import type { BoundExpression, CollectionRequest, DataRequest } from '../../src/bound/bound.ts';
import { parseRequestUrl } from '../../src/bind/url/parse-request-url.ts';
import type { EntitySource, RequestContext } from '../../src/source/source.ts';
import { Secret } from '../../src/util/secret.ts';
import type { EdmModel } from '../../src/model/edm.ts';
import { tripPinRows } from '../models/trip-pin-rows.ts';
import { tripPin } from '../models/trip-pin.ts';

/** Query options by name, not encoded: `{ $filter: 'Price gt 1' }`. */
export type Options = Readonly<Record<string, string>>;

export function dataRequest(path: string, options: Options = {}, model: EdmModel = tripPin): DataRequest {
  const query = Object.entries(options).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  const request = bind(parseRequestUrl(path, query.join('&')), model);
  if (request.kind === 'ServiceDocumentRequest' || request.kind === 'MetadataRequest') throw new Error(request.kind);
  return request;
}

export function collectionRequest(path: string, options: Options = {}, model?: EdmModel): CollectionRequest {
  const request = dataRequest(path, options, model);
  if (request.kind !== 'CollectionRequest') throw new Error(request.kind);
  return request;
}

export const generousLimits = { pageSize: 5000, maxSortRows: 5000, maxExpandedRows: 5000, maxGroups: 5000 };

/** A source whose `reads` and `counts` can be looked at. */
export function recording(source: EntitySource) {
  const reads: Parameters<EntitySource['read']>[0][] = [];
  const counts: Parameters<EntitySource['count']>[0][] = [];
  const recorded: EntitySource = {
    ...source,
    read: (request, context) => {
      reads.push(request);
      return source.read(request, context);
    },
    count: (request, context) => {
      counts.push(request);
      return source.count(request, context);
    },
  };
  return { source: recorded, reads, counts };
}

const neverAborted = (): AbortSignal => new AbortController().signal;

export const context = (parts: Partial<RequestContext> = {}): RequestContext => ({
  credentials: new Secret('token'),
  owner: 'anybody',
  signal: neverAborted(),
  pageDeadline: Number.POSITIVE_INFINITY,
  deadline: Number.POSITIVE_INFINITY,
  ...parts,
});

interface RunOptions extends Partial<ExecuteOptions> {
  readonly context?: Partial<RequestContext>;
}

export function run(request: DataRequest, options: RunOptions = {}): Promise<Result> {
  const defaults = {
    model: tripPin,
    source: createMemorySource({ rowsBySet: tripPinRows }),
    limits: generousLimits,
    clock: () => 0,
    date: () => new Date('2026-01-31T12:00:00Z'),
  };
  return execute(request, { ...defaults, ...options }, context(options.context));
}

export async function runCollection(request: CollectionRequest, options: RunOptions = {}): Promise<CollectionResult> {
  const result = await run(request, options);
  if (result.kind !== 'CollectionResult') throw new Error(result.kind);
  return result;
}

/** All pages, following the tokens as a client does. */
export async function runPages(
  path: string,
  query: Options,
  options: RunOptions = {},
): Promise<readonly CollectionResult[]> {
  const pages: CollectionResult[] = [];
  let token: string | undefined;
  do {
    const next = token === undefined ? {} : { $skiptoken: token };
    const page = await runCollection(collectionRequest(path, { ...query, ...next }, options.model), options);
    pages.push(page);
    token = page.skiptoken;
    if (pages.length > 1000) throw new Error('the pages do not end');
  } while (token !== undefined);
  return pages;
}

export const names = (rows: readonly Row[], property: string): readonly Value[] =>
  rows.map((row) => row[property] ?? null);

const noJoins: Environment = {
  now: '2026-01-31T12:00:00Z',
  related: () => () => null,
};

/** The expression as it is bound in `$orderby` of an entity set. */
export function boundExpression(entitySet: string, text: string): BoundExpression {
  const [item] = collectionRequest(entitySet, { $orderby: text }).options.orderby;
  if (item === undefined) throw new Error(text);
  return item.expression;
}

/** An expression as a function of a row. */
export function compileExpression(expression: BoundExpression, environment: Environment): (row: Row) => Value {
  const valuesOf = compileExpressions([expression], environment);
  return (row) => valuesOf(row)[0] ?? null;
}

/** The value of an expression for a row. */
export const evaluate = (entitySet: string, text: string, row: Row, environment = noJoins): Value =>
  compileExpression(boundExpression(entitySet, text), environment)(row);
