import { ODataError } from '../errors/odata-error.ts';
import type { RequestHeaders } from './message.ts';

export type ODataVersion = '4.0' | '4.01';

/** A version, and what .NET clients write behind it: `4.0;NetFx`. */
const VERSION = /^\s*((\d+)\.(\d+))\s*(?:;.*)?$/s;

/**
 * The protocol version of the answer. Without `OData-MaxVersion` it is 4.0: Tableau sends none, and other clients that
 * send none break on the 4.01 shape (Protocol 8.2.7 leaves the choice to the service).
 * @throws ODataError `UnsupportedVersion` where the client accepts neither 4.0 nor 4.01.
 */
export function negotiateVersion(headers: RequestHeaders): ODataVersion {
  const spoken = headers['odata-version'];
  if (spoken !== undefined && !['4.0', '4.01'].includes(VERSION.exec(spoken)?.[1] ?? '')) {
    throw unsupported('OData-Version', spoken);
  }
  const wanted = headers['odata-maxversion'];
  if (wanted === undefined) return '4.0';
  const [, , major, minor] = VERSION.exec(wanted) ?? [];
  if (major === undefined || Number(major) < 4) throw unsupported('OData-MaxVersion', wanted);
  return Number(major) > 4 || Number(minor) > 0 ? '4.01' : '4.0';
}

function unsupported(header: string, value: string): ODataError {
  return ODataError.of('UnsupportedVersion', { header, value }, { target: header });
}

/** The version of an error's answer, where the request may be wrong about its version too. */
export function versionForError(headers: RequestHeaders): ODataVersion {
  try {
    return negotiateVersion(headers);
  } catch {
    return '4.0';
  }
}
