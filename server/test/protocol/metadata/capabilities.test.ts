/** The table of what is done here; `docs/conformance.md` is held to it by the tests of the docs. */
import { expect, test } from 'vitest';
import { clicktimeModel } from '../../../src/clicktime/model/clicktime-model.ts';
import {
  conformanceTables,
  features,
  isSupported,
  restrictionsOf,
} from '../../../src/protocol/metadata/capabilities.ts';
import { tripPin } from '../../models/trip-pin.ts';

test('features have one row each, and asking for one that has none is a mistake', () => {
  expect(new Set(features.map((feature) => feature.name)).size).toBe(features.length);
  expect(isSupported('$filter')).toBe(true);
  expect(isSupported('Asynchronous requests')).toBe(false);
  expect(() => isSupported('$flter')).toThrow('$flter');
});

test('collections are not sorted by', () => {
  const people = tripPin.entitySets.find(({ name }) => name === 'People');
  if (people === undefined) throw new Error('People');
  expect(restrictionsOf(people).nonSortable).toEqual(['Emails', 'AddressInfo']);
});

test('the tables list every feature and every entity set', () => {
  const text = conformanceTables(clicktimeModel);
  for (const { name } of features) expect(text).toContain(`| ${name} |`);
  for (const { name } of clicktimeModel.entitySets) expect(text).toContain(`| ${name} |`);
});
