import type { AnswerSettings, ApiRequest, Handler } from './request.ts';
import type { Company } from '../company/company.ts';
import type { EntryQuery } from '../company/entry-filter.ts';
import type { TimeEntryFields } from '../records.ts';
import { authorize, isVerbose } from './request.ts';
import { entryQuery } from './parameters.ts';
import { pageAnswer } from './paging.ts';
import { parseDay } from '../company/dates.ts';
import { toWireJson } from '../wire-text.ts';

/** `/Reports/Time`: time entries by date ascending, with `IsBillable`, more filters, and no embedded records. */

const parameters = ['JobID', 'UserID', 'TaskID', 'StartDate', 'EndDate'];

/** The report for administrators and managers who may run company reports. */
export function reportAnswer(company: Company, settings: AnswerSettings): Handler {
  return (request) => {
    authorize({ level: 'MANAGER', permission: 'Run Company Reports' }, request.caller, settings);
    const selection = company.entries.select(queryOf(company, request));
    const wanted = laterFilter(company, request);
    const all = selection.numbers(0, selection.count).toReversed();
    const numbers = wanted === undefined ? all : all.filter((number) => wanted(company.entries.get(number)));
    const row = (number: number) => toWireJson(reportRow(company, company.entries.get(number), request));
    const page = (offset: number, limit: number) => numbers.slice(offset, offset + limit).map(row);
    return pageAnswer(request, { count: numbers.length, page }, true, settings);
  };
}

/** Conditions that the store can narrow by: what depends on a job or a user becomes a list of IDs. */
function queryOf(company: Company, { query }: ApiRequest): EntryQuery {
  const base = entryQuery(parameters, query);
  const [clients, divisions, billable] = [query.get('clientid'), query.get('divisionid'), query.get('isbillable')];
  const jobs = idsWhere(company.tables.Jobs, (job) => {
    const flag = String(job.IsBillable ?? false);
    return (
      (clients?.includes(job.ClientID) ?? true) && (billable?.some((value) => value.toLowerCase() === flag) ?? true)
    );
  });
  const users = idsWhere(company.tables.Users, (user) => divisions?.includes(user.DivisionID ?? '') ?? true);
  return {
    ...base,
    jobs: clients === undefined && billable === undefined ? base.jobs : both(base.jobs, jobs),
    users: divisions === undefined ? base.users : both(base.users, users),
  };
}

/** Conditions on the timesheet of an entry; there are no labels, so a label matches nothing. */
function laterFilter(company: Company, { query }: ApiRequest): ((entry: TimeEntryFields) => boolean) | undefined {
  const [ids, statuses, labels] = [query.get('timesheetid'), query.get('timesheetstatus'), query.get('labelid')];
  if (labels !== undefined) return () => false;
  if (ids === undefined && statuses === undefined) return undefined;
  return (entry) => {
    const user = company.userIds.decode(entry.UserID);
    const number = user === undefined ? undefined : company.timesheets.find(user, parseDay(entry.Date) ?? 0);
    const timesheet =
      number === undefined ? undefined : company.tables.Timesheets.byId(company.timesheets.idOf(number));
    if (timesheet === undefined) return false;
    return (ids?.includes(timesheet.ID) ?? true) && (statuses?.includes(timesheet.Status) ?? true);
  };
}

function reportRow(company: Company, entry: TimeEntryFields, request: ApiRequest): object {
  const { Comment, CustomFields, BillingRate, CostRate, ...plain } = entry;
  const { permissions } = request.caller;
  return {
    ...plain,
    ...(permissions.has('View Billingrates') && { BillingRate }),
    ...(permissions.has('View Costs') && { CostRate }),
    IsBillable: company.tables.Jobs.byId(entry.JobID)?.IsBillable ?? false,
    ...(isVerbose(request) && { Comment, CustomFields }),
  };
}

function idsWhere<R extends { readonly ID: string }>(
  table: { readonly count: () => number; readonly at: (position: number) => R },
  wanted: (record: R) => boolean,
): readonly string[] {
  return Array.from({ length: table.count() }, (_, position) => table.at(position))
    .filter(wanted)
    .map(({ ID }) => ID);
}

function both(some: readonly string[] | undefined, others: readonly string[]): readonly string[] {
  return some?.filter((id) => others.includes(id)) ?? others;
}
