import type {
  ClientFields,
  CustomFieldDefinition,
  DivisionFields,
  JobFields,
  Summary,
  TaskFields,
} from '../records.ts';
import type { CompanyShape } from './shape.ts';
import type { Draw } from './hash.ts';
import { at, chance, choose, drawer } from './hash.ts';
import {
  clientNames,
  divisionNames,
  internalJobNames,
  jobNames,
  noteTexts,
  plainNotes,
  taskNames,
} from './text-samples.ts';
import { customFields } from './custom-fields.ts';
import { formatDay } from './dates.ts';
import { idScheme } from './ids.ts';
import { rate } from './decimals.ts';

/** Divisions, clients, jobs and tasks: small lists held as records, in the order of their numbers. */

const rateModes = ['INHERIT', 'CUSTOM', 'FLAT'] as const;

function note({ awkward }: CompanyShape, hash: number): string | null {
  return chance(hash, 70) ? null : choose(awkward ? noteTexts : plainNotes, hash >>> 10);
}

function packageId(prefix: string, hash: number): string | null {
  return chance(hash, 60) ? null : `${prefix}-${(hash >>> 10) % 10_000}`;
}

function numbered(names: readonly string[], index: number): string {
  const name = choose(names, index);
  const round = Math.floor(index / names.length);
  return round === 0 ? name : `${name} ${round + 1}`;
}

function definitionsOf(
  definitions: readonly CustomFieldDefinition[],
  type: CustomFieldDefinition['EntityType'],
): readonly CustomFieldDefinition[] {
  return definitions.filter((definition) => definition.EntityType === type);
}

/** Jobs of each client; those of the first are the company's own, for nobody to pay. */
const jobsPerClient = 4;
export const internalJobs = jobsPerClient;
/** The last tasks are no work. */
export const timeOffTasks = 2;

const clientOf = (job: number): number => Math.floor(job / jobsPerClient);

function clientName({ awkward }: CompanyShape, index: number): string {
  if (!awkward) return index === 0 ? 'Internal' : numbered(clientNames, index - 1);
  return index % 20 === 19 ? choose(clientNames, index - 1) : numbered(clientNames, index);
}

function jobName({ awkward }: CompanyShape, index: number, clients: readonly ClientFields[], hash: number): string {
  if (awkward) return numbered(jobNames, hash % (jobNames.length * 3));
  if (index < internalJobs) return at(internalJobNames, index);
  return `${choose(jobNames, index + clientOf(index))} (${at(clients, clientOf(index)).Name})`;
}

/** Only jobs or only tasks say so, as the company has it. */
function isBillableJob({ awkward, billableSetting }: CompanyShape, index: number, draw: Draw): boolean | null {
  if (awkward) return chance(draw(20), 10) ? null : chance(draw(21), 75);
  return billableSetting === 'Job' ? index >= internalJobs && chance(draw(21), 92) : null;
}

function isBillableTask({ awkward, billableSetting }: CompanyShape, draw: Draw): boolean | null {
  if (awkward) return chance(draw(3), 15) ? null : chance(draw(4), 70);
  return billableSetting === 'Task' ? chance(draw(4), 70) : null;
}

/** Divisions, some inactive. */
export function makeDivisions(
  shape: CompanyShape,
  fields: readonly CustomFieldDefinition[],
): readonly DivisionFields[] {
  const ids = idScheme(shape.seed, 'Divisions');
  const own = definitionsOf(fields, 'Division');
  return Array.from({ length: shape.divisions }, (_, index) => {
    const draw = drawer(shape.seed, 'Divisions', index);
    return {
      ID: ids.encode(index),
      Name: numbered(divisionNames, index),
      IsActive: index === 0 || !chance(draw(1), 12),
      Notes: note(shape, draw(2)),
      AccountingPackageID: packageId('DIV', draw(3)),
      CustomFields: customFields(own, shape, draw),
    };
  });
}

/** Clients; names repeat now and then, so that the order needs its ID as tie-breaker. */
export function makeClients(shape: CompanyShape, fields: readonly CustomFieldDefinition[]): readonly ClientFields[] {
  const ids = idScheme(shape.seed, 'Clients');
  const own = definitionsOf(fields, 'Client');
  return Array.from({ length: shape.clients }, (_, index) => {
    const draw = drawer(shape.seed, 'Clients', index);
    const Name = clientName(shape, index);
    const ClientNumber = chance(draw(1), 25) ? null : `C-${100 + (shape.awkward ? draw(2) % 900 : index)}`;
    const created = formatDay(shape.firstDay - (draw(3) % 1500));
    const clock = `T${String(8 + (draw(4) % 10)).padStart(2, '0')}:20:${String(draw(5) % 60).padStart(2, '0')}`;
    return {
      ID: ids.encode(index),
      Name,
      ShortName: chance(draw(6), 20) ? null : Name.slice(0, 4).toUpperCase(),
      ClientNumber,
      ListDisplayText: ClientNumber === null ? Name : `${ClientNumber} - ${Name}`,
      IsActive: index === 0 || !chance(draw(7), 15),
      CreatedDate: choose(
        [null, `${created}${clock}Z`, `${created}${clock}Z`, `${created}${clock}`, `${created}${clock}.123Z`],
        draw(8),
      ),
      Notes: note(shape, draw(9)),
      AccountingPackageID: packageId('CL', draw(10)),
      BillingRate: !shape.awkward || chance(draw(11), 40) ? null : rate(draw(12)),
      SecondaryBillingRateMode: !shape.awkward || chance(draw(13), 20) ? null : choose(rateModes, draw(14)),
      IsEligibleTimeOffAllocation: chance(draw(15), 50) ? null : chance(draw(16), 50),
      CustomFields: customFields(own, shape, draw),
    };
  });
}

/** Jobs, spread over the clients; display texts repeat. `managers` are user IDs. */
export function makeJobs(
  shape: CompanyShape,
  fields: readonly CustomFieldDefinition[],
  clients: readonly ClientFields[],
  managers: readonly string[],
): readonly JobFields[] {
  const ids = idScheme(shape.seed, 'Jobs');
  const own = definitionsOf(fields, 'Job');
  return Array.from({ length: shape.jobs }, (_, index) => {
    const draw = drawer(shape.seed, 'Jobs', index);
    const Name = jobName(shape, index, clients, draw(1));
    const JobNumber = chance(draw(2), 20) ? null : String(20_000 + (shape.awkward ? index >> 1 : index));
    const start = shape.firstDay - 200 + (draw(3) % 600);
    return {
      ID: ids.encode(index),
      ClientID: at(clients, shape.awkward ? draw(4) % clients.length : clientOf(index)).ID,
      Name,
      JobNumber,
      ListDisplayText: JobNumber === null ? Name : `${JobNumber} - ${Name}`,
      ListDisplayName: chance(draw(5), 30) ? null : Name,
      IsActive: index === 0 || !chance(draw(6), 25),
      StartDate: chance(draw(7), 30) ? null : formatDay(start),
      EndDate: chance(draw(8), 60) ? null : formatDay(start + 30 + (draw(9) % 700)),
      Notes: note(shape, draw(10)),
      AccountingPackageID: packageId('JOB', draw(11)),
      ProjectManagerID: chance(draw(12), 15) ? null : choose(managers, draw(13)),
      BillingRate: !shape.awkward || chance(draw(14), 30) ? null : rate(draw(15)),
      UseCompanyBillingRate: chance(draw(16), 20) ? null : chance(draw(17), 30),
      SecondaryBillingRateMode: !shape.awkward || chance(draw(18), 20) ? null : choose(rateModes, draw(19)),
      IsBillable: isBillableJob(shape, index, draw),
      TimeRequiresApproval: chance(draw(22), 30) ? null : chance(draw(23), 40),
      IsEligibleTimeOffAllocation: chance(draw(24), 60) ? null : chance(draw(25), 50),
      IncludeInRM: chance(draw(26), 30) ? null : chance(draw(27), 60),
      CustomFields: customFields(own, shape, draw),
    };
  });
}

/** Tasks; two share a name. */
export function makeTasks(shape: CompanyShape, fields: readonly CustomFieldDefinition[]): readonly TaskFields[] {
  const ids = idScheme(shape.seed, 'Tasks');
  const own = definitionsOf(fields, 'Task');
  return Array.from({ length: shape.tasks }, (_, index) => {
    const draw = drawer(shape.seed, 'Tasks', index);
    const Name = shape.awkward && index === 9 ? choose(taskNames, 1) : numbered(taskNames, index);
    const TaskCode = chance(draw(1), 15) ? null : Name.slice(0, 3).toUpperCase();
    return {
      ID: ids.encode(index),
      Name,
      TaskCode,
      ListDisplayText: TaskCode === null ? Name : `${TaskCode} - ${Name}`,
      IsActive: index === 0 || !chance(draw(2), 15),
      IsBillable: isBillableTask(shape, draw),
      BillingRate: !shape.awkward || chance(draw(5), 50) ? null : rate(draw(6)),
      UseCompanyBillingRate: chance(draw(7), 20) ? null : chance(draw(8), 50),
      Notes: note(shape, draw(9)),
      AccountingPackageID: packageId('TSK', draw(10)),
      CustomFields: customFields(own, shape, draw),
    };
  });
}

/** Employment, expense and payment types: named things that only summaries show. */
export function makeTypes(seed: number, kind: string, names: readonly string[]): readonly Summary[] {
  const ids = idScheme(seed, kind);
  return names.map((Name, index) => ({ ID: ids.encode(index), Name, IsActive: index < 3 }));
}
