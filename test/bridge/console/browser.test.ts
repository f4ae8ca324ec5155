import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { findChromium, NEED_CHROMIUM } from '../../support/browser';
import { describeWith } from '../../support/needs';
import { audioOf } from '../support/audio';
import { API_KEY, Harness } from '../support/harness';
import { until } from '../support/until';

const FRAME = 160;
/** A folder for pictures to look at; none are taken without it. */
const PICTURES = process.env.CONSOLE_PICTURES;

/** Runs in the page: how long the audio is, in s, as soon as that is known there. */
const durationOf = (player: AudioOfPage): Promise<number> =>
  new Promise((resolve) => {
    if (player.duration > 0) resolve(player.duration);
    else player.addEventListener('loadedmetadata', () => resolve(player.duration));
  });

interface AudioOfPage {
  duration: number;
  addEventListener: (type: string, listener: () => void) => void;
}

describeWith(findChromium() !== undefined, NEED_CHROMIUM, 'the console in Chromium', () => {
  let folder: string;
  let harness: Harness;
  let browser: Browser;
  let page: Page;
  /** What the browser complained of: refused by the content policy, not found, thrown. */
  let complaints: string[];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'bridge-console-'));
    harness = await new Harness().start({
      BRIDGE_DATA_DIR: folder,
      BRIDGE_RECORD: 'on',
      BRIDGE_EVENTS: 'all',
      // The assistants here say nothing while the browser is at work.
      BRIDGE_ASSISTANT_SILENT_SECONDS: '0',
    });
    browser = await chromium.launch({
      executablePath: findChromium(),
      // Root, as in a container, may not use the sandbox; the page is our own.
      args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
    });
  });
  afterAll(async () => {
    await browser?.close();
    await harness?.stop();
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  });

  async function open(scheme: 'light' | 'dark' = 'light', width = 1280): Promise<void> {
    page = await browser.newPage({ colorScheme: scheme, viewport: { width, height: 800 } });
    complaints = [];
    page.on('console', (message) => {
      // A wrong key is answered 401, which Chromium notes by itself.
      if (message.type() === 'error' && !message.text().includes('401')) complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(String(error)));
    await page.goto(`http://127.0.0.1:${harness.port}/console`);
  }

  async function signIn(): Promise<void> {
    await page.getByLabel('API key').fill(API_KEY);
    await page.keyboard.press('Enter');
    await page.getByRole('tab', { name: /Live/ }).waitFor();
  }

  async function picture(name: string): Promise<void> {
    if (PICTURES !== undefined) await page.screenshot({ path: join(PICTURES, `${name}.png`) });
  }

  afterEach(async () => {
    await page.close();
    expect(complaints).toEqual([]);
  });

  it('lets nobody in with a wrong key, and says why', async () => {
    await open();
    await page.getByLabel('API key').fill('not-the-key');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').filter({ hasText: /\S/ }).first().waitFor();
    expect(await page.getByRole('tab', { name: /Live/ }).isVisible()).toBe(false);
    await picture('login');
    await signIn();
    // The key is neither in the address nor anywhere on the page.
    expect(page.url()).not.toContain(API_KEY);
    expect(await page.content()).not.toContain(API_KEY);
  });

  it('shows a call as it is spoken, controls it, and has its recording afterwards', async () => {
    const { stream, vapi, callSid } = await harness.call();
    await open('dark');
    await signIn();
    await page.locator('#call-list button').first().click();
    await page.getByRole('heading', { level: 2 }).waitFor();

    vapi.say({
      ...{ type: 'transcript', role: 'user', transcriptType: 'final' },
      transcript: 'Is <b>Friday</b> free?',
    });
    const said = page.locator('.transcript li.user');
    await said.waitFor();
    // As text, never as markup.
    expect(await said.textContent()).toContain('Is <b>Friday</b> free?');

    // Both levels move while both talk.
    const level = (side: string): Promise<number> =>
      page
        .locator(`.level.${side} > div`)
        .evaluate((bar: { style: { transform: string } }) =>
          Number(/scaleX\(([\d.]+)\)/.exec(bar.style.transform)?.[1] ?? 0),
        );
    let [caller, assistant] = [0, 0];
    const end = performance.now() + 60_000;
    while (!(caller > 0 && assistant > 0) && performance.now() < end) {
      stream.media(audioOf(FRAME, 1));
      vapi.socket.send(audioOf(FRAME, 2));
      caller = Math.max(caller, await level('caller'));
      assistant = Math.max(assistant, await level('assistant'));
    }
    expect([caller > 0, assistant > 0]).toEqual([true, true]);
    vapi.say({
      ...{ type: 'transcript', role: 'assistant', transcriptType: 'final' },
      transcript: 'Friday <i>at ten</i> is free.',
    });
    await picture('call-dark');

    await page.getByRole('textbox', { name: 'What the assistant says' }).fill('One moment, please.');
    await page.keyboard.press('Enter');
    const commands = (): unknown[] => vapi.texts.map((text) => JSON.parse(text) as unknown);
    await until(() => commands().length > 0, 'Vapi is told what to say');
    expect(commands()[0]).toMatchObject({ type: 'say', content: 'One moment, please.' });
    await page.getByRole('button', { name: 'Mute assistant' }).click();
    await page.getByRole('button', { name: 'Unmute assistant' }).waitFor();
    expect(commands()[1]).toMatchObject({ type: 'control', control: 'mute-assistant' });

    await page.getByRole('button', { name: 'End…' }).click();
    await picture('end-dialog');
    await page.getByRole('button', { name: 'Cut the line' }).click();
    await until(() => harness.rest.updates.some(({ path }) => path.includes(callSid)), 'the carrier is told');
    await until(() => harness.log.includes('session ended'), 'the call is history');
    await page.getByRole('tab', { name: 'History' }).click();
    await page.locator('#call-list button').first().click();
    await page.getByRole('button', { name: 'Load' }).click();
    await page.getByRole('img', { name: /Waveform/ }).waitFor();
    // Chromium itself reads the file.
    const seconds = await page.locator('audio').evaluate(durationOf);
    expect(seconds).toBeGreaterThan(0);
    const kept = page.getByRole('list', { name: 'What was said in the recording' });
    expect(await kept.locator('li.assistant').textContent()).toContain('Friday <i>at ten</i> is free.');
    await kept
      .locator('li.assistant')
      .getByRole('button', { name: /Play from/ })
      .click();
    const isPlayed = await page
      .locator('audio')
      .evaluate(
        (player: { paused: boolean; currentTime: number }) => !player.paused || player.currentTime > 0,
      );
    expect(isPlayed).toBe(true);
    await picture('history-dark');
  });

  it('is used with the keyboard alone', async () => {
    const { stream } = await harness.call();
    await open();
    await page.keyboard.type(API_KEY);
    await page.keyboard.press('Enter');
    await page.getByRole('tab', { name: /Live/ }).waitFor();
    await page.locator('#call-list button').first().waitFor();
    for (let presses = 0; presses < 30; presses++) {
      await page.keyboard.press('Tab');
      if (await page.evaluate('document.activeElement.closest("#call-list") !== null')) break;
    }
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 2 }).waitFor();
    await picture('keyboard');
    stream.stop();
  });

  it('fits a telephone: nothing is wider than the screen', async () => {
    const { stream } = await harness.call();
    await open('light', 390);
    await signIn();
    await page.locator('#call-list button').first().click();
    await page.getByRole('heading', { level: 2 }).waitFor();
    await picture('narrow');
    expect(await page.evaluate('document.documentElement.scrollWidth <= window.innerWidth')).toBe(true);
    stream.stop();
  });
});
