import type { Company } from './company.ts';
import type { TimeEntryFields } from '../records.ts';

/** Whether a time entry is billed, by its job or its task as the company has it; what nobody says is not billed. */
export function isBillable(
  { shape, tables }: Pick<Company, 'shape' | 'tables'>,
  { JobID, TaskID }: Pick<TimeEntryFields, 'JobID' | 'TaskID'>,
): boolean {
  if (shape.billableSetting === 'Job') return tables.Jobs.byId(JobID)?.IsBillable ?? false;
  return (TaskID === null ? undefined : tables.Tasks.byId(TaskID)?.IsBillable) ?? false;
}
