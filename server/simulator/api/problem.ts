/** An answer other than 200: status, and the error item that the envelope carries. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  readonly status: number;
  readonly field: string | null;

  constructor(status: number, message: string, field: string | null = null) {
    super(message);
    this.status = status;
    this.field = field;
  }
}

/** 400 for a parameter value that means nothing. */
export function invalidParameter(name: string, value: string, expected: string): ApiProblem {
  return new ApiProblem(400, `Invalid value '${value.slice(0, 60)}' for ${name}; expected ${expected}.`, name);
}
