import type { EntitySet } from '../../model/edm.ts';
import type { Row } from '../../model/values.ts';
import { entityUrl } from '../links.ts';
import { quote } from '../quote.ts';
import { inSlices, type WritePage } from './page-writer.ts';
import { separated } from './row-parts.ts';
import { controlPrefix, type JsonShape } from './value-writer.ts';

/** The JSON of a reference to an entity, its id (JSON Format 14). Without a context URL nothing says what an id is relative to. */
export function referenceWriter(entitySet: EntitySet, serviceRoot: string, shape: JsonShape): (row: Row) => string {
  const base = shape.format.metadata === 'none' ? serviceRoot : '';
  const name = `{"${controlPrefix(shape.version)}id":`;
  return (row) => `${name}${quote(`${base}${entityUrl(shape.model, entitySet, row) ?? ''}`)}}`;
}

/** The writer of pages of references. */
export function referencesWriter(entitySet: EntitySet, serviceRoot: string, shape: JsonShape): WritePage {
  const write = referenceWriter(entitySet, serviceRoot, shape);
  return inSlices((rows) => separated(rows, (row) => [write(row)]));
}
