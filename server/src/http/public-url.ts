import { withoutTrailing } from '../util/without-trailing.ts';
import { ROOT_PATH } from './request-target.ts';

/**
 * The address that links begin with, without a slash at its end, of a valid URL that people gave for it; who gave the
 * service root or something below it means what is in front of that.
 */
export function publicUrlOf(text: string): string {
  const { origin, pathname } = new URL(text);
  const root = `${pathname}/`.toLowerCase().indexOf(ROOT_PATH);
  return withoutTrailing(`${origin}${root < 0 ? pathname : pathname.slice(0, root)}`, '/');
}
