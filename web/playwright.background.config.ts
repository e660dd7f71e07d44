import { existsSync } from 'node:fs';
import { defineConfig } from '@playwright/test';

const executablePath = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';
// Vulkan's loader finds Chromium's own software driver by this file; Debian installs both beside each other.
const driver = '/usr/lib/chromium/vk_swiftshader_icd.json';

const USUAL = ['--no-sandbox', '--autoplay-policy=no-user-gesture-required', '--disable-component-update'];
const SOFTWARE_GPU = [
  '--enable-unsafe-webgpu',
  '--enable-features=Vulkan',
  '--use-webgpu-adapter=swiftshader',
  '--use-angle=swiftshader',
  '--use-vulkan=swiftshader',
  '--enable-unsafe-swiftshader',
  '--ignore-gpu-blocklist',
];

/** What needs a graphics adapter, if of software. */
const ON_ADAPTERS = '**/{parity,lost-devices}.spec.ts';

const browser = (args: readonly string[]) => ({
  launchOptions: {
    executablePath,
    args: [...USUAL, ...args],
    env: { ...process.env, ...(existsSync(driver) ? { VK_ICD_FILENAMES: driver } : {}) },
  },
});

/** Background effects by themselves: no stack, one page, drawn people. */
export default defineConfig({
  testDir: 'e2e-background',
  globalSetup: './e2e-background/global-setup.ts',
  outputDir: 'test-results',
  workers: 1,
  forbidOnly: Boolean(process.env['CI']),
  timeout: 120_000,
  reporter: [['list']],
  projects: [
    { name: 'processor', testIgnore: ON_ADAPTERS, use: browser(['--disable-gpu']) },
    { name: 'software adapters', testMatch: ON_ADAPTERS, use: browser(SOFTWARE_GPU) },
  ],
});
