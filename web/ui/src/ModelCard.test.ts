// @vitest-environment happy-dom
import { mount } from '@vue/test-utils';
import { afterEach, expect, test, vi } from 'vitest';
import ModelCard from './ModelCard.vue';
import type { Version } from './models';

const version = (over: Partial<Version>): Version => ({
  version: '1', usable: true, form: 'voxrelay', sha256: 'abcdef0123456789', modality: 'CT', manufacturer: 'Voxrelay',
  description: 'Tissue', licence: 'Apache-2.0', intendedUse: 'Not for diagnosis.', engines: [], ...over,
});
const card = (...versions: Version[]) => mount(ModelCard, {
  props: { model: { name: 'liver', active: '1', versions }, engine: 'ONNX Runtime on 2 threads.' },
});

afterEach(() => { vi.restoreAllMocks(); });

test('the engine that was chosen is shown with its reason', () => {
  const shown = card(version({ engines: [{ engine: 'OpenVINO', reason: '4.1 s, ONNX Runtime 6.0 s' }] }));
  expect(shown.find('.engine').text()).toBe('OpenVINO 4.1 s, ONNX Runtime 6.0 s');
});

test('where nothing was measured the only engine is shown', () => {
  const shown = card(version({}));
  expect(shown.find('.engine').text()).toBe('ONNX Runtime on 2 threads.');
  expect(shown.text()).toContain('not measured yet');
});

test('a version that cannot be used says why and cannot be activated', () => {
  const shown = card(version({}), version({ version: '2', usable: false, faults: ['labels is empty', 'sha256 is wrong'] }));
  expect(shown.findAll('.faults li').map(fault => fault.text())).toEqual(['labels is empty', 'sha256 is wrong']);
  expect(shown.findAll('button').map(button => button.text())).toEqual(['Roll back']);
});

test('activating needs a second click on a sentence that says what it does', async () => {
  const asked = vi.spyOn(globalThis, 'fetch').mockResolvedValue(new Response('{}'));
  const shown = card(version({}), version({ version: '2 b' }));
  await shown.findAll('button').find(button => button.text() === 'Activate')?.trigger('click');
  expect(asked).not.toHaveBeenCalled();
  expect(shown.find('[role=alertdialog]').text()).toContain('New jobs of liver will use version 2 b instead of 1');
  await shown.find('[role=alertdialog] .primary').trigger('click');
  await vi.waitFor(() => expect(shown.emitted('changed')).toHaveLength(1));
  expect(asked.mock.calls[0]?.[0]).toBe('/api/models/liver/2%20b/activate');
  expect(shown.find('[role=alertdialog]').exists()).toBe(false);
});

test('a refusal to roll back is shown', async () => {
  vi.spyOn(globalThis, 'fetch').mockResolvedValue(new Response('{"detail":"There is no version to go back to."}', { status: 409 }));
  const shown = card(version({}), version({ version: '2' }));
  await shown.find('header button').trigger('click');
  await shown.find('[role=alertdialog] .primary').trigger('click');
  await vi.waitFor(() => expect(shown.find('p.reason').text()).toBe('There is no version to go back to.'));
  expect(shown.emitted('changed')).toBeUndefined();
});

test('the quality has a bar for each label and names what was not compared', () => {
  const label = { number: 1, name: 'Bone', cases: 2, dice: 0.9312, diceLowest: 0.9, volumeDifferenceMl: 1.25, surfaceDistanceMm: 0.4 };
  const quality = { measured: '2026-11-24T10:00:00Z', cases: 3, labels: [label], notInReference: ['Fat'], leftOut: ['Case 2 of 4: The study has no series.'] };
  const shown = card(version({ quality }));
  expect(shown.find('meter').attributes('value')).toBe('0.9312');
  expect(shown.find('.quality b').text()).toBe('0.931');
  expect(shown.find('.quality .quiet').text()).toBe('worst case 0.900, volume +1.3 mL, surfaces 0.40 mm apart, 2 cases');
  expect(shown.text()).toContain('Dice over 3 cases');
  expect(shown.text()).toContain('No reference has Fat.');
  expect(shown.text()).toContain('Left out: Case 2 of 4: The study has no series.');
});
