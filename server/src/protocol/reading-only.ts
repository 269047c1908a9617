import { checkIsolation } from './isolation.ts';
import type { ODataRequest } from './message.ts';
import { checkMethod } from './methods.ts';

/** Lets requests pass that read, whatever they ask for. @throws ODataError as the two checks do. */
export function checkReading({ method, path, headers }: ODataRequest): void {
  checkMethod(method, path);
  checkIsolation(headers);
}
