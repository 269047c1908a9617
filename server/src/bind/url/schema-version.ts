import type { QueryOption } from '../../../../grammar/index.ts';
import { ODataError } from '../../errors/odata-error.ts';
import type { EdmModel } from '../../model/edm.ts';
import { textOption } from '../options/query-options.ts';

/** Throws UnknownSchemaVersion where `$schemaversion` asks for another schema than this one (Protocol 11.2.12). */
export function checkSchemaVersion(options: readonly QueryOption[], { schemaVersion }: EdmModel): void {
  const asked = textOption(options, '$schemaversion');
  if (asked === undefined || asked === '*' || asked === schemaVersion) return;
  const hint =
    schemaVersion === undefined ? "It has no versions: leave '$schemaversion' out." : `It is '${schemaVersion}'.`;
  throw ODataError.of('UnknownSchemaVersion', { version: asked, hint }, { target: '$schemaversion' });
}
