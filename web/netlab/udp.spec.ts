/** A network that stops carrying UDP in mid-call. */
import { expect, join, startMeeting, test, tiles } from '../e2e/parley.ts';
import { say } from '../e2e/words.ts';
import { hasNamespaces } from './lab.ts';
import { gapSince, isFlowing } from './meter.ts';
import { World } from './world.ts';

test('UDP blocked in mid-call: another way is found @short', async ({}, info) => {
  test.skip(!hasNamespaces(), 'needs root, iproute2 and nftables');
  const world = await World.open(process.env['PARLEY_NETLAB_FOLDER'] ?? '', { PARLEY_SPEECH_ENGINE: 'off' });
  try {
    const [maria, ben] = [await world.newcomer(), await world.newcomer()];
    for (const page of [maria, ben])
      page.on('console', (line) =>
        console.log(page === maria ? 'M' : 'B', Date.now() % 1e6, line.text().slice(0, 200)),
      );
    const link = await startMeeting(maria);
    await join(maria, 'Maria', { withCamera: true, withMicrophone: true });
    await ben.goto(link);
    await join(ben, 'Ben', { withCamera: true, withMicrophone: true });
    await expect(tiles(ben)).toHaveCount(2);
    await expect.poll(() => isFlowing(ben)).toBe(true);
    await new Promise((resolve) => setTimeout(resolve, 4000));
    const atMs = Date.now();
    console.log('BLOCK', atMs % 1e6);
    world.lab.block();
    await expect(ben.getByText(say.call.pathLost)).toBeVisible();
    await info.attach('during', {
      body: await ben.screenshot({ path: '/tmp/recon/during.png' }),
      contentType: 'image/png',
    });
    await expect.poll(() => isFlowing(ben), { timeout: 30000 }).toBe(true);
    await new Promise((resolve) => setTimeout(resolve, 3000));
    console.log(await gapSince(ben, atMs), await gapSince(maria, atMs));
    await ben.screenshot({ path: '/tmp/recon/after.png' });
  } finally {
    world.lab.unblock();
    await world.close();
  }
});
