import type { EntitySet } from '../../model/edm.ts';
import type { Row } from '../../model/values.ts';
import { entityUrl } from '../links.ts';
import { quote } from '../quote.ts';
import { controlPrefix, type JsonShape } from './value-writer.ts';

/** The JSON of a reference to an entity: its id, at every metadata level (JSON Format 14). */
export function referenceWriter(entitySet: EntitySet, { model, version, base = '' }: JsonShape): (row: Row) => string {
  const name = `{"${controlPrefix(version)}id":`;
  return (row) => `${name}${quote(`${base}${entityUrl(model, entitySet, row) ?? ''}`)}}`;
}
