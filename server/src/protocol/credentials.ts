import { Buffer } from 'node:buffer';
import { ODataError } from '../errors/odata-error.ts';
import { Secret } from '../util/secret.ts';

/** The user name of Basic credentials; the API token is the password. */
const USER_NAME = 'clicktime';

/** The challenge of every 401: what makes Tableau, Power BI and Excel ask for user name and password. */
export const CHALLENGE = 'Basic realm="ClickTime", charset="UTF-8"';

const MAX_TOKEN_LENGTH = 512;
/** Room for a token of four bytes a character, in Base64. */
const MAX_HEADER_LENGTH = 4096;

/**
 * The API token of an Authorization header: `Basic clicktime:token`, `Token token` or `Bearer token`.
 * @throws ODataError a 401 that says what to type.
 */
export function readCredentials(header: string | undefined): Secret {
  if (header !== undefined && header.length > MAX_HEADER_LENGTH) throw malformed('It is far too long.');
  const text = header?.trim() ?? '';
  const blank = text.search(/\s/);
  const scheme = blank < 0 ? text : text.slice(0, blank);
  const rest = blank < 0 ? '' : text.slice(blank).trim();
  switch (scheme.toLowerCase()) {
    case 'basic':
      return readBasic(rest);
    case 'token':
    case 'bearer':
      return readToken(rest);
    case '':
      throw ODataError.of('MissingCredentials', {});
    default:
      throw malformed('Only Basic, Token and Bearer are understood.');
  }
}

function readBasic(encoded: string): Secret {
  if (encoded === '') throw ODataError.of('MissingCredentials', {});
  if (!/^[A-Za-z0-9+/_-]+={0,2}$/.test(encoded)) throw malformed('What follows Basic is not Base64.');
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  if (colon < 0) throw malformed('User name and password must be separated by a colon.');
  if (text.slice(0, colon).trim().toLowerCase() !== USER_NAME) throw ODataError.of('WrongUserName', {});
  return readToken(text.slice(colon + 1).trim());
}

function readToken(token: string): Secret {
  if (token === '') throw ODataError.of('MissingCredentials', {});
  if (token.length > MAX_TOKEN_LENGTH) throw malformed('The token is far too long.');
  if (!/^[\x21-\x7e]+$/.test(token)) throw malformed('The token holds characters that no API token has.');
  return new Secret(token);
}

function malformed(reason: string): ODataError {
  return ODataError.of('MalformedCredentials', { reason });
}
