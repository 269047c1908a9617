import type { EdmModel, EntitySet } from '../../model/edm.ts';
import { titleOf } from '../../model/title.ts';
import type { JsonFormat } from '../negotiate.ts';
import { controlPrefix } from '../payload/value-writer.ts';
import type { ODataVersion } from '../version.ts';

/** The service document: every entity set, with URLs relative to the service root (JSON Format 5). */
export function serviceDocument(
  model: EdmModel,
  { serviceRoot, version, format }: { serviceRoot: string; version: ODataVersion; format: JsonFormat },
): string {
  const context = format.metadata === 'none' ? {} : { [`${controlPrefix(version)}context`]: `${serviceRoot}$metadata` };
  return JSON.stringify({ ...context, value: model.entitySets.map(element) });
}

function element(entitySet: EntitySet): object {
  const { name } = entitySet;
  return { name, kind: 'EntitySet', url: name, title: titleOf(entitySet) };
}
