/** A client that is not ours: livekit-client in a bare page, free to send whatever the SFU lets it. */
import type { Page } from '@playwright/test';
import { roomToken } from './room-token.ts';

const SDK = new URL('../node_modules/livekit-client/dist/livekit-client.umd.js', import.meta.url);

interface Stranger {
  /** Sends a caption that is right in every attribute but its sender. */
  forge(segmentId: string, speaker: string, text: string): Promise<void>;
  /** All texts it has received on the caption topic. */
  received(): Promise<string[]>;
}

/** What the bare page keeps between calls. */
declare global {
  interface Window {
    stranger: { send(text: string, attributes: Record<string, string>): Promise<void>; texts: string[] };
  }
}

export async function stranger(
  page: Page,
  sfuUrl: string,
  room: string,
  identity: string,
): Promise<Stranger> {
  // A page of our origin but without our client; browsers let about:blank reach no loopback address.
  await page.goto('/healthz');
  await page.addScriptTag({ path: SDK.pathname });
  await page.evaluate(
    async ([url, token]) => {
      // The UMD build leaves its exports on the window.
      const { Room } = (window as unknown as { LivekitClient: typeof import('livekit-client') })
        .LivekitClient;
      const connected = new Room();
      const texts: string[] = [];
      connected.registerTextStreamHandler('lk.transcription', async (reader) => {
        texts.push(await reader.readAll());
      });
      await connected.connect(url, token);
      window.stranger = {
        texts,
        send: async (text, attributes) => {
          await connected.localParticipant.sendText(text, { topic: 'lk.transcription', attributes });
        },
      };
    },
    [sfuUrl, roomToken(room, identity)] as const,
  );
  return {
    forge: (segmentId, speaker, text) =>
      page.evaluate(
        ([id, who, said]) =>
          window.stranger.send(said, {
            'lk.segment_id': id,
            'lk.transcription_final': 'true',
            'lk.transcribed_track_id': 'TR_forged',
            speaker: who,
            language: 'en',
            start_ms: '1000',
            end_ms: '2000',
            firm_characters: '5',
          }),
        [segmentId, speaker, text] as const,
      ),
    received: () => page.evaluate(() => window.stranger.texts),
  };
}
