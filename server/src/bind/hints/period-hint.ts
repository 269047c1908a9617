/** How entities are chosen by a period, for those who mean one by an option of another name. */
import { optionKeys, type QueryOption } from '../../../../grammar/index.ts';
import { primitiveName } from '../../bound/type-rules.ts';
import type { ModelIndex } from '../../model/model-index.ts';
import { typeAt, type Meant, type StructuredType } from '../names/model-names.ts';
import type { Referent } from '../names/names.ts';
import { written } from './written-value.ts';

const periodWords: ReadonlyMap<string, 'ge' | 'le'> = new Map([
  ...['from', 'since', 'after', 'datefrom', 'fromdate', 'begindate', 'mindate', 'updatedsince', 'modifiedsince'].map(
    (word) => [word, 'ge'] as const,
  ),
  ...['to', 'toinclusive', 'until', 'before', 'till', 'dateto', 'todate', 'maxdate', 'enddate'].map(
    (word) => [word, 'le'] as const,
  ),
]);

/** How a day is compared with the bound that an option sets elsewhere; nothing where it sets none. */
export const periodOperator = (keys: readonly string[]): 'ge' | 'le' | undefined =>
  keys.map((key) => periodWords.get(key)).find((operator) => operator !== undefined);

/** How entities of a type are chosen by a period; begins with a blank. */
export function periodHint(operator: 'ge' | 'le', value: string, type: StructuredType | undefined): string {
  const properties = type === undefined || type === 'open' ? [] : type.properties;
  const day = properties.find((each) => primitiveName(each.type) === 'Edm.Date');
  return day === undefined
    ? ' Choose entities by $filter.'
    : ` To choose a period, write $filter=${day.name} ${operator} ${written('Edm.Date', value)}.`;
}

/** The same for who means a period by `$from` and `$to`, which ask for times in the history of a temporal service. */
export function temporalHint(option: QueryOption, referent: Referent<Meant> | undefined, index: ModelIndex): string {
  if (option.kind !== 'TemporalOption') return '';
  const operator = periodOperator(optionKeys(option.name));
  const value = option.value.kind === 'Literal' ? option.value.value : '';
  return operator === undefined ? '' : periodHint(operator, value, typeAt(referent?.of, index));
}
