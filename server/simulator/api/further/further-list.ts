import type { Access, AnswerSettings, ApiRequest, Handler } from '../request.ts';
import type { FilterContext, Parameters } from '../parameter-kinds.ts';
import type { Rows } from '../reader.ts';
import { authorize } from '../request.ts';
import { conditionOf } from '../parameter-kinds.ts';
import { pageAnswer } from '../paging.ts';
import { toWireJson } from '../../wire-text.ts';

/** A list besides those of the seven: what it holds for a caller, who may read it, how it can be narrowed. */
export interface FurtherList<R extends object> extends Access {
  /** Under `/v2`; `*` stands for one segment. */
  readonly path: string;
  /** Whether it knows `limit` and `offset`; else everything comes at once. */
  readonly paged: boolean;
  /** Records in the order of the list; `ids` are the segments that the path leaves open. */
  readonly records: (request: ApiRequest, ids: readonly string[]) => readonly R[];
  /** By lower-case name. */
  readonly parameters: Parameters<R>;
  /** What the caller sees of a record; default: all of it. */
  readonly show?: (record: R, request: ApiRequest) => object;
}

/** Routes of one list, whatever its records are. */
export type FurtherRoute = readonly [path: string, handler: Handler];

/** The route of a list. */
export function furtherRoute<R extends object>(
  list: FurtherList<R>,
  settings: AnswerSettings,
  context: (request: ApiRequest) => FilterContext,
): FurtherRoute {
  const { path, paged, parameters, show = (record: R) => record } = list;
  return [
    path,
    (request, ids) => {
      authorize(list, request.caller, settings);
      const wanted = conditionOf(parameters, Object.keys(parameters), request.query, context(request));
      const all = list.records(request, ids);
      const found = wanted === undefined ? all : all.filter(wanted);
      const rows: Rows = {
        count: found.length,
        page: (offset, limit) => found.slice(offset, offset + limit).map((record) => toWireJson(show(record, request))),
      };
      return pageAnswer(paged ? request : { ...request, unpaged: true }, rows, false, settings);
    },
  ];
}
