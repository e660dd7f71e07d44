/** Whether the network is there: any answer of the backend or of the SFU, by whatever status, says so. */

const ANSWER_TIMEOUT_MS = 1000;

/** @param sfuUrl As the join names it, ws:// or wss://. Never rejects. */
export async function isReachable(sfuUrl: string, closing: AbortSignal): Promise<boolean> {
  const signal = AbortSignal.any([closing, AbortSignal.timeout(ANSWER_TIMEOUT_MS)]);
  const sfu = sfuUrl.replace(/^ws/, 'http');
  const asked = [
    fetch('/healthz', { method: 'HEAD', cache: 'no-store', signal }),
    fetch(sfu, { method: 'HEAD', cache: 'no-store', signal }), // it lets every origin ask
  ];
  return await Promise.any(asked).then(
    () => true,
    () => false,
  );
}
