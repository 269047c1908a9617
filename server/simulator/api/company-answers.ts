import type { AnswerSettings, ApiRequest, Handler } from './request.ts';
import type { Company } from '../company/company.ts';
import type { CustomFieldDefinition, EntityName, UserFields } from '../records.ts';
import type { Permission } from './caller.ts';
import { authorize, notFound } from './request.ts';
import { customFieldEntity } from '../company/custom-fields.ts';
import { pageAnswer } from './paging.ts';
import { recordEnvelope } from './envelope.ts';
import { toWireJson } from '../wire-text.ts';

/** `/Me`, custom-field definitions and the lists of bare IDs. */

const hiddenFromSelf: readonly (keyof UserFields)[] = [
  'BillingRate',
  'UseCompanyBillingRate',
  'CostModel',
  'CostRate',
  'CostPerTimesheet',
  'Notes',
  'Role',
  'CustomFields',
  'AccountingPackageID',
  'PayrollType',
];

/** `/Me`: the caller's own record with the token in it, which nobody else may ever see. */
export function meAnswer(company: Company): Handler {
  return ({ caller, token }) => {
    const own = company.tables.Users.byId(caller.userId);
    if (own === undefined) throw notFound('Users', caller.userId);
    const shown = Object.entries(own).filter(([name]) => !hiddenFromSelf.some((hidden) => hidden === name));
    return recordEnvelope({
      ...Object.fromEntries(shown),
      AuthToken: { Token: token, TokenCreationTime: '2024-01-02T03:04:05Z' },
      HomePage: { Name: 'My time', Url: '/app/time' },
      IsTimeApprover: caller.level !== 'STANDARD',
      IsExpenseApprover: false,
      IsTimeOffApprover: false,
      IsDefaultLeaveTypeApprover: false,
      JobSelectionMethod: 'List',
      NumEntries: company.entries.select({ users: [caller.userId] }).count,
    });
  };
}

const definitionPermissions: Readonly<Partial<Record<EntityName, Permission>>> = {
  Users: 'View People',
  Jobs: 'View Jobs',
  Clients: 'View Clients',
  Tasks: 'View Tasks',
  Divisions: 'View Divisions',
};

/** `/{Entity}/CustomFieldDefinitions`: for time entries open to all, else for those who may view the entity. */
export function entityDefinitions(company: Company, entity: EntityName, settings: AnswerSettings): Handler {
  const permission = definitionPermissions[entity];
  const rows = company.definitions.filter(({ EntityType }) => EntityType === customFieldEntity[entity]);
  return (request) => {
    if (entity !== 'TimeEntries') {
      const module = entity === 'Divisions' ? entity : undefined;
      authorize({ level: 'MANAGER', permission, module }, request.caller, settings);
    }
    return definitionsPage(request, rows, settings);
  };
}

/** `/CustomFieldDefinitions`: all of them, for administrators. */
export function allDefinitions(company: Company, settings: AnswerSettings): Handler {
  return (request) => {
    authorize({ level: 'ADMIN' }, request.caller, settings);
    const wanted = (name: string, value: string): boolean => request.query.get(name)?.includes(value) ?? true;
    const rows = company.definitions.filter(
      ({ ID, DataType, EntityType, IsRequired }) =>
        wanted('id', ID) &&
        wanted('datatype', DataType) &&
        wanted('entitytype', EntityType) &&
        wanted('isrequired', String(IsRequired)),
    );
    return definitionsPage(request, rows, settings);
  };
}

function definitionsPage(
  request: ApiRequest,
  rows: readonly CustomFieldDefinition[],
  settings: AnswerSettings,
): string {
  const page = (offset: number, limit: number) => rows.slice(offset, offset + limit).map(toWireJson);
  return pageAnswer(request, { count: rows.length, page }, false, settings);
}

/** `/Jobs/{id}/Tasks|Users|Divisions`, `/Tasks/{id}/Jobs`, `/Me/Jobs/{id}/Tasks`: IDs that may go with a record, not paged. */
export function idList(
  company: Company,
  of: 'Jobs' | 'Tasks',
  what: 'Tasks' | 'Users' | 'Divisions' | 'Jobs',
  settings: AnswerSettings,
  mine: boolean,
): Handler {
  return ({ caller }, [id = '']) => {
    if (!mine)
      authorize({ level: 'MANAGER', permission: of === 'Jobs' ? 'View Jobs' : 'View Tasks' }, caller, settings);
    const known = company.tables[of].byId(id) !== undefined && (!mine || company.isJobOf(id, caller.userId));
    if (!known) throw notFound(of, id);
    const list = company.tables[what];
    const ids = Array.from({ length: list.count() }, (_, position) => list.at(position).ID);
    return recordEnvelope(what === 'Users' ? ids.filter((user) => company.isJobOf(id, user)) : ids);
  };
}
