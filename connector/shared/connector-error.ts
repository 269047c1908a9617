/** Every way in which the handlers can fail; the code is stable, the text is for the person who sees it in Tableau. */
type ConnectorErrorCode =
  | 'InvalidRequest'
  | 'MissingToken'
  | 'MetadataUnreadable'
  | 'EntitySetMissing'
  | 'FieldMissing'
  | 'TokenRefused'
  | 'NotPermitted'
  | 'ServiceUnreachable'
  | 'ServiceRefused'
  | 'Throttled'
  | 'AnswerUnreadable'
  | 'NextLinkForeign'
  | 'NextLinkRepeated'
  | 'NextLinkExpired';

export class ConnectorError extends Error {
  override readonly name = 'ConnectorError';
  readonly code: ConnectorErrorCode;

  constructor(code: ConnectorErrorCode, message: string, cause?: unknown) {
    super(`${message} (${code})`, { cause });
    this.code = code;
  }
}
