import { ODataError } from '../errors/odata-error.ts';
import type { EntitySetDefinition } from '../model/entity-sets/definition.ts';
import type { Row } from '../model/values.ts';
import type { RequestContext } from '../query/source.ts';
import { createRecordDecoder, idOf } from './decode-record.ts';
import type { Page, PageRequest } from './paging.ts';
import type { Upstream, UpstreamRead } from './upstream.ts';

/** What is read for one request: which records of one entity set, and which of their properties. */
export interface Selection {
  readonly definition: EntitySetDefinition;
  /** Filter parameters, encoded. */
  readonly query: string;
  readonly properties: readonly string[];
  readonly context: RequestContext;
}

/** Where no deadline is given, waiting ends so many milliseconds after the page's own. */
const GRACE_MS = 60_000;

/** The part of an upstream read that all reads of a request share. */
export const readOf = ({ definition, context }: Selection) =>
  ({
    credentials: context.credentials,
    subject: { entitySet: definition.entitySet.name, access: definition.upstream.access },
    signal: context.signal,
    deadline: context.deadline ?? context.pageDeadline + GRACE_MS,
  }) satisfies Partial<UpstreamRead>;

/** Reads pages of a list and decodes their records. */
export function createPageReader(upstream: Upstream, selection: Selection): (request: PageRequest) => Promise<Page> {
  const { definition, properties } = selection;
  const { name } = definition.entitySet;
  const decode = createRecordDecoder(definition, properties);
  return async ({ offset, limit, priority }) => {
    const answer = await upstream.get({
      ...readOf(selection),
      path: definition.upstream.path,
      query: queryOf(selection, [`limit=${limit}`, ...(offset === 0 ? [] : [`offset=${offset}`])]),
      priority,
      absentAt: [],
    });
    if (answer.kind === 'Absent' || !Array.isArray(answer.data)) throw notAList(name);
    const { count, limit: applied, hasNext } = answer.page;
    return {
      offset,
      rows: answer.data.map(decode),
      limit: Math.min(limit, applied ?? limit),
      ...(count !== undefined && { count }),
      ...(hasNext !== undefined && { hasNext }),
    };
  };
}

/** Reads a single record by its own path; undefined where there is none that the caller may see. */
export function createRecordReader(upstream: Upstream, selection: Selection): (id: string) => Promise<Row | undefined> {
  const decode = createRecordDecoder(selection.definition, selection.properties);
  return async (id) => {
    const answer = await upstream.get({
      ...readOf(selection),
      path: `${selection.definition.upstream.path}/${encodeURIComponent(id)}`,
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
