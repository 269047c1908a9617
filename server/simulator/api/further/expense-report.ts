import type { Company } from '../../company/company.ts';
import type { ExpenseFields } from '../../further-records.ts';
import type { FurtherList } from './further-list.ts';
import { id, oneOf, since, until } from '../parameter-kinds.ts';
import { isVerbose } from '../request.ts';

/** `/Reports/Expense`: one flat row for each expense item, with the odd types that ClickTime declares. */

const number = (is: boolean): number => (is ? 1 : 0);
const word = (is: boolean): string => (is ? 'True' : 'False');

function plainRow({ tables }: Company, item: ExpenseFields): object {
  const amount = Number(item.ItemAmount);
  return {
    ID: item.ID,
    UserID: item.UserID,
    JobID: item.JobID,
    ClientID: item.JobID === null ? null : (tables.Jobs.byId(item.JobID)?.ClientID ?? null),
    DivisionID: tables.Users.byId(item.UserID)?.DivisionID ?? null,
    ExpenseSheetID: item.ExpenseSheetID,
    ExpenseTypeID: item.ExpenseTypeID,
    PaymentTypeID: item.PaymentTypeID,
    ExpenseDate: item.ExpenseDate,
    ExpenseItemCreationDate: `${item.ExpenseDate}T17:20:31`,
    ExpenseSheetStatus: item.ExpenseSheetStatus,
    Paid: word(item.ExpenseSheetStatus === 'paid'),
    ItemBillable: word(item.ItemBillable),
    ItemAmount: item.ItemAmount,
    BillableAmount: item.ItemBillable ? item.ItemAmount : 0,
    MileageAmount: item.MileageAmount,
    MileageRate: item.MileageRate,
    ItemForeignAmount: null,
    ForeignCurrencyExchangeRate: null,
    ExpenseItemAmountCurrency: 'USD',
    ItemForeignCurrency: null,
    ExpenseItemHasForeignCurrency: false,
    Reimbursable: item.Reimbursable,
    HasReceipt: item.HasReceipt,
    ExpenseItemDescription: item.ExpenseItemDescription,
    ExpenseItemNotes: item.ExpenseItemNotes,
    CheckNumber: amount > 400 ? 'CHK-1001' : null,
    ReceiptImageURL: item.HasReceipt ? `https://app.clicktime.example/receipts/${item.ID}` : null,
  };
}

function verboseRow({ tables, types }: Company, item: ExpenseFields): object {
  const job = item.JobID === null ? undefined : tables.Jobs.byId(item.JobID);
  const client = job && tables.Clients.byId(job.ClientID);
  const user = tables.Users.byId(item.UserID);
  const division = tables.Divisions.byId(user?.DivisionID ?? '');
  const expenseType = types.expense.find(({ ID }) => ID === item.ExpenseTypeID);
  const paymentType = types.payment.find(({ ID }) => ID === item.PaymentTypeID);
  const employmentType = types.employment.find(({ ID }) => ID === user?.EmploymentTypeID);
  return {
    ClientName: client?.Name ?? null,
    ClientShortName: client?.ShortName ?? null,
    ClientNumber: client?.ClientNumber ?? null,
    ClientNotes: client?.Notes ?? null,
    ClientAccountingID: client?.AccountingPackageID ?? null,
    ClientActive: client && number(client.IsActive),
    JobName: job?.Name ?? null,
    JobNumber: job?.JobNumber ?? null,
    JobNotes: job?.Notes ?? null,
    JobAccountingID: job?.AccountingPackageID ?? null,
    JobActive: job && number(job.IsActive),
    FullName: user?.Name ?? null,
    Email: user?.Email ?? null,
    EmployeeNumber: user?.EmployeeNumber ?? null,
    PersonRole: user?.Role ?? null,
    EmploymentTypeName: employmentType?.Name ?? null,
    UserAccountingID: user?.AccountingPackageID ?? null,
    UserNotes: user?.Notes ?? null,
    UserActive: user && word(user.IsActive),
    DivisionName: division?.Name ?? null,
    DivisionAccountingID: division?.AccountingPackageID ?? null,
    DivisionNotes: division?.Notes ?? null,
    DivisionActive: division?.IsActive ?? null,
    ExpenseSheetName: `Expenses of ${item.ExpenseDate.slice(0, 7)}`,
    ExpenseSheetDate: `${item.ExpenseDate.slice(0, 8)}01`,
    ExpenseSheetCreationDate: `${item.ExpenseDate}T08:00:00Z`,
    ExpenseSheetDescription: null,
    ExpenseSheetTrackingID: null,
    ExpenseSheetForeignCurrencyEnabled: false,
    CurrentExpenseSheetApprovalStatus: item.ExpenseSheetStatus,
    ExpenseType: expenseType?.Name ?? null,
    ExpenseTypeType: item.MileageAmount === null ? 'Standard' : 'Mileage',
    ExpenseTypeActive: expenseType?.IsActive ?? null,
    PaymentType: paymentType?.Name ?? null,
    PaymentTypeActive: paymentType?.IsActive ?? null,
    PaymentTypeReimbursable: item.Reimbursable,
  };
}

export const expenseReport = (company: Company): FurtherList<ExpenseFields> => ({
  path: 'Reports/Expense',
  level: 'MANAGER',
  permission: 'Run Company Reports',
  module: 'Expenses',
  paged: true,
  parameters: {
    id: id(({ ID }) => ID),
    jobid: id(({ JobID }) => JobID),
    userid: id(({ UserID }) => UserID),
    expensesheetstatus: oneOf(
      ['open', 'approved', 'rejected', 'waiting', 'paid'],
      ({ ExpenseSheetStatus }) => ExpenseSheetStatus,
    ),
    startdate: since(({ ExpenseDate }) => ExpenseDate),
    enddate: until(({ ExpenseDate }) => ExpenseDate),
  },
  records: company.further.expenses,
  show: (item, request) => ({ ...plainRow(company, item), ...(isVerbose(request) && verboseRow(company, item)) }),
});
