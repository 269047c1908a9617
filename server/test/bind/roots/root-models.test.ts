/** Models below roots with a choice: one object for one choice, few at a time, and each a model that holds together. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRootModels } from '../../../src/bind/roots/root-models.ts';
import { clicktimeModel, clicktimeModelWithOwnData } from '../../../src/clicktime/model/clicktime-model.ts';
import type { EdmModel } from '../../../src/model/edm.ts';
import { entityContainers, modelIndex, targetOf } from '../../../src/model/model-index.ts';
import { csdlJson } from '../../../src/protocol/metadata/csdl-json.ts';
import { csdlXml } from '../../../src/protocol/metadata/csdl-xml.ts';
import { tripPin } from '../../models/trip-pin.ts';

test('however a choice is written, it is one model of each model', () => {
  const below = createRootModels();
  const model = below(clicktimeModel, 'only=TimeEntries(Date,Hours),Jobs');
  for (const same of [
    'only=Jobs,TimeEntries(Hours,Date)',
    'only%3DTimeEntries%28Date%2CHours%29%2CJobs',
    'only=TimeEntries(ID,Hours,Date),Jobs',
  ])
    expect(below(clicktimeModel, same)).toBe(model);
  expect(below(clicktimeModel, 'only=TimeEntries(Date),Jobs')).not.toBe(model);
  expect(below(clicktimeModelWithOwnData, 'only=TimeEntries(Date,Hours),Jobs')).not.toBe(model);
  expect(below(clicktimeModel, undefined)).toBe(clicktimeModel);
});

test('who asks for ever other choices makes none but the latest stay', () => {
  const below = createRootModels();
  const first = below(clicktimeModel, 'only=Jobs(Name)');
  const names = clicktimeModel.entitySets[1]?.entityType.properties.map(({ name }) => name) ?? [];
  expect(below(clicktimeModel, 'only=Jobs(Name)')).toBe(first);
  for (let number = 0; number < 200; number += 1) {
    const fields = names.filter((_, position) => ((number + 1) >> position) % 2 === 1);
    below(clicktimeModel, `only=Users(${fields.join(',')})`);
  }
  expect(below(clicktimeModel, 'only=Jobs(Name)')).not.toBe(first);
});

const models: readonly (readonly [string, EdmModel])[] = [
  ['ClickTime', clicktimeModel],
  ['TripPin', tripPin],
];

/** Some sets of a model, and of each type's fields the same for all sets that have it. */
function randomChoice(model: EdmModel): fc.Arbitrary<string> {
  const containers = entityContainers(model);
  const types = [...new Set(containers.map(({ entityType }) => entityType))];
  return fc
    .record({
      sets: fc.shuffledSubarray([...containers], { minLength: 1 }),
      fields: fc.tuple(
        ...types.map(({ properties }) =>
          fc.option(fc.shuffledSubarray([...properties], { minLength: 1 }), { freq: 4 }),
        ),
      ),
    })
    .map(({ sets, fields }) => {
      const written = sets.map(({ name, entityType }) => {
        const chosen = fields[types.indexOf(entityType)];
        return chosen === null || chosen === undefined ? name : `${name}(${chosen.map((each) => each.name).join(',')})`;
      });
      return `only=${written.join(',')}`;
    });
}

test.each(models)('%s: any choice is a model whose parts are there, with what was chosen and the keys', (_, model) => {
  const below = createRootModels();
  fc.assert(
    fc.property(randomChoice(model), (choice) => {
      const chosen = below(model, choice);
      const index = modelIndex(chosen);
      for (const { name, entityType } of entityContainers(chosen)) {
        const names = new Set(entityType.properties.map((property) => property.name));
        expect(choice).toContain(name);
        expect(entityType.key.every((each) => names.has(each))).toBe(true);
        for (const property of names)
          expect(entityType.key.includes(property) || !choice.includes(`${name}(`) || choice.includes(property)).toBe(
            true,
          );
        for (const navigation of entityType.navigationProperties) {
          const to = new Set(targetOf(index, navigation).entityType.properties.map((property) => property.name));
          expect(navigation.join.every((each) => names.has(each.from) && to.has(each.to))).toBe(true);
        }
      }
      const xml = csdlXml(chosen, '4.01');
      for (const [, used = ''] of xml.matchAll(/Type="(?:Collection\()?(?:ClickTime|[\w.]*TripPin[\w.]*)\.(\w+)\)?"/g))
        expect(xml).toMatch(new RegExp(`<(?:EntityType|ComplexType|EnumType) Name="${used}"`));
      expect(JSON.parse(csdlJson(chosen))).toBeTypeOf('object');
    }),
    { seed: 12, numRuns: 100 },
  );
});
