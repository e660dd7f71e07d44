/** A lab with Parley in it and a browser among its people, one of each for all tests of a file. */
import { join as path } from 'node:path';
import { type Browser, chromium, type Page } from '@playwright/test';
import { newPage } from '../e2e/parley.ts';
import config from '../playwright.config.ts';
import { type House, openHouse } from './house.ts';
import { Lab } from './lab.ts';
import { meter } from './meter.ts';

const CHROMIUM = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';

export class World {
  private constructor(
    readonly lab: Lab,
    readonly house: House,
    private readonly browser: Browser,
  ) {}

  /** @param folder There already; holds all that is written. @param settings As of `parley up`. */
  static async open(folder: string, settings: Readonly<Record<string, string>> = {}): Promise<World> {
    const lab = new Lab();
    try {
      await lab.open();
      const house = await openHouse(lab, path(folder, 'house'), settings);
      try {
        const browser = await chromium.launch({
          executablePath: lab.amongPeople(folder, CHROMIUM),
          args: [
            ...(config.use?.launchOptions?.args ?? []).filter((one) => !one.includes('fake-audio')),
            '--ignore-certificate-errors',
          ],
        });
        return new World(lab, house, browser);
      } catch (error) {
        await house.close();
        throw error;
      }
    } catch (error) {
      lab.close();
      throw error;
    }
  }

  /** A person's own browser, with a meter on what arrives. */
  async newcomer(): Promise<Page> {
    const page = await newPage(this.browser, undefined, this.house.url);
    await meter(page);
    return page;
  }

  async close(): Promise<void> {
    await this.browser.close();
    await this.house.close();
    this.lab.close();
  }
}
