import { ODataError } from '../errors/odata-error.ts';
import type { RequestHeaders } from './message.ts';

/**
 * Refuses requests for a snapshot: ClickTime's data may change between two pages of one answer, and a service that
 * cannot promise otherwise must not answer (Protocol 8.2.4). 4.01 allows the header's name without `OData-`.
 * @throws ODataError `UnsupportedIsolation`
 */
export function checkIsolation(headers: RequestHeaders): void {
  const header = ['OData-Isolation', 'Isolation'].find((name) => headers[name.toLowerCase()]);
  if (header !== undefined) throw ODataError.of('UnsupportedIsolation', { header }, { target: header });
}
