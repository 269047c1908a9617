import type { AnswerSettings, ApiRequest } from '../request.ts';
import type { Company } from '../../company/company.ts';
import type { EmploymentTypeFields, LabelFields } from '../../further-records.ts';
import type { FurtherList } from './further-list.ts';
import { flag, id, text } from '../parameter-kinds.ts';
import { hasModule } from '../request.ts';

/** The company's own record, what it and its managers may do, employment types and labels. */

/** The company's record as a caller sees it. */
export function companyRecord(
  { further: { profile } }: Company,
  { caller }: ApiRequest,
  settings: AnswerSettings,
): object {
  const { CustomFields, ...open } = profile;
  const modules = ['Expenses', 'Time Off Management', 'Forecasting'] as const;
  return {
    ...open,
    DCAALogEnabled: settings.dcaaLog,
    OptionalModules: {
      TimesheetApprovals: settings.timesheetApprovalsModule,
      Corporate: settings.divisionsModule,
      ...Object.fromEntries(modules.map((module) => [module, hasModule(module, settings)])),
    },
    ...(caller.level === 'ADMIN' && { CustomFields }),
  };
}

/** What the company has, for any role. */
export function companyPermissions(settings: AnswerSettings): readonly string[] {
  const named = [
    ['Expense Permission', hasModule('Expenses', settings)],
    ['Timesheet Approval Permission', settings.timesheetApprovalsModule],
    ['Time Off Management Permission', hasModule('Time Off Management', settings)],
    ['Manager Labeling Permission', true],
  ] as const;
  return named.flatMap(([name, isThere]) => (isThere ? [name] : []));
}

/** The caller's own permissions, in the order of their names; administrators' are told like a manager's. */
export const managerPermissions: FurtherList<{ readonly Name: string; readonly AccessLevel: string }> = {
  path: 'Manage/Permissions',
  level: 'STANDARD',
  paged: false,
  parameters: {},
  records: ({ caller }) => [...caller.permissions].toSorted().map((Name) => ({ Name, AccessLevel: 'All' })),
};

export const employmentTypes = ({ types }: Company): FurtherList<EmploymentTypeFields> => ({
  path: 'EmploymentTypes',
  level: 'MANAGER',
  paged: true,
  parameters: { id: id(({ ID }) => ID), name: text(({ Name }) => Name), isactive: flag(({ IsActive }) => IsActive) },
  records: () => types.employment.toSorted(byName),
  show: ({ Notes, AccountingPackageID, ...open }, { caller }) => ({
    ...open,
    ...(caller.permissions.has('View Employment Types') && { Notes, AccountingPackageID }),
  }),
});

export const labels = ({ further }: Company): FurtherList<LabelFields> => ({
  path: 'Labels',
  level: 'MANAGER',
  permission: 'Run Company Reports',
  paged: true,
  parameters: { id: id(({ ID }) => ID), name: text(({ Name }) => Name), isactive: flag(({ IsActive }) => IsActive) },
  records: () => further.labels.toSorted(byName),
});

/** The order of names, without regard to case. */
export function byName(a: { readonly Name: string }, b: { readonly Name: string }): number {
  const [left, right] = [a.Name.toLowerCase(), b.Name.toLowerCase()];
  return left < right ? -1 : left > right ? 1 : 0;
}
