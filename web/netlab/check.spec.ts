/** The connection test on networks that let some ways through and not others. */
import type { Page } from '@playwright/test';
import { run, savedReport, title } from '../e2e/connection-test.ts';
import { expect, test } from '../e2e/parley.ts';
import { say } from '../e2e/words.ts';
import { keptPicture } from './call.ts';
import { type House, openHouse, RELAY_TLS_PORT, SFU_TCP_PORT } from './house.ts';
import { HOUSE, hasNamespaces } from './lab.ts';
import { World } from './world.ts';

let world: World<House>;
let page: Page;
test.skip(!hasNamespaces(), 'needs root, iproute2 and nftables');
test.beforeAll(async () => {
  const folder = process.env['PARLEY_NETLAB_FOLDER'] ?? '';
  const settings = { PARLEY_SPEECH_ENGINE: 'fake' };
  world = await World.open(folder, (lab, place) => openHouse(lab, `${place}-of-check`, settings));
});
test.afterAll(() => world?.close());
test.beforeEach(async () => {
  page = await world.newcomer();
  await page.goto('/check');
});
test.afterEach(async () => {
  world.lab.unblock();
  await page.context().close();
});

test('UDP is blocked: TCP to the SFU carries the call, and the administrator is told which port', async ({
  browserName: _,
}, info) => {
  world.lab.block();
  await run(page);
  await expect(title(page)).toHaveText(say.check.tcpTitle);
  const { statuses, advice } = await found();
  expect(statuses).toMatchObject({ udp: 'failed', ice_tcp: 'ok', turn_udp: 'failed', turn_tls: 'ok' });
  expect(statuses).toMatchObject({ publish: 'ok', receive: 'ok' });
  expect(advice('udp')).toContain(`UDP to ${HOUSE}, port 7882`);
  await keptPicture(page, info, 'check-tcp');
});

test('only TURN over TLS is open: the relay carries the call', async ({ browserName: _ }, info) => {
  world.lab.block([SFU_TCP_PORT]);
  await run(page);
  await expect(title(page)).toHaveText(say.check.relayedTitle);
  const { statuses, advice } = await found();
  expect(statuses).toMatchObject({ udp: 'failed', ice_tcp: 'failed', turn_udp: 'failed', turn_tls: 'ok' });
  expect(statuses).toMatchObject({ publish: 'ok', receive: 'ok' });
  expect(advice('ice_tcp')).toContain(`TCP to ${HOUSE}, port ${SFU_TCP_PORT}`);
  await keptPicture(page, info, 'check-relay');
});

test('no way is open: it says so, and what to ask for', async ({ browserName: _ }, info) => {
  world.lab.block([SFU_TCP_PORT, RELAY_TLS_PORT]);
  await run(page);
  await expect(title(page)).toHaveText(say.check.blockedTitle);
  const { statuses, advice } = await found();
  expect(statuses).toMatchObject({ signal: 'ok', udp: 'failed', ice_tcp: 'failed', turn_tls: 'failed' });
  expect(statuses).toMatchObject({ publish: 'skipped', receive: 'skipped' });
  expect(advice('turn_tls')).toContain(`TLS over TCP to ${HOUSE}, port ${RELAY_TLS_PORT}`);
  await keptPicture(page, info, 'check-blocked');
});

/** By the report: how each leg ended, and what is said of it. */
async function found() {
  const { report } = await savedReport(page);
  return {
    statuses: Object.fromEntries(report.legs.map(({ leg, status }) => [leg, status])),
    advice: (name: string) => report.legs.find(({ leg }) => leg === name)?.advice ?? '',
  };
}
