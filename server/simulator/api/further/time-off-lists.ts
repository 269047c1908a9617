import type { AnswerSettings, ApiRequest } from '../request.ts';
import type { Company } from '../../company/company.ts';
import type { FurtherList } from './further-list.ts';
import type { HolidayFields, HolidayTypeFields, TimeOffFields, TimeOffTypeFields } from '../../further-records.ts';
import { byName } from './company-lists.ts';
import { ApiProblem } from '../problem.ts';
import { dayIn, flag, id, since, text, until } from '../parameter-kinds.ts';
import { hasModule, isVerbose } from '../request.ts';

/** Time off and holidays, with their types. */

const ofTimeOff = {
  id: id<TimeOffFields>(({ ID }) => ID),
  timeofftypeid: id<TimeOffFields>(({ TimeOffTypeID }) => TimeOffTypeID),
  fromdate: since<TimeOffFields>(({ Date }) => Date),
  todate: until<TimeOffFields>(({ Date }) => Date),
};
const userid = id<TimeOffFields>(({ UserID }) => UserID);
const date = dayIn<TimeOffFields>(({ Date }) => Date);

/** Everybody's time off, what managers lock of it, and the caller's own. */
export function timeOff(company: Company): readonly FurtherList<TimeOffFields>[] {
  const { further, tables } = company;
  const show = (record: TimeOffFields, request: ApiRequest): object => {
    if (!isVerbose(request)) return record;
    const type = further.timeOffTypes.find(({ ID }) => ID === record.TimeOffTypeID);
    const user = tables.Users.byId(record.UserID);
    return {
      ...record,
      User: user && { ID: user.ID, Name: user.Name, Email: user.Email, IsActive: user.IsActive },
      TimeOffType: type && { ID: type.ID, Name: type.Name, IsActive: type.IsActive },
    };
  };
  const common = { paged: true, show } as const;
  return [
    {
      ...common,
      path: 'TimeOff',
      level: 'ADMIN',
      parameters: { ...ofTimeOff, userid, date },
      records: further.timeOff,
    },
    {
      ...common,
      path: 'Manage/Timesheets/TimeOff',
      level: 'MANAGER',
      permission: 'Lock timesheets',
      module: 'TimesheetApprovals',
      parameters: { ...ofTimeOff, userid },
      records: further.timeOff,
    },
    {
      ...common,
      path: 'Me/TimeOff',
      level: 'STANDARD',
      parameters: { ...ofTimeOff, date },
      records: ({ caller }) => further.timeOff().filter(({ UserID }) => UserID === caller.userId),
    },
  ];
}

const ofTypes = {
  id: id<TimeOffTypeFields>(({ ID }) => ID),
  name: text<TimeOffTypeFields>(({ Name }) => Name),
  isactive: flag<TimeOffTypeFields>(({ IsActive }) => IsActive),
  requiresapproval: flag<TimeOffTypeFields>(({ RequiresApproval }) => RequiresApproval),
};

/** The company's types of time off, and those of the caller with their balances. */
export function timeOffTypes(
  { further }: Company,
  settings: AnswerSettings,
): readonly FurtherList<TimeOffTypeFields>[] {
  const isManaged = hasModule('Time Off Management', settings);
  return [
    {
      path: 'TimeOffTypes',
      level: 'MANAGER',
      permission: ['View People', 'Add/Edit Employment Types'],
      paged: true,
      parameters: { ...ofTypes, defaultapproverid: id(({ DefaultApproverID }) => DefaultApproverID) },
      records: () => further.timeOffTypes.toSorted(byName),
      show: (record, request) => {
        const { ID, Name, IsActive, RequiresApproval, Notes, EmploymentTypeIDs } = record;
        const { AccountingPackageID, CustomFields, DefaultStartingBalance } = record;
        const { DefaultAccrualRate, DefaultMaximumBalance, DefaultApproverID, DisplayOnTimeEntryPages } = record;
        const isAdmin = request.caller.level === 'ADMIN';
        return {
          ID,
          Name,
          IsActive,
          RequiresApproval,
          Notes,
          ...(isAdmin && { AccountingPackageID, CustomFields, DefaultStartingBalance }),
          ...(isManaged && { DefaultAccrualRate, DefaultMaximumBalance, DefaultApproverID, DisplayOnTimeEntryPages }),
          ...(isVerbose(request) && { EmploymentTypeIDs }),
        };
      },
    },
    {
      path: 'Me/TimeOffTypes',
      level: 'STANDARD',
      paged: true,
      parameters: ofTypes,
      records: () => further.timeOffTypes.filter(({ IsActive }) => IsActive).toSorted(byName),
      show: ({ ID, Name, IsActive, RequiresApproval }) => ({
        ID,
        Name,
        IsActive,
        RequiresApproval,
        CurrentBalance: '12.50',
        ...(isManaged && { AccrualRate: 6.666667, AccrualStartDate: null, MaximumBalance: 240, ApproverID: null }),
      }),
    },
  ];
}

/** Throws the 403 of companies that log as the DCAA wants it: they have no lists of holidays. */
function withoutDcaa<R>(settings: AnswerSettings, records: readonly R[]): () => readonly R[] {
  return () => {
    if (settings.dcaaLog) throw new ApiProblem(403, 'Your company logs time by the rules of the DCAA.');
    return records;
  };
}

export const holidays = ({ further }: Company, settings: AnswerSettings): FurtherList<HolidayFields> => ({
  path: 'Holidays',
  level: 'STANDARD',
  paged: true,
  parameters: {
    id: id(({ ID }) => ID),
    holidaytypeid: id(({ HolidayTypeID }) => HolidayTypeID),
    date: dayIn(({ Date }) => Date),
    startdate: since(({ Date }) => Date),
    enddate: until(({ Date }) => Date),
  },
  records: withoutDcaa(settings, further.holidays),
});

export const holidayTypes = ({ further }: Company, settings: AnswerSettings): FurtherList<HolidayTypeFields> => ({
  path: 'HolidayTypes',
  level: 'STANDARD',
  paged: true,
  parameters: { id: id(({ ID }) => ID), name: text(({ Name }) => Name), isactive: flag(({ IsActive }) => IsActive) },
  records: withoutDcaa(settings, further.holidayTypes.toSorted(byName)),
  show: (record, { caller }) => {
    const { ID, Name, IsActive, EmploymentTypeIDs, Notes, AccountingPackageID, CustomFields } = record;
    const isAdmin = caller.level === 'ADMIN';
    return { ID, Name, IsActive, EmploymentTypeIDs, ...(isAdmin && { Notes, AccountingPackageID, CustomFields }) };
  },
});
