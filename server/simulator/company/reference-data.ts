import type {
  ClientFields,
  CustomFieldDefinition,
  DivisionFields,
  JobFields,
  Summary,
  TaskFields,
} from '../records.ts';
import type { CompanyShape } from './shape.ts';
import { at, chance, choose, drawer } from './hash.ts';
import { clientNames, divisionNames, jobNames, noteTexts, taskNames } from './text-samples.ts';
import { customFields } from './custom-fields.ts';
import { formatDay } from './dates.ts';
import { idScheme } from './ids.ts';
import { rate } from './decimals.ts';

/** Divisions, clients, jobs and tasks: small lists held as records, in the order of their numbers. */

const rateModes = ['INHERIT', 'CUSTOM', 'FLAT'] as const;

function note(hash: number): string | null {
  return chance(hash, 70) ? null : choose(noteTexts, hash >>> 10);
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
      Notes: note(draw(2)),
      AccountingPackageID: packageId('DIV', draw(3)),
      CustomFields: customFields(own, shape.customFieldKeys, draw),
    };
  });
}

/** Clients; names repeat now and then, so that the order needs its ID as tie-breaker. */
export function makeClients(shape: CompanyShape, fields: readonly CustomFieldDefinition[]): readonly ClientFields[] {
  const ids = idScheme(shape.seed, 'Clients');
  const own = definitionsOf(fields, 'Client');
  return Array.from({ length: shape.clients }, (_, index) => {
    const draw = drawer(shape.seed, 'Clients', index);
    const Name = index % 20 === 19 ? choose(clientNames, index - 1) : numbered(clientNames, index);
    const ClientNumber = chance(draw(1), 25) ? null : `C-${100 + (draw(2) % 900)}`;
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
      Notes: note(draw(9)),
      AccountingPackageID: packageId('CL', draw(10)),
      BillingRate: chance(draw(11), 40) ? null : rate(draw(12)),
      SecondaryBillingRateMode: chance(draw(13), 20) ? null : choose(rateModes, draw(14)),
      IsEligibleTimeOffAllocation: chance(draw(15), 50) ? null : chance(draw(16), 50),
      CustomFields: customFields(own, shape.customFieldKeys, draw),
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
    const Name = numbered(jobNames, draw(1) % (jobNames.length * 3));
    const JobNumber = chance(draw(2), 20) ? null : String(20_000 + (index >> 1));
    const start = shape.firstDay - 200 + (draw(3) % 600);
    return {
      ID: ids.encode(index),
      ClientID: at(clients, draw(4) % clients.length).ID,
      Name,
      JobNumber,
      ListDisplayText: JobNumber === null ? Name : `${JobNumber} - ${Name}`,
      ListDisplayName: chance(draw(5), 30) ? null : Name,
      IsActive: index === 0 || !chance(draw(6), 25),
      StartDate: chance(draw(7), 30) ? null : formatDay(start),
      EndDate: chance(draw(8), 60) ? null : formatDay(start + 30 + (draw(9) % 700)),
      Notes: note(draw(10)),
      AccountingPackageID: packageId('JOB', draw(11)),
      ProjectManagerID: chance(draw(12), 15) ? null : choose(managers, draw(13)),
      BillingRate: chance(draw(14), 30) ? null : rate(draw(15)),
      UseCompanyBillingRate: chance(draw(16), 20) ? null : chance(draw(17), 30),
      SecondaryBillingRateMode: chance(draw(18), 20) ? null : choose(rateModes, draw(19)),
      IsBillable: chance(draw(20), 10) ? null : chance(draw(21), 75),
      TimeRequiresApproval: chance(draw(22), 30) ? null : chance(draw(23), 40),
      IsEligibleTimeOffAllocation: chance(draw(24), 60) ? null : chance(draw(25), 50),
      IncludeInRM: chance(draw(26), 30) ? null : chance(draw(27), 60),
      CustomFields: customFields(own, shape.customFieldKeys, draw),
    };
  });
}

/** Tasks; two share a name. */
export function makeTasks(shape: CompanyShape, fields: readonly CustomFieldDefinition[]): readonly TaskFields[] {
  const ids = idScheme(shape.seed, 'Tasks');
  const own = definitionsOf(fields, 'Task');
  return Array.from({ length: shape.tasks }, (_, index) => {
    const draw = drawer(shape.seed, 'Tasks', index);
    const Name = index === 9 ? choose(taskNames, 1) : numbered(taskNames, index);
    const TaskCode = chance(draw(1), 15) ? null : Name.slice(0, 3).toUpperCase();
    return {
      ID: ids.encode(index),
      Name,
      TaskCode,
      ListDisplayText: TaskCode === null ? Name : `${TaskCode} - ${Name}`,
      IsActive: index === 0 || !chance(draw(2), 15),
      IsBillable: chance(draw(3), 15) ? null : chance(draw(4), 70),
      BillingRate: chance(draw(5), 50) ? null : rate(draw(6)),
      UseCompanyBillingRate: chance(draw(7), 20) ? null : chance(draw(8), 50),
      Notes: note(draw(9)),
      AccountingPackageID: packageId('TSK', draw(10)),
      CustomFields: customFields(own, shape.customFieldKeys, draw),
    };
  });
}

/** Employment, expense and payment types: named things that only summaries show. */
export function makeTypes(seed: number, kind: string, names: readonly string[]): readonly Summary[] {
  const ids = idScheme(seed, kind);
  return names.map((Name, index) => ({ ID: ids.encode(index), Name, IsActive: index < 3 }));
}
