/**
 * The entity-set data is checked by the compiler for shape only; this file adds that names agree with one another and
 * that the promises BI tools rely on hold for every set.
 */
import { expect, test } from 'vitest';
import { clicktimeModel, entitySetDefinitions } from '../../../src/clicktime/model/clicktime-model.ts';
import type { EntitySetDefinition } from '../../../src/clicktime/model/entity-sets/definition.ts';

const byName = new Map(entitySetDefinitions.map((definition) => [definition.entitySet.name, definition]));
const propertyNames = (definition: EntitySetDefinition): readonly string[] =>
  definition.entitySet.entityType.properties.map(({ name }) => name);

test('the service has the seven entity sets of the guide, in its order, then those behind them', () => {
  expect(clicktimeModel.entitySets.map(({ name }) => name)).toEqual([
    'TimeEntries',
    'Users',
    'Jobs',
    'Clients',
    'Tasks',
    'Divisions',
    'Timesheets',
    'TimeEntryDetails',
    'EmploymentTypes',
    'CustomFieldDefinitions',
    'JobSummaries',
    'UserDays',
    'TimeOff',
    'TimeOffTypes',
    'Holidays',
    'HolidayTypes',
    'ExpectedWork',
    'ExpenseDetails',
  ]);
  expect(clicktimeModel.singletons?.map(({ name }) => name)).toEqual(['Company']);
});

test('navigation leads from each set to the ones it is joined with in reports', () => {
  const routes = entitySetDefinitions.flatMap(({ entitySet }) =>
    entitySet.entityType.navigationProperties.map(
      ({ name, target, collection }) => `${entitySet.name}.${name} -> ${target}${collection ? '*' : ''}`,
    ),
  );
  expect(routes).toEqual([
    'TimeEntries.User -> Users',
    'TimeEntries.Job -> Jobs',
    'TimeEntries.Task -> Tasks',
    'Users.Division -> Divisions',
    'Users.EmploymentType -> EmploymentTypes',
    'Users.TimesheetApprover -> Users',
    'Users.TimeEntries -> TimeEntries*',
    'Users.Timesheets -> Timesheets*',
    'Jobs.Client -> Clients',
    'Jobs.ProjectManager -> Users',
    'Jobs.TimeEntries -> TimeEntries*',
    'Clients.Jobs -> Jobs*',
    'Tasks.TimeEntries -> TimeEntries*',
    'Divisions.Users -> Users*',
    'Timesheets.User -> Users',
    'Timesheets.TimeEntries -> TimeEntries*',
    'EmploymentTypes.Users -> Users*',
    'JobSummaries.Job -> Jobs',
    'JobSummaries.Client -> Clients',
    'UserDays.User -> Users',
    'TimeOff.User -> Users',
    'TimeOff.TimeOffType -> TimeOffTypes',
    'TimeOffTypes.TimeOff -> TimeOff*',
    'Holidays.HolidayType -> HolidayTypes',
    'HolidayTypes.Holidays -> Holidays*',
    'ExpectedWork.User -> Users',
    'ExpenseDetails.User -> Users',
    'ExpenseDetails.Job -> Jobs',
    'ExpenseDetails.Client -> Clients',
  ]);
});

test.each(entitySetDefinitions)('$entitySet.name: what is flat, described and nullable', ({ entitySet }) => {
  const { entityType } = entitySet;
  expect(new Set(entityType.properties.map(({ name }) => name)).size).toBe(entityType.properties.length);
  for (const property of entityType.properties) {
    expect(property.collection, `${property.name} is not a collection`).toBe(false);
    expect(property.description, `${property.name} is described`).toMatch(/^[A-Z'].*[.]$/);
    expect(property.nullable, `${property.name} is nullable unless it is of the key`).toBe(
      !entityType.key.includes(property.name),
    );
  }
  const decimals = entityType.properties.filter(({ type }) => type.name === 'Edm.Decimal');
  expect(decimals.every(({ precision, scale }) => precision === 18 && scale === 6)).toBe(true);
  for (const { description } of entityType.navigationProperties) expect(description).toMatch(/[.]$/);
});

test.each(entitySetDefinitions)('$entitySet.name: joins and partners exist on both sides', (definition) => {
  for (const navigation of definition.entitySet.entityType.navigationProperties) {
    const target = byName.get(navigation.target);
    if (target === undefined) throw new Error(`${navigation.target} is no entity set`);
    for (const { from, to } of navigation.join) {
      expect(propertyNames(definition)).toContain(from);
      expect(propertyNames(target)).toContain(to);
    }
    if (navigation.partner === undefined) continue;
    const back = target.entitySet.entityType.navigationProperties.find(({ name }) => name === navigation.partner);
    expect(back).toMatchObject({ target: definition.entitySet.name, partner: navigation.name });
  }
});

test.each(entitySetDefinitions)('$entitySet.name: predicates and order speak of its properties', (definition) => {
  const { predicates, order, pageLimit } = definition.upstream;
  for (const name of Object.keys(predicates)) expect(propertyNames(definition)).toContain(name);
  for (const { property } of order) expect(propertyNames(definition)).toContain(property);
  expect(pageLimit).toBeLessThanOrEqual(500);
});

test('custom fields come as an open complex value and as text on every set but Timesheets', () => {
  const having = entitySetDefinitions.filter((definition) => propertyNames(definition).includes('CustomFields'));
  expect(having.map(({ entitySet }) => entitySet.name)).toEqual([
    'TimeEntries',
    'Users',
    'Jobs',
    'Clients',
    'Tasks',
    'Divisions',
  ]);
  for (const definition of having) expect(propertyNames(definition)).toContain('CustomFieldsStr');
});

test.each(clicktimeModel.entitySets.filter(({ datedBy }) => datedBy !== undefined))(
  '$name: what says of which time its entities are is days of theirs',
  ({ datedBy = [], entityType }) => {
    const types = datedBy.map((name) => entityType.properties.find((property) => property.name === name)?.type.name);
    expect(types).toEqual(datedBy.map(() => 'Edm.Date'));
  },
);
