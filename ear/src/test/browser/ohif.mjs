// What people do in the OHIF viewer. node ohif.mjs SCENARIO CHROMIUM BASE SHOTS STUDY [SERIES or PATIENT ID]
import { browse, overlaid, rendered, seen, until, viewports } from './browser.mjs';

const [, , name, chromium, base, shots, study, series] = process.argv;

const open = (page, mode = 'viewer', more = '') =>
  page.goto(`${base}ohif/${mode}?StudyInstanceUIDs=${study}${more}`, { waitUntil: 'domcontentloaded' });

const segmentations = page => page.evaluate(() => (window.services?.segmentationService?.getSegmentations() ?? [])
  .map(one => ({ label: one.label, segments: Object.values(one.segments).map(segment => segment.label) })));

const measurements = page => page.evaluate(() => (window.services?.measurementService?.getMeasurements() ?? [])
  .map(one => ({ tool: one.toolName, label: one.label ?? '', text: JSON.stringify(one.displayText) })));

const thumbnail = (page, modality) =>
  page.locator('[data-cy="study-browser-thumbnail-no-image"]').filter({ hasText: modality }).first();

async function canvasPoint(page) {
  const box = await page.locator('[data-cy="viewport-pane"] canvas').first().boundingBox();
  return (x, y) => [box.x + box.width * x, box.y + box.height * y];
}

const stored = page => page.waitForResponse(answer =>
  answer.request().method() === 'POST' && answer.url().endsWith('/dicom-web/studies'));

const scenarios = {
  /** The viewer's own list, by Patient ID, for other tests leave more studies than a page of it shows; then the images of a study in it. */
  async list({ page, shot }) {
    await page.goto(`${base}ohif/?mrn=${encodeURIComponent(series)}`, { waitUntil: 'domcontentloaded' });
    const row = page.getByText('PHANTOM').first();
    await row.waitFor();
    seen.list = await page.locator('body').innerText();
    await shot('ohif-list');
    await open(page);
    seen.images = await rendered(page);
    seen.thumbnails = await page.locator('[data-cy="study-browser-thumbnail"]').count();
    await shot('ohif-ct');
  },

  /** The link of the worklist: nobody clicks. */
  async result({ page, shot }) {
    await open(page, 'viewer', `&initialSeriesInstanceUID=${series}`);
    await rendered(page);
    seen.segmentations = await until(page, 'loaded', () => segmentations(page), all => all.length > 0);
    seen.viewports = await overlaid(page);
    seen.questions = await page.locator('[data-cy="yes-hydrate-btn"]').count();
    await shot('ohif-seg');
    await thumbnail(page, 'SR').dblclick();
    // It has segments and no coordinates: there is nothing to draw, and nothing may break.
    seen.report = await until(page, 'read', () => page.evaluate(() => window.services.displaySetService.getActiveDisplaySets()
      .filter(set => set.Modality === 'SR').map(set => ({ measurements: set.measurements?.length ?? 0, loaded: !!set.isLoaded }))[0]),
    report => report?.loaded);
    await page.waitForTimeout(1500);
    seen.errors = await page.getByText('Something went wrong').count();
    await shot('ohif-sr');
  },

  paintLabelmap: context => paint(context, 'labelmap', '1.2.840.10008.1.2.5'),
  paintBinary: context => paint(context, '', ''),

  async measure({ page, shot }) {
    await open(page);
    await rendered(page);
    await page.locator('[data-cy="Length-btn"]').first().click();
    const at = await canvasPoint(page);
    await page.mouse.click(...at(0.42, 0.45));
    await page.waitForTimeout(300);
    await page.mouse.click(...at(0.58, 0.45));
    await page.locator('[data-cy="prompt-begin-tracking-yes-btn"]').click({ timeout: 5000 }).catch(() => {});
    seen.measurements = await until(page, 'measured', () => measurements(page), all => all.length > 0);
    await page.locator('[data-cy="trackedMeasurements-btn"]').click().catch(() => {});
    await shot('ohif-length');
    await page.getByText('Create SR').first().click();
    const dialog = page.locator('[role=dialog]');
    await dialog.locator('input').first().fill('Measured in the viewer');
    const [answer] = await Promise.all([stored(page), dialog.getByRole('button', { name: 'Save' }).click()]);
    seen.status = answer.status();
    await shot('ohif-length-saved');

    await open(page);
    await rendered(page);
    await thumbnail(page, 'Measured in the viewer').dblclick();
    seen.again = await until(page, 'read again', () => measurements(page), all => all.length > 0);
    await shot('ohif-length-again');
  },
};

/** Paints with the brush and saves through the dialog, as a person does. */
async function paint({ page, shot }, mode, syntax) {
  if (mode) { // what the server writes into it when its setting is labelmap
    await page.route('**/ohif/app-config.js', async route => {
      const answer = await route.fetch();
      await route.fulfill({ response: answer, body: (await answer.text()).replace('"bitmap"', `"${mode}"`).replace('1.2.840.10008.1.2.1"', `${syntax}"`) });
    });
  }
  await open(page, 'segmentation');
  await rendered(page);
  await page.locator('[data-cy="addSegmentation"]').first().click();
  await until(page, 'added', () => segmentations(page), all => all.length > 0);
  await page.locator('[data-cy="Brush-btn"]').first().click();
  const at = await canvasPoint(page);
  await page.mouse.move(...at(0.45, 0.45));
  await page.mouse.down();
  for (let i = 0; i <= 10; i++) await page.mouse.move(...at(0.45 + 0.01 * i, 0.45));
  await page.mouse.up();
  seen.viewports = await overlaid(page);
  seen.hidden = await page.locator('[data-cy="MarkerLabelmap-btn"]:visible').count();
  await page.locator('[data-cy="segmentation-collapsed-more-btn-Labelmap"]').first().click();
  const item = text => page.locator('[role=menuitem]').filter({ hasText: text });
  await item(/Export/).first().hover();
  await item('DICOM SEG').last().click();
  await page.locator('[data-cy="dialog-input"]').fill(`Painted ${mode || 'binary'}`);
  const [answer] = await Promise.all([stored(page), page.locator('[data-cy="input-dialog-save-button"]').click()]);
  seen.status = answer.status();
  await page.waitForTimeout(1000);
  await shot(`ohif-painted-${mode || 'binary'}`);
}

await browse(chromium, base, shots, scenarios[name]);
console.log(JSON.stringify(seen));
