import type { EdmModel, EntitySet } from '../../model/edm.ts';
import { entityContainers } from '../../model/model-index.ts';
import { titleOf } from '../../model/title.ts';
import type { JsonFormat } from '../negotiate.ts';
import { controlPrefix } from '../payload/value-writer.ts';
import type { ODataVersion } from '../version.ts';

/** The service document: every entity set and singleton, with URLs relative to the service root (JSON Format 5). */
export function serviceDocument(
  model: EdmModel,
  { serviceRoot, version, format }: { serviceRoot: string; version: ODataVersion; format: JsonFormat },
): string {
  const context = format.metadata === 'none' ? {} : { [`${controlPrefix(version)}context`]: `${serviceRoot}$metadata` };
  return JSON.stringify({ ...context, value: entityContainers(model).map(element) });
}

function element(entitySet: EntitySet): object {
  const { name, kind } = entitySet;
  return { name, kind, url: name, title: titleOf(entitySet) };
}
