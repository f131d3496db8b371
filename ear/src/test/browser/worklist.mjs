// What people do on the page at /. node worklist.mjs worklist CHROMIUM BASE SHOTS ID_OF_DONE ID_OF_TILTED
import { browse, seen } from './browser.mjs';

const [, , name, chromium, base, shots, done, tilted] = process.argv;

const scenarios = {
  async worklist({ page, shot }) {
    await page.goto(base);
    const rows = page.locator('tr.study');
    const only = text => rows.filter({ hasText: text });
    await only(done).waitFor();
    seen.server = await page.locator('footer').innerText();
    seen.row = await only(done).innerText();
    seen.link = await only(done).locator('.result').getAttribute('href');

    await only(done).click();
    const details = page.locator('tr.details').first();
    seen.details = await details.innerText();
    await details.getByRole('button', { name: 'Report' }).click();
    await details.getByRole('table', { name: 'Report' }).waitFor();
    seen.report = await details.getByRole('table', { name: 'Report' }).innerText();
    await shot('worklist');
    await only(done).click();

    // By keyboard alone: search, go to the row, open its jobs.
    await page.keyboard.press('/');
    await page.keyboard.press('Tab'); // from the name to the ID
    await page.keyboard.type(tilted);
    await only(done).waitFor({ state: 'detached' });
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Space');
    seen.keyboard = await page.evaluate(() => document.activeElement.dataset.study);
    seen.reason = await page.locator('tr.details').innerText();
    await shot('worklist-reason');
    const again = page.waitForResponse(answer => answer.url().endsWith('/again'));
    await page.locator('tr.details').getByRole('button', { name: 'Run again' }).click();
    seen.again = JSON.stringify(await (await again).json());

    await page.reload(); // the search is in the address
    await only(tilted).waitFor();
    await page.getByLabel('Patient ID').fill('nobody has this');
    seen.nothing = await page.locator('.empty').innerText();
    await page.getByRole('button', { name: 'Show all' }).click();
    await only(done).waitFor();

    await page.getByRole('link', { name: 'Jobs' }).click();
    await page.locator('.jobs li .job-patient').first().waitFor();
    seen.jobs = await page.locator('.jobs').innerText();
    await shot('jobs');
  },
};

await browse(chromium, base, shots, scenarios[name]);
console.log(JSON.stringify(seen));
