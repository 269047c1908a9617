import type { ApiRequest, Handler } from '../request.ts';
import type { AnswerSettings } from '../request.ts';
import type { Company } from '../../company/company.ts';
import type { FurtherList } from './further-list.ts';
import type { JobFields } from '../../records.ts';
import { authorize, notFound } from '../request.ts';
import { drawer } from '../../company/hash.ts';
import { flag, id } from '../parameter-kinds.ts';
import { hasModule } from '../request.ts';
import { invalidParameter } from '../problem.ts';
import { isBillable } from '../../company/billability.ts';
import { parseDay } from '../../company/dates.ts';
import { recordEnvelope } from '../envelope.ts';
import { storedRecords } from '../../company/stored-records.ts';

/** Reports that sum hours: by person and day, and by job over its whole life. Neither is paged. */

interface DayRow {
  readonly UserID: string;
  readonly Date: string;
  readonly Hours: number;
  readonly IsComplete: boolean;
}

const rounded = (sum: number): number => Math.round(sum * 1e6) / 1e6;

function dayOf({ query }: ApiRequest, name: string): number {
  const [text = ''] = query.get(name.toLowerCase()) ?? [];
  const day = parseDay(text);
  if (day === undefined) throw invalidParameter(name, text, 'a date YYYY-MM-DD, which is required');
  return day;
}

/** A day is complete with the hours that a day has to have, or without such. */
function dayRows(company: Company, request: ApiRequest, users: readonly string[] | undefined): readonly DayRow[] {
  const [from, to] = [dayOf(request, 'StartDate'), dayOf(request, 'EndDate')];
  const { entries, tables } = company;
  const selection = entries.select({ users, from, to });
  const sums = new Map<string, { readonly UserID: string; readonly Date: string; hours: number }>();
  for (const number of selection.numbers(0, selection.count)) {
    const { UserID, Date, Hours } = entries.get(number);
    const sum = sums.get(`${UserID} ${Date}`) ?? { UserID, Date, hours: 0 };
    sum.hours += Number(Hours);
    sums.set(`${UserID} ${Date}`, sum);
  }
  const nameOf = (userId: string): string => (tables.Users.byId(userId)?.Name ?? '').toLowerCase();
  return [...sums.values()]
    .map((row) => ({ ...row, name: nameOf(row.UserID) }))
    .toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.Date < b.Date ? -1 : 1))
    .map(({ UserID, Date, hours }) => {
      const { MinimumTimeHours = null, MinimumTimePeriod = null } = tables.Users.byId(UserID) ?? {};
      const least = MinimumTimePeriod === 'Day' ? Number(MinimumTimeHours ?? 0) : 0;
      return { UserID, Date, Hours: rounded(hours), IsComplete: rounded(hours) >= least };
    });
}

/** Hours by person and day: the company's and the caller's own. */
export function userDays(company: Company): readonly FurtherList<DayRow>[] {
  const user = (row: DayRow) => company.tables.Users.byId(row.UserID);
  return [
    {
      path: 'Reports/TimeSummary/Daily',
      level: 'MANAGER',
      permission: ['Review timesheets', 'Run Company Reports'],
      paged: false,
      parameters: {
        userid: id(({ UserID }) => UserID),
        divisionid: id((row) => user(row)?.DivisionID),
        employmenttypeid: id((row) => user(row)?.EmploymentTypeID),
        userisactive: flag((row) => user(row)?.IsActive ?? false),
      },
      records: (request) => dayRows(company, request, request.query.get('userid')),
    },
    {
      path: 'Me/Reports/TimeSummary/Daily',
      level: 'STANDARD',
      paged: false,
      parameters: {},
      records: (request) => dayRows(company, request, [request.caller.userId]),
    },
  ];
}

interface JobSums {
  hours: number;
  billable: number;
  billings: number;
  cost: number;
}

/** What all entries of each job come to, kept until the company changes. */
function jobSums(company: Company, version: () => number): () => ReadonlyMap<string, JobSums> {
  let known: { readonly at: number; readonly sums: ReadonlyMap<string, JobSums> } | undefined;
  return () => {
    if (known?.at === version()) return known.sums;
    const sums = new Map<string, JobSums>();
    for (const entry of storedRecords(company, 'TimeEntries')) {
      const hours = Number(entry.Hours);
      const billed = isBillable(company, entry) ? hours : 0;
      const sum = sums.get(entry.JobID) ?? { hours: 0, billable: 0, billings: 0, cost: 0 };
      sum.hours += hours;
      sum.billable += billed;
      sum.billings += billed * Number(entry.BillingRate ?? 0);
      sum.cost += hours * Number(entry.CostRate ?? 0);
      sums.set(entry.JobID, sum);
    }
    known = { at: version(), sums };
    return sums;
  };
}

/** The job's summary as a caller sees it. */
function summaryOf(
  company: Company,
  job: JobFields,
  sums: ReadonlyMap<string, JobSums>,
  { caller }: ApiRequest,
  isEstimated: boolean,
): object {
  const { hours, billable, billings, cost } = sums.get(job.ID) ?? { hours: 0, billable: 0, billings: 0, cost: 0 };
  const draw = drawer(company.seed, 'Estimates', company.tables.Jobs.count() + hours);
  const profit = rounded(billings - cost);
  return {
    JobID: job.ID,
    JobName: job.Name,
    JobNumber: job.JobNumber,
    JobIsActive: job.IsActive,
    IsBillable: job.IsBillable,
    ClientID: job.ClientID,
    ClientName: company.tables.Clients.byId(job.ClientID)?.Name ?? null,
    Hours: rounded(hours),
    BillableHours: rounded(billable),
    ...(caller.permissions.has('View Billingrates') && { Billings: rounded(billings) }),
    ...(caller.permissions.has('View Costs') && {
      Cost: rounded(cost),
      Profit: profit,
      ProfitMargin: billings === 0 ? null : rounded(profit / billings),
    }),
    ...(isEstimated && {
      EstimateHours: Math.ceil(hours / 40) * 40 + (draw(1) % 3) * 40,
      EstimateBillings: billings === 0 ? null : Math.ceil(billings / 1_000) * 1_000,
      EstimationType: billings === 0 ? 'NoBudgets' : 'ByHours',
    }),
  };
}

/** Sums of every job, in the order of client and job names, and those of one job. */
export function jobSummaries(
  company: Company,
  settings: AnswerSettings,
  version: () => number,
): { readonly list: FurtherList<JobFields>; readonly one: readonly [path: string, handler: Handler] } {
  const sums = jobSums(company, version);
  const show = (job: JobFields, request: ApiRequest): object =>
    summaryOf(company, job, sums(), request, hasModule('Forecasting', settings));
  const nameOf = ({ ClientID, Name }: JobFields): string =>
    `${company.tables.Clients.byId(ClientID)?.Name ?? ''}\n${Name}`.toLowerCase();
  const path = 'Reports/TimeSummary/Jobs';
  return {
    list: {
      path,
      level: 'MANAGER',
      paged: false,
      parameters: { jobisactive: flag(({ IsActive }) => IsActive) },
      records: () => [...storedRecords(company, 'Jobs')].toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1)),
      show,
    },
    one: [
      `${path}/*`,
      (request, [id = '']) => {
        authorize({ level: 'MANAGER' }, request.caller, settings);
        const job = company.tables.Jobs.byId(id);
        if (job === undefined) throw notFound('Jobs', id);
        return recordEnvelope(show(job, request));
      },
    ],
  };
}
