/** The backend's calls of the connection test. */
import { type AgentAnswer, type ConnectionCheck, zAgentAnswer, zConnectionCheck, zLiveness } from '../gen';
import { requestJson, requestNothing } from './request';

/** Says that our server is there, and that it is our server. */
export async function fetchLiveness(signal: AbortSignal): Promise<void> {
  await requestJson('/healthz', zLiveness, { signal });
}

/** A room for one test, for two minutes. */
export function openCheck(signal: AbortSignal): Promise<ConnectionCheck> {
  return requestJson('/api/checks', zConnectionCheck, { method: 'POST', signal });
}

/** Whether an agent would come to a meeting now. */
export function fetchAgentAnswer(checkId: string, signal: AbortSignal): Promise<AgentAnswer> {
  return requestJson(`/api/checks/${encodeURIComponent(checkId)}/agent`, zAgentAnswer, { signal });
}

export function closeCheck(checkId: string): Promise<void> {
  return requestNothing(`/api/checks/${encodeURIComponent(checkId)}`, { method: 'DELETE' });
}
