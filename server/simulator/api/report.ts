import type { AnswerSettings, ApiRequest, Handler } from './request.ts';
import type { Company } from '../company/company.ts';
import type { EntryQuery } from '../company/entry-filter.ts';
import type { TimeEntryFields } from '../records.ts';
import { authorize, isVerbose } from './request.ts';
import { isBillable } from '../company/billability.ts';
import { entryQuery } from './parameters.ts';
import { hashText, mix } from '../company/hash.ts';
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
    const all = inDays(company, selection.numbers(0, selection.count).toReversed(), request);
    const numbers = wanted === undefined ? all : all.filter((number) => wanted(company.entries.get(number)));
    const row = (number: number) => toWireJson(reportRow(company, company.entries.get(number), request));
    const page = (offset: number, limit: number) => numbers.slice(offset, offset + limit).map(row);
    return pageAnswer(request, { count: numbers.length, page }, true, settings);
  };
}

/**
 * Entries of one day in an order that is each page's own: ClickTime sorts by Date alone, so that nothing keeps what one
 * day has on two pages from coming twice or not at all.
 */
function inDays({ entries, seed }: Company, numbers: readonly number[], { query }: ApiRequest): readonly number[] {
  const salt = mix(seed, hashText(query.get('offset')?.[0] ?? '0'));
  return numbers
    .map((number) => ({ number, day: entries.dayOf(number), turn: mix(salt, number) }))
    .toSorted((a, b) => a.day - b.day || a.turn - b.turn)
    .map(({ number }) => number);
}

/** Conditions that the store can narrow by: what depends on a job or a user becomes a list of IDs. */
function queryOf(company: Company, { query }: ApiRequest): EntryQuery {
  const base = entryQuery(parameters, query);
  const [clients, divisions] = [query.get('clientid'), query.get('divisionid')];
  const jobs = idsWhere(company.tables.Jobs, (job) => clients?.includes(job.ClientID) ?? true);
  const users = idsWhere(company.tables.Users, (user) => divisions?.includes(user.DivisionID ?? '') ?? true);
  return {
    ...base,
    jobs: clients === undefined ? base.jobs : both(base.jobs, jobs),
    users: divisions === undefined ? base.users : both(base.users, users),
  };
}

/** Conditions on an entry's label, billability and timesheet. */
function laterFilter(company: Company, { query }: ApiRequest): ((entry: TimeEntryFields) => boolean) | undefined {
  const [ids, statuses, labels] = [query.get('timesheetid'), query.get('timesheetstatus'), query.get('labelid')];
  const billable = query.get('isbillable')?.map((value) => value.toLowerCase());
  if ((ids ?? statuses ?? labels ?? billable) === undefined) return undefined;
  const { further, generator } = company;
  return (entry) => {
    if (!(billable?.includes(String(isBillable(company, entry))) ?? true)) return false;
    const number = generator.numberOf(entry.ID) ?? -1;
    if (!(labels?.some((label) => further.isLabelled(number, label)) ?? true)) return false;
    if (ids === undefined && statuses === undefined) return true;
    const timesheet = timesheetOf(company, entry);
    if (timesheet === undefined) return false;
    return (ids?.includes(timesheet.ID) ?? true) && (statuses?.includes(timesheet.Status) ?? true);
  };
}

function timesheetOf({ userIds, timesheets, tables }: Company, { UserID, Date }: TimeEntryFields) {
  const user = userIds.decode(UserID);
  const number = user === undefined ? undefined : timesheets.find(user, parseDay(Date) ?? 0);
  return number === undefined ? undefined : tables.Timesheets.byId(timesheets.idOf(number));
}

function reportRow(company: Company, entry: TimeEntryFields, request: ApiRequest): object {
  const { Comment, CustomFields, BillingRate, CostRate, ...plain } = entry;
  const { permissions } = request.caller;
  return {
    ...plain,
    ...(permissions.has('View Billingrates') && { BillingRate }),
    ...(permissions.has('View Costs') && { CostRate }),
    IsBillable: isBillable(company, entry),
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
