/**
 * Words for whoever meets the embedded simulator. Where nobody has asked for it by name, they warn: it may be a setting
 * that was forgotten, and made-up hours look like real ones.
 */
import { SIMULATOR } from './config.ts';

const HOW_TO_SERVE = 'Set CLICKTIME_API_URL to https://api.clicktime.com/v2 to serve ClickTime';

/** For the log. */
export const madeUpWarning = `CLICKTIME_API_URL is not set: all data served are made up by the embedded simulator. ${HOW_TO_SERVE}, or to ${SIMULATOR} to serve made-up data without this warning.`;

/** For the person who reads the greeting. */
export const madeUpGreeting = `ALL DATA ARE MADE UP, because CLICKTIME_API_URL is not set.
${HOW_TO_SERVE}, or to ${SIMULATOR} to serve them without this notice.`;

/** For everybody who opens the page. */
export const madeUpNotice =
  'All data here are made up: this server reads no ClickTime, because CLICKTIME_API_URL is not set.';

/** The same where the simulator was asked for by name. */
export const demoNotice = 'This is a demonstration: its data are those of an invented company.';
