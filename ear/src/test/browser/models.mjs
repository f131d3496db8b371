// What people do with models on the page at /. node models.mjs models CHROMIUM BASE SHOTS
import { browse, seen } from './browser.mjs';

const [, , , chromium, base, shots] = process.argv;

async function models({ page, shot }) {
  await page.goto(base);
  await page.getByRole('link', { name: 'Models' }).click();
  const model = page.getByRole('article', { name: 'Model page' });
  const header = model.locator('header');
  await model.waitFor();
  seen.versions = await model.innerText();
  seen.engine = await model.locator('.engine').first().innerText();
  seen.quality = await model.getByRole('region', { name: 'Version 1' }).innerText();
  seen.faults = await model.locator('.faults').innerText();

  await model.getByRole('button', { name: 'Activate' }).click();
  const plan = model.getByRole('alertdialog');
  seen.plan = await plan.innerText();
  await model.scrollIntoViewIfNeeded();
  await shot('models');
  await plan.getByRole('button', { name: 'Do it' }).click();
  await header.getByText('version 2 is active').waitFor();
  seen.activated = await header.innerText();

  await model.getByRole('button', { name: 'Roll back' }).click();
  await plan.getByRole('button', { name: 'Do it' }).click();
  await header.getByText('version 1 is active').waitFor();
  seen.back = await header.innerText();
}

await browse(chromium, base, shots, models);
console.log(JSON.stringify(seen));
