import { ODataError } from '../errors/odata-error.ts';
import { createPlaces, type PlacesOptions } from '../util/places.ts';

/** Far more than programs send: Power BI and Tableau have some ten requests of one token under way. */
const defaultAdmission = { each: 128, inAll: 1_024 } as const satisfies PlacesOptions;

/** Seconds after which some requests will have ended. */
const SOON = 5;

/**
 * Lets a caller's request in, with a function to call when it is answered.
 * @throws TooManyRequests where the caller has too many under way, ServiceBusy where all together have.
 */
type Admit = (caller: string) => () => void;

/** An admission that counts requests, of each caller and in all. */
export function createAdmission(options: PlacesOptions = defaultAdmission): Admit {
  const places = createPlaces(options);
  return (caller) => {
    const place = places.take(caller);
    if (place.kind === 'Taken') return place.giveBack;
    const retry = { retryAfterSeconds: SOON };
    throw place.kind === 'Full'
      ? ODataError.of('ServiceBusy', { seconds: SOON }, retry)
      : ODataError.of('TooManyRequests', { limit: options.each, what: 'with this token' }, retry);
  };
}
