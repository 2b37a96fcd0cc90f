// A headless Chromium that is told what to do over a pipe (the DevTools protocol).

import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// Starts one with flags; null where Chromium is not installed.
export async function open(flags) {
  const profile = mkdtempSync(join(tmpdir(), 'stackmatch-browser-'));
  const child = spawn('chromium', [...flags, `--user-data-dir=${profile}`, '--remote-debugging-pipe'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
  });
  const started = await new Promise((resolve) => {
    child.once('spawn', () => resolve(true));
    child.once('error', () => resolve(false));
  });
  const [, , , commands, answers] = child.stdio;
  commands.on('error', () => {}); // it ended: whoever waits is told below
  const waiting = new Map();
  const events = new Map();
  let rest = '';
  let last = 0;
  answers.on('data', (data) => {
    const messages = (rest + data).split('\0');
    rest = messages.pop();
    for (const message of messages.map((text) => JSON.parse(text))) {
      const { resolve, reject } = waiting.get(message.id) ?? {};
      waiting.delete(message.id);
      if (message.error) reject?.(new Error(message.error.message));
      else if (message.id) resolve?.(message.result);
      else events.get(message.method)?.(message.params);
    }
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  ended.then(() => waiting.forEach(({ reject }) => reject(new Error('chromium ended'))));

  let sessionId;
  const send = (method, params = {}) => new Promise((resolve, reject) => {
    last += 1;
    waiting.set(last, { resolve, reject });
    commands.write(`${JSON.stringify({ id: last, method, params, sessionId })}\0`);
  });
  const close = async () => {
    child.kill();
    await ended;
    try {
      rmSync(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
    } catch (err) {
      // Children of the browser may outlive it and write on: the directory is temporary.
      console.log(`${profile} is left behind: ${err.code}`);
    }
  };
  if (!started) {
    rmSync(profile, { recursive: true, force: true });
    return null;
  }
  const { targetId } = await send('Target.createTarget', { url: 'about:blank' });
  ({ sessionId } = await send('Target.attachToTarget', { targetId, flatten: true }));
  await send('Page.enable');
  await send('Log.enable');
  await send('Network.enable');

  return {
    close,
    // Goes to a page in a window so wide, and gives what the browser complained of.
    async visit(url, width, language) {
      const complaints = [];
      events.set('Log.entryAdded', ({ entry }) => complaints.push(`${entry.source}: ${entry.text}`));
      await send('Emulation.setDeviceMetricsOverride', { width, height: 800, deviceScaleFactor: 1, mobile: false });
      await send('Network.setExtraHTTPHeaders', { headers: { 'Accept-Language': language } });
      const loaded = new Promise((resolve) => events.set('Page.loadEventFired', resolve));
      await send('Page.navigate', { url });
      await loaded;
      return complaints;
    },
    // What an expression comes to in the page.
    async ask(expression) {
      const { result } = await send('Runtime.evaluate', { expression, returnByValue: true });
      return result.value;
    },
    // The page on paper, as a PDF.
    async print(paper) {
      const { data } = await send('Page.printToPDF', { ...paper, preferCSSPageSize: false, printBackground: false });
      return Buffer.from(data, 'base64');
    },
  };
}
