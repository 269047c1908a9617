import { didYouMean } from './did-you-mean.ts';

/** What is wrong with the name of a time zone of IANA's; nothing where there is one of that name. */
export function timeZoneProblem(name: string): string | undefined {
  // Offsets such as +01:00 are taken by some versions of Node, and know no summer time.
  if (/^[a-z]/i.test(name) && canonical(name) !== undefined) return undefined;
  const zones = Intl.supportedValuesOf('timeZone');
  const cityOf = (zone: string): string => zone.slice(zone.lastIndexOf('/') + 1).toLowerCase();
  const ofCity = zones.find((zone) => cityOf(zone) === cityOf(name.replaceAll(' ', '_')));
  const hint = ofCity === undefined ? didYouMean(name, zones) : ` Did you mean '${ofCity}'?`;
  return `must be the IANA name of a time zone, such as Europe/Berlin or America/Los_Angeles.${hint}`;
}

/** The name as people write it, of one that there is. */
export const timeZoneOf = (name: string): string => canonical(name) ?? name;

function canonical(name: string): string | undefined {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}
