import type { Caller, Permission } from './caller.ts';
import type { ListResource } from './resources.ts';
import type { QueryValues } from './parameter-kinds.ts';
import type { View } from './reader.ts';
import type { Ties } from './unstable-ties.ts';
import type { WireText } from '../wire-text.ts';
import { ApiProblem } from './problem.ts';

/** Company modules that paths need. */
export type Module = 'Divisions' | 'TimesheetApprovals' | 'Expenses' | 'Time Off Management' | 'Forecasting';

/** Who may read something: the lowest level, for managers one of the permissions, and the company's module. */
export interface Access {
  readonly level: 'STANDARD' | 'MANAGER' | 'ADMIN';
  readonly permission?: Permission | readonly Permission[] | undefined;
  readonly module?: Module | undefined;
}

/** Settings that shape answers. */
export interface AnswerSettings {
  /** Company has the Corporate or Enterprise module, without which divisions are 403. */
  readonly divisionsModule: boolean;
  /** Without it `/Manage/Timesheets` is 403. */
  readonly timesheetApprovalsModule: boolean;
  /** Other modules that the company does not have. */
  readonly missingModules: readonly Module[];
  /** The company logs as the DCAA wants it, which shuts the holidays' endpoints. */
  readonly dcaaLog: boolean;
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

/** Throws the 403 of a caller who may not read something. */
export function authorize({ level, permission, module }: Access, caller: Caller, settings: AnswerSettings): void {
  if (level === 'ADMIN' && caller.level !== 'ADMIN') {
    throw new ApiProblem(403, 'You must be an administrator to do this.');
  }
  if (level === 'MANAGER' && caller.level === 'STANDARD') {
    throw new ApiProblem(403, 'You must be an administrator or a manager to do this.');
  }
  const any = typeof permission === 'string' ? [permission] : permission;
  if (any !== undefined && !any.some((name) => caller.permissions.has(name))) {
    throw new ApiProblem(403, `You need the permission '${any.join("' or '")}' to do this.`);
  }
  if (module !== undefined && !hasModule(module, settings)) {
    const name = module === 'Divisions' ? 'Corporate or Enterprise' : module;
    throw new ApiProblem(403, `Your company does not have the ${name} module.`);
  }
}

/** Whether the company has a module. */
export function hasModule(module: Module, settings: AnswerSettings): boolean {
  if (module === 'Divisions') return settings.divisionsModule;
  if (module === 'TimesheetApprovals') return settings.timesheetApprovalsModule;
  return !settings.missingModules.includes(module);
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
