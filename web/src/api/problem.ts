/** What went wrong with a call to the backend, as one error class with a stable code. */
import { type ProblemCode, zProblem } from '../gen';

/** `unreachable`: no answer at all. `unreadable`: an answer that is not what the contract says. */
export type ApiProblemCode = ProblemCode | 'unreachable' | 'unreadable';

export class ApiProblem extends Error {
  readonly code: ApiProblemCode;
  /** One sentence in plain English, for where no translation of the code is at hand. */
  readonly detail: string;
  readonly requestId: string | null;

  constructor(code: ApiProblemCode, detail: string, requestId: string | null = null) {
    super(`${code}: ${detail}`);
    this.name = 'ApiProblem';
    this.code = code;
    this.detail = detail;
    this.requestId = requestId;
  }
}

/** The problem that an error answer carries; a proxy's own error page becomes `unreadable`. */
export async function problemOf(response: Response): Promise<ApiProblem> {
  const parsed = zProblem.safeParse(await response.json().catch(() => null));
  if (parsed.success) {
    return new ApiProblem(parsed.data.code, parsed.data.detail, parsed.data.request_id);
  }
  return new ApiProblem('unreadable', `The server answered with status ${response.status}.`);
}
