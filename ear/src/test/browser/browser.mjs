// A real browser on a server under test: what it asked for elsewhere, what failed, and what a person would see.
import { chromium } from 'playwright-core';

const FLAGS = ['--no-sandbox', '--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--ignore-gpu-blocklist',
  '--disable-dev-shm-usage', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
export const PATIENCE = 60_000;

/** What a scenario saw; printed as JSON for the Java test, which judges it. */
export const seen = {};

export async function browse(chromiumPath, base, shots, scenario) {
  const browser = await chromium.launch({ executablePath: chromiumPath, headless: true, args: FLAGS });
  const context = await browser.newContext({ viewport: { width: 1600, height: 1000 } });
  context.setDefaultTimeout(PATIENCE);
  const page = await context.newPage();
  const trouble = [];
  page.on('pageerror', error => {
    // The viewer's own race: a viewport is replaced while its last picture is being made.
    if (!/viewport has been destroyed/.test(error.message)) trouble.push(`error in the page: ${error.message}`);
  });
  page.on('console', message => {
    if (/Content Security Policy/.test(message.text())) trouble.push(message.text());
  });
  page.on('request', request => {
    if (/^https?:/.test(request.url()) && !request.url().startsWith(base)) trouble.push(`asked elsewhere: ${request.url()}`);
  });
  page.on('response', answer => {
    if (answer.status() >= 400) trouble.push(`${answer.status()} ${answer.url()}`);
  });
  const shot = name => page.screenshot({ path: `${shots}/${name}.png` });
  try {
    await scenario({ page, base, shot });
  } catch (failure) {
    await shot(`failed-${process.argv[2]}`).catch(() => {});
    seen.failure = `${failure.message}\n${trouble.join('\n')}`;
  } finally {
    await browser.close();
  }
  seen.trouble = trouble;
}

/** Number of colours, and of pixels that are not grey, in each viewport. */
export const viewports = page => page.evaluate(() => {
  const [side, grey] = [128, 24];
  return [...document.querySelectorAll('[data-cy="viewport-pane"] canvas')].map(canvas => {
    const small = new OffscreenCanvas(side, side).getContext('2d');
    small.drawImage(canvas, 0, 0, side, side);
    const { data } = small.getImageData(0, 0, side, side);
    const colors = new Set();
    let colored = 0;
    for (let i = 0; i < data.length; i += 4) {
      colors.add((data[i] << 16) | (data[i + 1] << 8) | data[i + 2]);
      const channels = [data[i], data[i + 1], data[i + 2]];
      if (Math.max(...channels) - Math.min(...channels) > grey) colored++;
    }
    return { colors: colors.size, colored };
  });
});

/** Waits until what is seen is so. */
export async function until(page, what, look, holds) {
  const end = Date.now() + PATIENCE;
  for (;;) {
    const now = await look();
    if (holds(now)) return now;
    if (Date.now() > end) throw new Error(`not ${what}: ${JSON.stringify(now)}`);
    await page.waitForTimeout(150);
  }
}

export const rendered = page => until(page, 'rendered', () => viewports(page), all => all.some(one => one.colors > 20));

export const overlaid = page => until(page, 'overlaid', () => viewports(page), all => all.some(one => one.colored > 100));
