import type { Caller, Permission } from './caller.ts';
import type { EntityName } from '../records.ts';
import type { Company } from '../company/company.ts';
import type { ListResource } from './resources.ts';
import type { QueryValues } from './parameters.ts';
import type { Reader, View } from './reader.ts';
import { ApiProblem, invalidParameter } from './problem.ts';
import { customFieldEntity } from '../company/custom-fields.ts';
import { listResources } from './resources.ts';
import { pageEnvelope, recordEnvelope } from './envelope.ts';
import { parseDay } from '../company/dates.ts';

/** Settings that shape answers. */
export interface AnswerSettings {
  readonly divisionsModule: boolean;
  readonly timesheetApprovalsModule: boolean;
  readonly managerPermissions: readonly Permission[];
  /** What happens to a `limit` above the maximum: applied and echoed as the maximum, or refused with 400. */
  readonly overLimit: 'clamp' | 'error';
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
}

const defaultLimit = 100;
const maximumLimit = { TimeEntries: 500, other: 1000 };

/** Answers requests with envelope text; throws ApiProblem for every other status than 200. */
export function makeAnswer(
  company: Company,
  reader: Reader,
  settings: AnswerSettings,
): (request: ApiRequest) => string {
  const resources = new Map(listResources.map((resource) => [resource.path.toLowerCase(), resource]));

  const authorize = ({ level, permission, module }: Omit<ListResource, 'parameters'>, caller: Caller): void => {
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
  };

  const limitOf = (query: QueryValues, entity: string): number => {
    const maximum = entity === 'TimeEntries' ? maximumLimit.TimeEntries : maximumLimit.other;
    const limit = wholeNumber(query, 'limit', Math.min(defaultLimit, maximum), 1);
    if (limit > maximum && settings.overLimit === 'error')
      throw invalidParameter('limit', String(limit), `at most ${maximum}`);
    return Math.min(limit, maximum);
  };

  const listAnswer = (resource: ListResource, { query, url }: ApiRequest, view: View): string => {
    const rows = reader.list(resource, query, view);
    const limit = limitOf(query, resource.entity);
    const offset = wholeNumber(query, 'offset', 0, 0);
    const page = rows.page(offset, limit);
    return pageEnvelope(page, { count: rows.count, limit, offset }, (to) => pageLink(url, query, limit, to));
  };

  /** A record that the list would show too, or 404. */
  const recordAnswer = (resource: ListResource, id: string, request: ApiRequest, view: View): string => {
    const one = reader.list(resource, new Map([['id', [id]]]), view);
    if (resource.entity !== 'Timesheets' && resource.parameters.includes('ID')) {
      const [json] = one.count === 1 ? one.page(0, 1) : [];
      if (json === undefined) throw notFound(resource.entity, id);
      return recordEnvelope(json);
    }
    return timesheetAnswer(resource, id, request.caller.userId, view);
  };

  /** `id` is a timesheet's ID, or a date within the timesheet of `userId`. */
  const findTimesheet = (resource: ListResource, id: string, userId: string): string => {
    const day = parseDay(id);
    if (day !== undefined) {
      const user = company.userIds.decode(userId);
      const number = user === undefined ? undefined : company.timesheets.find(user, day);
      const found = number === undefined ? undefined : company.timesheets.idOf(number);
      if (found !== undefined && company.tables.Timesheets.byId(found) !== undefined) return found;
      throw notFound(resource.entity, id);
    }
    const timesheet = company.tables.Timesheets.byId(id);
    if (timesheet === undefined || (resource.family === 'Me' && timesheet.UserID !== userId))
      throw notFound('Timesheets', id);
    return id;
  };

  const timesheetAnswer = (resource: ListResource, id: string, userId: string, view: View): string =>
    recordEnvelope(JSON.stringify(reader.byId('Timesheets', findTimesheet(resource, id, userId), view)));

  const timesheetEntries = (id: string, request: ApiRequest, view: View): string => {
    const timesheet = company.tables.Timesheets.byId(id);
    const entries = resources.get('timeentries');
    if (timesheet === undefined || entries === undefined) throw notFound('Timesheets', id);
    const query = new Map<string, readonly string[]>([
      ['userid', [timesheet.UserID]],
      ['startdate', [timesheet.StartDate]],
      ['enddate', [timesheet.EndDate]],
    ]);
    const jobs = request.query.get('jobid');
    if (jobs !== undefined) query.set('jobid', jobs);
    const rows = reader.list(entries, query, { ...view, family: 'Root' });
    const all = { count: rows.count, limit: Math.max(rows.count, 1), offset: 0 };
    return pageEnvelope(rows.page(0, rows.count), all, () => request.url);
  };

  const meAnswer = ({ caller, token }: ApiRequest): string => {
    const own = company.tables.Users.byId(caller.userId);
    if (own === undefined) throw notFound('Users', caller.userId);
    const {
      BillingRate,
      UseCompanyBillingRate,
      CostModel,
      CostRate,
      CostPerTimesheet,
      Notes,
      Role,
      CustomFields,
      AccountingPackageID,
      PayrollType,
      ...shown
    } = own;
    void [
      BillingRate,
      UseCompanyBillingRate,
      CostModel,
      CostRate,
      CostPerTimesheet,
      Notes,
      Role,
      CustomFields,
      AccountingPackageID,
      PayrollType,
    ];
    return recordEnvelope(
      JSON.stringify({
        ...shown,
        AuthToken: { Token: token, TokenCreationTime: '2024-01-02T03:04:05Z' },
        HomePage: { Name: 'My time', Url: '/app/time' },
        IsTimeApprover: caller.level !== 'STANDARD',
        IsExpenseApprover: false,
        IsTimeOffApprover: false,
        IsDefaultLeaveTypeApprover: false,
        JobSelectionMethod: 'List',
        NumEntries: company.entries.select({ users: [caller.userId] }).count,
      }),
    );
  };

  const definitionsAnswer = (entity: EntityName | undefined, { query, url, caller }: ApiRequest): string => {
    const type = entity === undefined ? undefined : customFieldEntity[entity];
    if (entity === undefined && caller.level !== 'ADMIN')
      throw new ApiProblem(403, 'You must be an administrator to do this.');
    if (entity !== undefined && entity !== 'TimeEntries') {
      const permission = definitionPermissions[entity];
      const module = entity === 'Divisions' ? { module: 'Divisions' as const } : {};
      authorize(
        { path: '', entity, family: 'Root', level: 'MANAGER', ...(permission && { permission }), ...module },
        caller,
      );
    }
    const wanted = (name: string, value: string): boolean => query.get(name)?.includes(value) ?? true;
    const rows = company.definitions.filter(
      (definition) =>
        (type === undefined || definition.EntityType === type) &&
        (entity !== undefined ||
          (wanted('id', definition.ID) &&
            wanted('datatype', definition.DataType) &&
            wanted('entitytype', definition.EntityType) &&
            wanted('isrequired', String(definition.IsRequired)))),
    );
    const limit = limitOf(query, 'CustomFieldDefinitions');
    const offset = wholeNumber(query, 'offset', 0, 0);
    const page = rows.slice(offset, offset + limit).map((definition) => JSON.stringify(definition));
    return pageEnvelope(page, { count: rows.length, limit, offset }, (to) => pageLink(url, query, limit, to));
  };

  const viewOf = (resource: ListResource, request: ApiRequest): View => ({
    family: resource.family,
    caller: request.caller,
    verbose: request.query.get('verbose')?.some((value) => value.toLowerCase() === 'true') ?? false,
  });

  return (request) => {
    const path = request.segments.map((segment) => segment.toLowerCase());
    const whole = path.join('/');
    if (whole === 'me') return meAnswer(request);
    if (whole === 'customfielddefinitions') return definitionsAnswer(undefined, request);

    const list = resources.get(whole);
    if (list !== undefined) {
      authorize(list, request.caller);
      return listAnswer(list, request, viewOf(list, request));
    }

    const parent = resources.get(path.slice(0, -1).join('/'));
    const last = request.segments.at(-1) ?? '';
    if (parent !== undefined) {
      if (path.at(-1) === 'customfielddefinitions' && parent.family === 'Root' && parent.entity !== 'Timesheets') {
        return definitionsAnswer(parent.entity, request);
      }
      authorize(parent, request.caller);
      return recordAnswer(parent, last, request, viewOf(parent, request));
    }

    const [id = '', sub = ''] = request.segments.slice(-2);
    const timesheets = resources.get(path.slice(0, -2).join('/'));
    if (timesheets?.path === 'Timesheets' && sub.toLowerCase() === 'timeentries') {
      authorize(timesheets, request.caller);
      return timesheetEntries(id, request, viewOf(timesheets, request));
    }
    const ofUser = resources.get(path.slice(0, -3).join('/'));
    if (ofUser?.entity === 'Timesheets' && ofUser.family !== 'Me' && path.at(-2) === 'users') {
      authorize(ofUser, request.caller);
      return timesheetAnswer(ofUser, request.segments.at(-3) ?? '', last, viewOf(ofUser, request));
    }
    throw new ApiProblem(404, `There is no resource '${request.segments.join('/')}'.`);
  };
}

const definitionPermissions: Readonly<Partial<Record<EntityName, Permission>>> = {
  Users: 'View People',
  Jobs: 'View Jobs',
  Clients: 'View Clients',
  Tasks: 'View Tasks',
  Divisions: 'View Divisions',
};

function notFound(entity: string, id: string): ApiProblem {
  return new ApiProblem(404, `There is no record '${id.slice(0, 60)}' in ${entity}.`);
}

function wholeNumber(query: QueryValues, name: string, missing: number, least: number): number {
  const [text] = query.get(name) ?? [];
  if (text === undefined) return missing;
  const value = /^\d{1,9}$/.test(text) ? Number(text) : -1;
  if (value < least) throw invalidParameter(name, text, `a whole number of at least ${least}`);
  return value;
}

function pageLink(url: string, query: QueryValues, limit: number, offset: number): string {
  const rest = [...query].filter(([name]) => name !== 'limit' && name !== 'offset');
  const parts = rest.flatMap(([name, values]) => values.map((value) => `${name}=${encodeURIComponent(value)}`));
  return `${url}?${[...parts, `limit=${limit}`, `offset=${offset}`].join('&')}`;
}
