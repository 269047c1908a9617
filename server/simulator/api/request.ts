import type { Caller, Permission } from './caller.ts';
import type { ListResource } from './resources.ts';
import type { QueryValues } from './parameters.ts';
import type { View } from './reader.ts';
import type { Ties } from './unstable-ties.ts';
import type { WireText } from '../wire-text.ts';
import { ApiProblem } from './problem.ts';

/** Settings that shape answers. */
export interface AnswerSettings {
  /** Company has the Corporate or Enterprise module, without which divisions are 403. */
  readonly divisionsModule: boolean;
  /** Without it `/Manage/Timesheets` is 403. */
  readonly timesheetApprovalsModule: boolean;
  readonly managerPermissions: readonly Permission[];
  /** What happens to a `limit` above the maximum: applied and echoed as the maximum, or refused with 400. */
  readonly overLimit: 'clamp' | 'error';
  /** What a list with the parameter `IsActive` shows where a request does not name it. */
  readonly withoutIsActive: 'all' | 'active';
}

/** A GET below `/v2` whose caller is known. */
export interface ApiRequest {
  /** Decoded path segments after `/v2`. */
  readonly segments: readonly string[];
  readonly query: QueryValues;
  readonly caller: Caller;
  /** Absolute URL of the resource, without query. */
  readonly url: string;
  /** The caller's own token, which `/Me` tells. */
  readonly token: string;
  /** Equal rows come in another order than usual. */
  readonly ties?: Ties | undefined;
  /** Lists do not page: all rows come at once. */
  readonly unpaged?: boolean;
}

/** Answers one kind of path; `ids` are the segments that the pattern left open. Throws ApiProblem. */
export type Handler = (request: ApiRequest, ids: readonly string[]) => WireText;

/** Throws the 403 of a caller who may not read a list. */
export function authorize(
  { level, permission, module }: Pick<ListResource, 'level' | 'permission' | 'module'>,
  caller: Caller,
  settings: AnswerSettings,
): void {
  if (level === 'MANAGER' && caller.level === 'STANDARD') {
    throw new ApiProblem(403, 'You must be an administrator or a manager to do this.');
  }
  if (permission !== undefined && !caller.permissions.has(permission)) {
    throw new ApiProblem(403, `You need the permission '${permission}' to do this.`);
  }
  if (module === 'Divisions' && !settings.divisionsModule) {
    throw new ApiProblem(403, 'Your company does not have the Corporate or Enterprise module.');
  }
  if (module === 'TimesheetApprovals' && !settings.timesheetApprovalsModule) {
    throw new ApiProblem(403, 'Your company does not have the TimesheetApprovals module.');
  }
}

/** How a request on a list looks at records. */
export function viewOf(resource: Pick<ListResource, 'family'>, request: ApiRequest): View {
  return { family: resource.family, caller: request.caller, verbose: isVerbose(request) };
}

/** Whether `verbose=true` is asked for. */
export function isVerbose({ query }: ApiRequest): boolean {
  return query.get('verbose')?.some((value) => value.toLowerCase() === 'true') ?? false;
}

/** 404 for a record. */
export function notFound(entity: string, id: string): ApiProblem {
  return new ApiProblem(404, `There is no record '${id.slice(0, 60)}' in ${entity}.`);
}
