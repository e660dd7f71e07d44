/** One call to the backend: typed body out, parsed answer in, `ApiProblem` for all that goes wrong. */
import type { z } from 'zod';
import { ApiProblem, problemOf } from './problem';

interface CallOptions {
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly body?: unknown;
  /** Host key or resume secret, sent as bearer token. */
  readonly credential?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** @throws ApiProblem; an aborted call rejects with the signal's reason. */
export async function requestJson<Parser extends z.ZodType>(
  path: string,
  parser: Parser,
  options: CallOptions = {},
): Promise<z.output<Parser>> {
  const response = await send(path, options);
  const parsed = parser.safeParse(await response.json().catch(() => null));
  if (!parsed.success) {
    throw new ApiProblem('unreadable', 'The server answered something this page does not understand.');
  }
  return parsed.data;
}

/** For calls whose answer has no body. */
export async function requestNothing(path: string, options: CallOptions): Promise<void> {
  await send(path, options);
}

async function send(path: string, options: CallOptions): Promise<Response> {
  const headers = new Headers({ accept: 'application/json' });
  if (options.credential !== undefined) headers.set('authorization', `Bearer ${options.credential}`);
  const init: RequestInit = { method: options.method ?? 'GET', headers, cache: 'no-store' };
  if (options.body !== undefined) {
    headers.set('content-type', 'application/json');
    init.body = JSON.stringify(options.body);
  }
  if (options.signal !== undefined) init.signal = options.signal;
  const response = await fetch(path, init).catch((error: unknown) => {
    options.signal?.throwIfAborted();
    throw new ApiProblem('unreachable', error instanceof Error ? error.message : 'No connection.');
  });
  if (!response.ok) throw await problemOf(response);
  return response;
}
