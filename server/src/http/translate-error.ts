import { ODataError } from '../errors/odata-error.ts';

/**
 * What a client is told about whatever was thrown. An aborted signal says why it aborted; what is not in the catalogue is
 * a fault of ours, told by its id alone.
 */
export function translateError(thrown: unknown, signal: AbortSignal, id: string): ODataError {
  if (signal.aborted && signal.reason instanceof ODataError) return signal.reason;
  if (thrown instanceof ODataError) return thrown;
  return ODataError.of('InternalError', { id }, { cause: thrown });
}
