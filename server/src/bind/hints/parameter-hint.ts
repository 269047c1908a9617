/** Query parameters of the service behind, and names of properties in their place. */
import type { CustomOption } from '../../../../grammar/index.ts';
import { primitiveName } from '../../bound/type-rules.ts';
import type { Property, SourceParameter } from '../../model/edm.ts';
import type { ModelIndex } from '../../model/model-index.ts';
import type { StructuredType } from '../names/model-names.ts';
import { written } from './written-value.ts';

/** What options are about: a type, and whether there are many of it. */
export interface OptionsSubject {
  readonly type: StructuredType | undefined;
  readonly many: boolean;
}

/** The query option that does what a parameter by one of these names does; nothing where there is no such name. */
export function parameterHint(
  keys: readonly string[],
  { value }: CustomOption,
  subject: OptionsSubject,
  index: ModelIndex,
  isSame: (key: string, name: string) => boolean,
): string | undefined {
  const isMeant = (each: { readonly name: string }): boolean =>
    keys.some((key) => Math.abs(key.length - each.name.length) <= 1 && isSame(key, each.name.toLowerCase()));
  const sets = [...index.entitySets.values()];
  const set = sets.find(({ entityType }) => entityType === subject.type);
  const own = set?.parameters?.find(isMeant);
  const parameter = own ?? sets.flatMap(({ parameters = [] }) => parameters).find(isMeant);
  const property = set?.entityType.properties.find(isMeant);
  if (parameter === undefined && property === undefined) return undefined;
  if (parameter !== undefined && parameter.equivalent === undefined) return ' Leave it out.';
  if (set === undefined || !subject.many) return ' It has no meaning here.';
  if (own !== undefined) return parameterText(own, value);
  return property === undefined ? ' Choose entities by $filter.' : propertyText(property, value);
}

const parameterText = ({ equivalent = '', type }: SourceParameter, value: string): string =>
  ` Write ${equivalent.replace('{}', () => written(type, value))}.`;

function propertyText({ name, type, collection }: Property, value: string): string {
  const primitive = primitiveName(type);
  if (primitive === undefined || collection) return ` To choose entities by '${name}', write $filter.`;
  return ` Write $filter=${name} eq ${written(primitive, value)}.`;
}
